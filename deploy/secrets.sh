#!/bin/sh
# Makes what compose.yaml needs to know in secret, once and at random; what is there stays as it is.
#   deploy/secrets.sh [NAME OF THE SITE]
# The certificate is signed by itself: put the office's own in place of tls_certificate and tls_key.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
cd secrets

random() { openssl rand -hex 24; }

# keep NAME CONTENT. A container sees its own files only, and reads them as an account of its own: hence 444 in a
# folder of 700.
keep() {
  [ -s "$1" ] && return
  printf '%s' "$2" > "$1.new"
  chmod 444 "$1.new"
  mv "$1.new" "$1"
}

keep key_passphrase "$(random)"
for server in postgres rabbitmq minio elastic; do keep "${server}_password" "$(random)"; done
keep minio_user "vanthu-$(openssl rand -hex 6)"

keep database_admin "postgresql://postgres:$(cat postgres_password)@postgres:5432/vanthu"
keep bus_admin "amqp://administrator:$(cat rabbitmq_password)@rabbitmq:5672/vanthu"
keep database_reader "postgresql://vanthu_reader:$(random)@postgres:5432/vanthu"
for service in directory intake signing archive search; do
  keep "database_$service" "postgresql://vanthu_$service:$(random)@postgres:5432/vanthu"
  keep "bus_$service" "amqp://vanthu_$service:$(random)@rabbitmq:5672/vanthu"
done
keep objects "s3+http://$(cat minio_user):$(cat minio_password)@minio:9000/vanthu"
keep index "elasticsearch+http://elastic:$(cat elastic_password)@elasticsearch:9200/documents"
keep rabbitmq_conf "default_vhost = vanthu
default_user = administrator
default_pass = $(cat rabbitmq_password)
"

if [ ! -s tls_key ] || [ ! -s tls_certificate ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=${1:-localhost}" \
    -addext "subjectAltName=DNS:${1:-localhost}" -keyout tls_key.new -out tls_certificate.new 2>/dev/null
  chmod 444 tls_key.new tls_certificate.new
  mv tls_key.new tls_key
  mv tls_certificate.new tls_certificate
fi
echo "Secrets are in $(pwd); keep a copy where the backups are not: without key_passphrase nobody can sign."
