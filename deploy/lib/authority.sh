# shellcheck shell=bash
# A certificate authority for this machine alone, and the gateway's certificate. The authority may sign for localhost
# and nothing else, so that trusting it in a browser trusts it no further.

# make_authority FOLDER
make_authority() {
  local tls=$1
  mkdir -p "$tls"
  chmod 755 "$tls"
  if [ ! -s "$tls/ca.pem" ] || [ ! -s "$tls/ca.key" ]; then new_authority "$tls"; fi
  # A certificate is renewed a month before its end, and when the authority is new.
  if openssl x509 -in "$tls/server.pem" -noout -checkend 2592000 >/dev/null 2>&1 &&
    openssl verify -CAfile "$tls/ca.pem" "$tls/server.pem" >/dev/null 2>&1; then return; fi
  new_certificate "$tls"
}

new_authority() {
  step "Making a certificate authority for this machine"
  (
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 3650 \
      -subj "/CN=Holdfast local authority $(date -u +%Y-%m-%d)" -keyout "$1/ca.key" -out "$1/ca.pem" \
      -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
      -addext 'nameConstraints=critical,permitted;DNS:localhost,permitted;IP:127.0.0.1/255.255.255.255,permitted;IP:0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'
  ) 2>/dev/null || fail "openssl could not make a certificate authority in $1."
  chmod 644 "$1/ca.pem"
}

new_certificate() {
  local tls=$1 request
  request=$(mktemp -d)
  cat >"$request/extensions" <<'EXT'
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
EXT
  (
    umask 077
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" \
      -keyout "$tls/server.key" -out "$request/csr"
    openssl x509 -req -in "$request/csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -sha256 -days 397 \
      -set_serial "0x$(openssl rand -hex 16)" -extfile "$request/extensions" -out "$tls/server.pem"
  ) >/dev/null 2>&1 || fail "openssl could not make the gateway's certificate in $tls."
  rm -rf "$request"
  chmod 644 "$tls/server.pem"
  if is_root; then chown "$(account gateway):" "$tls/server.key"; fi
}
