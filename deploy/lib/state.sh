# shellcheck shell=bash
# Where an installation's data live: var/ in the checkout, or, for root, /var/lib/holdfast/<checkout>, because the
# accounts that the parts run as cannot look into folders such as /root.
#
#   holdfast.toml  program/  tls/  keys/  pg/  run/  log/  mail/

state_folder() {
  if [ -n "${HOLDFAST_STATE:-}" ]; then
    realpath -m "$HOLDFAST_STATE"
  elif [ -L "$ROOT/var" ]; then
    realpath -m "$ROOT/var"
  elif is_root; then
    echo "/var/lib/holdfast/$(printf %s "$ROOT" | sha256sum | cut -c1-8)"
  else
    echo "$ROOT/var"
  fi
}

# Finds the state without making it.
find_state() {
  STATE=$(state_folder)
  readonly STATE
  CONFIG=$STATE/holdfast.toml
  readonly CONFIG
  local owner
  [ -e "$STATE" ] || return 0
  owner=$(stat -c %U "$STATE")
  [ "$owner" = "$(id -un)" ] || fail "$STATE belongs to $owner; you are $(id -un)." \
    "Run this as $owner, or set HOLDFAST_STATE to a folder of your own."
}

make_state() {
  local link=$ROOT/var
  if [ "$STATE" != "$link" ] && [ ! -L "$link" ] && [ -e "$link" ]; then
    fail "var/ is a folder: another account ran Holdfast from this checkout." \
      "As $(stat -c %U "$link"): deploy/stop. Then move var/ away."
  fi
  mkdir -p "$STATE"
  need_disk "$STATE" 2000
  need_short_socket "$STATE/run/keeper/keeper.sock"
  local user
  for user in database gateway keeper; do
    user=$(account $user)
    can_enter "$user" "$STATE" || fail "the account $user cannot enter $STATE: $(blocked_by "$user" "$STATE") is closed to it." \
      "Open that folder (chmod o+x), or set HOLDFAST_STATE to a folder elsewhere."
  done
  if [ "$STATE" != "$link" ]; then ln -sfn "$STATE" "$link"; fi
  folder run 755 root
  folder log 755 root
  folder mail 700 gateway
  folder keys 755 keeper
  folder keys/gateway 700 gateway
  folder run/keeper 2750 keeper gateway
}

# folder NAME MODE OWNER [GROUP-OF]: owner and group are parts; root is who runs this.
folder() {
  local path=$STATE/$1
  mkdir -p "$path"
  if is_root && [ "$3" != root ]; then chown "$(account "$3"):$(id -gn "$(account "${4:-$3}")")" "$path"; fi
  chmod "$2" "$path"
}

# Accounts for the parts, where root can make them.
make_accounts() {
  is_root || return 0
  local user
  for user in "$(account gateway)" "$(account keeper)"; do
    getent passwd "$user" >/dev/null && continue
    step "Making the system account $user"
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  done
}

# Copies program and data into var/program, as a whole, when anything of it changed.
install_program() {
  local next=$STATE/program.next now=$STATE/program
  rm -rf "$next"
  mkdir -p "$next"
  install -m 755 "$ROOT/build/release/holdfast" "$next/holdfast"
  copy_tree screening/packs packs
  copy_tree gateway/pages/templates templates
  copy_tree gateway/pages/catalogues catalogues
  copy_tree build/assets assets
  copy_tree storage/migrations migrations
  copy_tree deploy/agencies agencies
  copy_tree deploy/adviser adviser
  copy_tree tests/corpus corpus
  chmod -R u=rwX,go=rX "$next"
  tree_sum "$next" >"$next/SUM"
  if cmp -s "$next/SUM" "$now/SUM"; then
    rm -rf "$next"
    return
  fi
  rm -rf "$now"
  mv "$next" "$now"
}

copy_tree() { [ ! -d "$ROOT/$1" ] || cp -rL "$ROOT/$1" "$next/$2"; }
tree_sum() { (cd "$1" && find . -type f ! -name SUM -print0 | sort -z | xargs -0 sha256sum | sha256sum); }

# --- the few plain settings that the scripts must know: toml_get SECTION KEY

toml_get() {
  awk -v section="[$1]" -v key="$2" '
    /^[[:space:]]*\[/ { inside = ($1 == section) }
    inside && $1 == key && $2 == "=" { sub(/^[^=]*=[[:space:]]*/, ""); sub(/[[:space:]]*(#.*)?$/, ""); gsub(/"/, ""); print; exit }
  ' "$CONFIG"
}

# toml_set SECTION KEY VALUE: in place, in an existing section.
toml_set() {
  local next
  next=$(awk -v section="[$1]" -v key="$2" -v value="$3" '
    /^[[:space:]]*\[/ { inside = ($1 == section) }
    inside && $1 == key && $2 == "=" { next }
    { print }
    $1 == section { print key " = " value }
  ' "$CONFIG")
  printf '%s\n' "$next" >"$CONFIG"
}

# The settings of a first run: a demo on this machine.
write_config() {
  local port=$1 mail=2525 user=''
  while [ -n "$(port_holder "$mail")" ] && [ "$mail" -lt 2600 ]; do mail=$((mail + 1)); done
  if is_root; then user=$(account gateway); fi
  cat >"$CONFIG" <<TOML
# Written once by deploy/run and yours from now on. Every other setting and its default: deploy/holdfast.toml

[server]
port = $port

[keeper]
gateway_user = "$user"

# The demo's own mail server, which keeps what it gets in mail/ and sends nothing on.
[smtp]
host = "127.0.0.1"
port = $mail
tls = "none"
from = "notices@holdfast.example"

[demo]
enabled = true
TOML
  chmod 644 "$CONFIG"
}
