{{- define "vanthu.name" -}}
{{- printf "%s-%s" .Release.Name .part | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "vanthu.selector" -}}
app.kubernetes.io/name: vanthu
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .service }}
vanthu/service: {{ . }}
{{- end }}
{{- end -}}

{{- define "vanthu.labels" -}}
{{ include "vanthu.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* What every process is told and anybody may know. */}}
{{- define "vanthu.settings" -}}
VANTHU_BUS: {{ .Values.settings.bus | quote }}
VANTHU_DEMO: {{ ternary "1" "0" .Values.settings.demo | quote }}
VANTHU_JSON_LOG: {{ ternary "1" "0" .Values.settings.jsonLog | quote }}
{{- range $name, $value := .Values.settings.more }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Which secrets a process of a service is given: a list of [SETTING, KEY OF THE SECRET]. */}}
{{- define "vanthu.secretsOfService" -}}
{{- $upper := upper .service -}}
{{- printf "DATABASE_%s database-%s\n" $upper .service -}}
{{- printf "BUS_%s bus-%s\n" $upper .service -}}
{{- if ne .service "directory" }}{{ printf "DATABASE_READER database-reader\nOBJECTS objects\n" }}{{ end -}}
{{- if eq .service "search" }}{{ printf "INDEX index\n" }}{{ end -}}
{{- end -}}

{{/* Environment entries that name the files: lines of "SETTING key". */}}
{{- define "vanthu.secretFiles" -}}
{{- range splitList "\n" (trim .) }}
{{- $pair := splitList " " . }}
- name: VANTHU_{{ index $pair 0 }}_FILE
  value: /run/secrets/vanthu/{{ index $pair 1 }}
{{- end }}
{{- end -}}

{{/* The keys of one secret, as a source of a projected volume. */}}
{{- define "vanthu.secretSource" -}}
- secret:
    name: {{ .secret }}
    items:
      {{- range splitList "\n" (trim .keys) }}
      {{- $key := index (splitList " " .) 1 }}
      - {key: {{ $key }}, path: {{ $key }}}
      {{- end }}
{{- end -}}

{{/* What all pods have in common. */}}
{{- define "vanthu.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- end -}}

{{- define "vanthu.container" -}}
{{- $tag := printf ":%s" (.Values.image.tag | default .Chart.AppVersion) }}
image: {{ printf "%s%s" .Values.image.repository (empty .Values.image.digest | ternary $tag (printf "@%s" .Values.image.digest)) | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{- define "vanthu.spread" -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "vanthu.selector" $ | nindent 8 }}
  {{- end }}
{{- end -}}

{{/* /healthz only: while a server is away the desks say so and the rest goes on; to take the pods out of service or to
     start them anew would make one trouble into a greater one. What is away is told by /readyz and by the alerts. */}}
{{- define "vanthu.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: {{ . }}}
  periodSeconds: 3
  timeoutSeconds: 3
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /healthz, port: {{ . }}}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /healthz, port: {{ . }}}
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 4
{{- end -}}
