#!/bin/sh
# Tells a Certferry receiver of a certificate that was just issued or renewed.
#
# Understands, without being told which one calls it:
#   certbot     --deploy-hook /path/certferry-hook.sh
#   lego 4, 5   --run-hook / --renew-hook / --deploy-hook /path/certferry-hook.sh
#   acme.sh     --reloadcmd /path/certferry-hook.sh
#   dehydrated  HOOK=/path/certferry-hook.sh
#   by hand     certferry-hook.sh fullchain.pem [privkey.pem]
#
# Settings, from the environment or from the file that CERTFERRY_ENV names (/etc/certferry/hook.env
# where there is one); lines NAME=value:
#   CERTFERRY_URL       the receiver: https://certs.example.com
#   CERTFERRY_SECRET    whsec_..., the key of a source of the kind "standard"
#   CERTFERRY_SEND_KEY  1: the private key is sent too. 0 (default): only the certificate
#   CERTFERRY_NAME      a name (a domain) for deployment files, in place of the certificate's own
#
# Needs a POSIX shell, openssl and curl. Ends with 0 when the receiver has stored it (or there is
# nothing to tell), with another code and words on standard error otherwise.
set -eu
umask 077

say() { printf 'certferry-hook: %s\n' "$*" >&2; }
fail() {
  code=$1
  shift
  say "$*"
  exit "$code"
}

for tool in openssl curl awk od; do
  command -v "$tool" >/dev/null 2>&1 || fail 69 "$tool is not installed; install it and run again"
done

# --- settings -------------------------------------------------------------------------------------

env_file=${CERTFERRY_ENV:-/etc/certferry/hook.env}
if [ -r "$env_file" ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    value=${line#*=}
    case ${line%%=*} in
      CERTFERRY_URL) : "${CERTFERRY_URL:=$value}" ;;
      CERTFERRY_SECRET) : "${CERTFERRY_SECRET:=$value}" ;;
      CERTFERRY_SEND_KEY) : "${CERTFERRY_SEND_KEY:=$value}" ;;
      CERTFERRY_NAME) : "${CERTFERRY_NAME:=$value}" ;;
    esac
  done <"$env_file"
elif [ -n "${CERTFERRY_ENV:-}" ]; then
  fail 78 "cannot read $env_file, which CERTFERRY_ENV names"
fi

# --- who calls, and where the files are ------------------------------------------------------------

chain_file=''
key_file=''
issuer_file=''
if [ "$#" -gt 0 ] && [ "$1" = deploy_cert ]; then
  key_file=${3:-}
  chain_file=${5:-}
elif [ "$#" -gt 0 ] && [ -f "$1" ]; then
  chain_file=$1
  key_file=${2:-}
elif [ "$#" -gt 0 ]; then
  # dehydrated calls its hook for other events too, and with words that nobody knows, to see it cope.
  exit 0
elif [ -n "${RENEWED_LINEAGE:-}" ]; then
  chain_file=$RENEWED_LINEAGE/fullchain.pem
  key_file=$RENEWED_LINEAGE/privkey.pem
elif [ -n "${LEGO_HOOK_CERT_PATH:-}" ]; then
  chain_file=$LEGO_HOOK_CERT_PATH
  key_file=${LEGO_HOOK_CERT_KEY_PATH:-}
  issuer_file=${LEGO_HOOK_ISSUER_CERT_PATH:-}
elif [ -n "${LEGO_CERT_PATH:-}" ]; then
  chain_file=$LEGO_CERT_PATH
  key_file=${LEGO_CERT_KEY_PATH:-}
  issuer_file=${LEGO_CERT_PATH%.crt}.issuer.crt
elif [ -n "${CERT_FULLCHAIN_PATH:-}" ]; then
  chain_file=$CERT_FULLCHAIN_PATH
  key_file=${CERT_KEY_PATH:-}
else
  fail 64 'called by no ACME client that it knows; give it a file: certferry-hook.sh fullchain.pem [privkey.pem]'
fi
[ -r "$chain_file" ] || fail 66 "cannot read the certificate $chain_file"

[ -n "${CERTFERRY_URL:-}" ] || fail 78 'CERTFERRY_URL is not set'
[ -n "${CERTFERRY_SECRET:-}" ] || fail 78 'CERTFERRY_SECRET is not set'
case $CERTFERRY_URL in
  https://*) ;;
  http://127.* | http://localhost | http://localhost:* | http://\[::1\]*) ;;
  *) fail 78 'CERTFERRY_URL must begin with https:// (http:// only for this machine)' ;;
