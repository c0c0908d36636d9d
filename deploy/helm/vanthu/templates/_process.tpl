{{/* One process of one service: .component is `work` or `relay`, which is also the word that starts it. */}}
{{- define "vanthu.process" -}}
{{- $secrets := include "vanthu.secretsOfService" . -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "vanthu.name" (merge (dict "part" (printf "%s-%s" .component .service)) .) }}
  labels:
    {{- include "vanthu.labels" . | nindent 4 }}
spec:
  replicas: {{ .replicas }}
  strategy: {{ toJson .strategy }}
  selector:
    matchLabels:
      {{- include "vanthu.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "vanthu.labels" . | nindent 8 }}
      annotations:
        vanthu/settings: {{ include "vanthu.settings" . | sha256sum }}
    spec:
      {{- include "vanthu.pod" . | nindent 6 }}
      {{- include "vanthu.spread" . | nindent 6 }}
      terminationGracePeriodSeconds: 30
      containers:
        - name: {{ .component }}
          {{- include "vanthu.container" . | nindent 10 }}
          args: [{{ .component }}, {{ .service }}]
          envFrom:
            - configMapRef: {name: {{ include "vanthu.name" (merge (dict "part" "settings") .) }}}
          env:
            - {name: VANTHU_WORKERS, value: "1"}
            - {name: VANTHU_PULSE_PORT, value: "9100"}
            {{- include "vanthu.secretFiles" $secrets | trim | nindent 12 }}
          ports:
            - {name: pulse, containerPort: 9100}
          {{- include "vanthu.probes" "pulse" | nindent 10 }}
          resources: {{ toJson .resources }}
          volumeMounts:
            - {name: secrets, mountPath: /run/secrets/vanthu, readOnly: true}
            - {name: scratch, mountPath: /tmp}
      volumes:
        - name: secrets
          projected:
            defaultMode: 0440
            sources:
              {{- include "vanthu.secretSource" (dict "secret" .Values.secrets.services "keys" $secrets) | nindent 14 }}
        - name: scratch
          emptyDir: {sizeLimit: {{ .Values.scratch.size }}}
{{- end -}}
