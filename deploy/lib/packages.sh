# shellcheck shell=bash
# Debian packages and npm modules: only what is missing, and quietly when nothing is.

packages_of() {
  local group
  for group in "$@"; do awk -v g="$group" '$1 == g {print $2}' "$ROOT/deploy/packages.txt"; done
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
}

# install_packages GROUP...
install_packages() {
  local -a wanted missing
  mapfile -t wanted < <(packages_of "$@")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  step "Installing packages: ${missing[*]}"
  need_disk / 2000
  local -a sudo=()
  if ! is_root; then
    command -v sudo >/dev/null || fail "packages are missing, and $(id -un) is neither root nor may use sudo." \
      "Ask an administrator for:" "apt-get install --no-install-recommends ${missing[*]}"
    sudo=(sudo)
    sudo true || fail "sudo did not let $(id -un) in; packages are missing:" "${missing[*]}"
  fi
  mkdir -p "$ROOT/build"
  settle_packages
  apt_get install "${missing[@]}" && return
  note "the package lists may be old; fetching them"
  apt_get update || apt_failed "the package lists could not be fetched."
  apt_get install "${missing[@]}" || apt_failed "apt-get could not install the packages."
}

# Headers of packages that cannot be installed beside others. Downloading needs no rights and checks what comes by apt's
# own signatures; the stamp holds what was unpacked.
unpack_headers() {
  local folder=$ROOT/build/headers name
  local -a names fetched
  mapfile -t names < <(awk '$1 == "headers" {print $2}' "$ROOT/deploy/packages.txt")
  for name in "${names[@]}"; do
    [ ! -f "$folder/$name" ] || continue
    step "Unpacking the headers of $name"
    rm -rf "$folder/fetched" && mkdir -p "$folder/fetched"
    download "$name" "$folder/fetched" || {
      note "the package lists may be old; fetching them"
      local -a sudo=()
      is_root || sudo=(sudo)
      apt_get update && download "$name" "$folder/fetched"
    } || apt_failed "$name could not be downloaded."
    fetched=("$folder/fetched"/*.deb)
    if ! { dpkg-deb -x "${fetched[0]}" "$folder/fetched/tree" && mkdir -p "$folder/usr" &&
      cp -R "$folder/fetched/tree/usr/include" "$folder/usr/"; }; then
      fail "$name could not be unpacked in build/headers."
    fi
    rm -rf "$folder/fetched"
    basename "${fetched[0]}" >"$folder/$name"
  done
}
download() { (cd "$2" && apt-get -o APT::Sandbox::User=root download "$1") >"$ROOT/build/apt.log" 2>&1; }

apt_failed() {
  tail -5 "$ROOT/build/apt.log" >&2
  fail "$1" "Is the network there, and a mirror in /etc/apt/sources.list? The whole log: build/apt.log"
}

missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# Two packages would start servers of their own on a real machine: keep them from it.
settle_packages() {
  if ! dpkg-query -W postgresql-common >/dev/null 2>&1; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.d/holdfast.conf >/dev/null
  fi
  if ! dpkg-query -W postfix >/dev/null 2>&1; then
    echo 'postfix postfix/main_mailer_type select No configuration' | "${sudo[@]}" debconf-set-selections
  fi
}

apt_get() {
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=300 \
    -o APT::Status-Fd=3 "$@" 3>&1 >"$ROOT/build/apt.log" 2>&1 | progress
}

# Percentages out of apt's status lines: one line that moves on a terminal, a line each fifth elsewhere.
progress() {
  local line shown=-1 percent
  while IFS= read -r line; do
    [[ $line =~ ^(dl|pm)status:.*:([0-9]+)\.[0-9]+: ]] || continue
    percent=${BASH_REMATCH[2]}
    if [ -t 1 ]; then
      printf '\r    %s %3d %%' "$([ "${BASH_REMATCH[1]}" = dl ] && echo fetching || echo 'unpacking')" "$percent"
    elif [ $((percent / 20)) != "$shown" ]; then
      shown=$((percent / 20))
      note "$percent %"
    fi
  done
  [ ! -t 1 ] || printf '\r%40s\r' ''
}

# npm modules of the lock file, without running anything of theirs.
install_modules() {
  [ -f "$ROOT/package-lock.json" ] || return 0
  local lock
  lock=$(sha256sum <"$ROOT/package-lock.json")
  [ "$(cat "$ROOT/node_modules/.holdfast" 2>/dev/null)" != "$lock" ] || return 0
  step "Fetching the modules of package-lock.json"
  (cd "$ROOT" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "npm ci did not succeed." "Is the network there? npm config get registry says where it looks." \
      "Behind a proxy with its own certificate authority npm needs NODE_EXTRA_CA_CERTS."
  echo "$lock" >"$ROOT/node_modules/.holdfast"
}