esac
case $CERTFERRY_SECRET in
  whsec_*) ;;
  *) fail 78 'CERTFERRY_SECRET must begin with whsec_' ;;
esac

# --- the body: a bare PEM bundle -------------------------------------------------------------------

work=$(mktemp -d "${TMPDIR:-/tmp}/certferry.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# blocks PATTERN FILE: the PEM blocks whose label fits.
blocks() {
  awk -v pattern="$1" '
    /^-----BEGIN / { keep = ($0 ~ ("^-----BEGIN " pattern "-----")) }
    keep { sub(/\r$/, ""); print }
    /^-----END / { keep = 0 }
  ' "$2"
}

blocks CERTIFICATE "$chain_file" >"$work/chain.pem"
count=$(grep -c '^-----BEGIN CERTIFICATE-----' "$work/chain.pem" || true)
[ "$count" -gt 0 ] || fail 65 "$chain_file holds no certificate"
if [ "$count" -eq 1 ] && [ -n "$issuer_file" ] && [ -r "$issuer_file" ]; then
  blocks CERTIFICATE "$issuer_file" >>"$work/chain.pem"
fi
fingerprint=$(openssl x509 -in "$work/chain.pem" -outform DER 2>/dev/null |
  openssl dgst -sha256 -r | cut -c 1-64)
openssl x509 -in "$work/chain.pem" -noout 2>/dev/null ||
  fail 65 "$chain_file does not begin with a readable certificate"

id=msg_$fingerprint
type=application/pem-certificate-chain
: >"$work/body"
if [ -n "${CERTFERRY_NAME:-}" ]; then
  printf 'Lineage: %s\n' "$CERTFERRY_NAME" >>"$work/body"
fi
cat "$work/chain.pem" >>"$work/body"
if [ "${CERTFERRY_SEND_KEY:-0}" = 1 ]; then
  [ -n "$key_file" ] && [ -r "$key_file" ] || fail 66 "cannot read the private key $key_file"
  blocks '([A-Z]+ )?PRIVATE KEY' "$key_file" >>"$work/body"
  # One id stands for one body: with the key it is another.
  id=${id}_key
  type=application/x-pem-file
fi

# --- the signature ---------------------------------------------------------------------------------

# HMAC-SHA256 (RFC 2104) by hand: as an argument of openssl the secret would be seen by everybody who
# lists processes. printf is part of the shell.
secret_hex=$(printf '%s' "${CERTFERRY_SECRET#whsec_}" | openssl base64 -d -A 2>/dev/null |
  od -An -v -tx1 | tr -d ' \n')
secret_length=$((${#secret_hex} / 2))
if [ "$secret_length" -lt 24 ] || [ "$secret_length" -gt 64 ]; then
  fail 78 'CERTFERRY_SECRET must hold 24 to 64 bytes in base64'
fi

# pad BYTE: the secret, filled up to a block of 64 bytes, each xor BYTE, as octal escapes.
pad() {
  rest=$secret_hex
  place=0
  while [ "$place" -lt 64 ]; do
    byte=0
    if [ -n "$rest" ]; then
      tail=${rest#??}
      byte=$((0x${rest%"$tail"}))
      rest=$tail
    fi
    printf '\\%03o' $((byte ^ $1))
    place=$((place + 1))
  done
}
inner=$(pad 54)
outer=$(pad 92)

timestamp=$(date +%s)
{
  # shellcheck disable=SC2059 -- the escapes are the bytes
  printf "$inner"
  printf '%s.%s.' "$id" "$timestamp"
  cat "$work/body"
} | openssl dgst -sha256 -binary >"$work/inner"
signature=$({
  # shellcheck disable=SC2059
  printf "$outer"
  cat "$work/inner"
} | openssl dgst -sha256 -binary | openssl base64 -A)

# --- the delivery ----------------------------------------------------------------------------------

status=$(curl --silent --show-error --output "$work/reply" --write-out '%{http_code}' \
  --retry 5 --retry-connrefused --max-time 20 --max-redirs 0 \
  --header "content-type: $type" \
  --header "webhook-id: $id" \
  --header "webhook-timestamp: $timestamp" \
  --header "webhook-signature: v1,$signature" \
  --header 'expect:' \
  --data-binary "@$work/body" \
  "${CERTFERRY_URL%/}/webhooks/issuance") || fail 75 'the receiver could not be reached'

case $status in
  2??) ;;
  *)
    say "the receiver answered $status:"
    head -c 2000 "$work/reply" >&2 2>/dev/null || true
    printf '\n' >&2
    exit 1
    ;;
esac
