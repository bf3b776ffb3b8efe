# shellcheck shell=bash
# What every command here shares: words on the screen, who we are, where things are, how much room there is.

# shellcheck disable=SC2034
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
readonly ROOT

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  readonly BOLD=$'\e[1m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
  readonly BOLD='' DIM='' PLAIN=''
fi

step() { printf '%s==>%s %s\n' "$BOLD" "$PLAIN" "$*"; }
note() { printf '    %s%s%s\n' "$DIM" "$*" "$PLAIN"; }

# fail WHAT [WHAT TO DO...]: the reason on one line, the remedy below it.
fail() {
  printf '\n%sStopped:%s %s\n' "$BOLD" "$PLAIN" "$1" >&2
  shift
  local line
  for line in "$@"; do printf '    %s\n' "$line" >&2; done
  exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# A command as another account where we are root; as ourselves otherwise.
as_user() {
  local user=$1
  shift
  if is_root && [ "$user" != root ]; then
    setpriv --reuid="$user" --regid="$user" --init-groups env HOME=/ USER="$user" LC_ALL=C.UTF-8 "$@"
  else
    "$@"
  fi
}

# The accounts of the parts: their own where we are root, ours otherwise.
account() {
  if ! is_root; then
    id -un
    return
  fi
  case $1 in
    database) echo postgres ;;
    gateway) echo holdfast ;;
    keeper) echo holdfast-keeper ;;
  esac
}

memory_mb() {
  local total limit
  total=$(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  if [[ $limit =~ ^[0-9]+$ ]] && [ $((limit / 1048576)) -lt "$total" ]; then total=$((limit / 1048576)); fi
  echo "$total"
}

free_mb() { df -Pm "$1" | awk 'NR == 2 {print $4}'; }

# As many compiles at once as there are cores, if each may take $1 MB.
jobs_for() {
  local each=$1 cores fit
  cores=$(nproc)
  fit=$(($(memory_mb) / each))
  [ "$fit" -lt "$cores" ] && cores=$fit
  [ "$cores" -lt 1 ] && cores=1
  echo "$cores"
}

need_disk() {
  local folder=$1 mb=$2 free
  free=$(free_mb "$folder")
  [ "$free" -ge "$mb" ] || fail "only $free MB are free below $folder; $mb MB are needed." \
    "Free some space, or move the checkout to a larger disk."
}

need_system() {
  [ "$(uname -s)" = Linux ] || fail "this is $(uname -s); Holdfast runs on Linux." "Use Debian 12, in a virtual machine if need be."
  local name=unknown version=''
  if [ -r /etc/os-release ]; then
    name=$(. /etc/os-release && echo "${ID:-unknown}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  fi
  if [ "$name" != debian ] || [ "${version%%.*}" != 12 ]; then
    [ -n "${HOLDFAST_ANY_SYSTEM:-}" ] || fail "this system is $name $version; these commands are made for Debian 12." \
      "With the packages of deploy/packages.txt in place, HOLDFAST_ANY_SYSTEM=1 goes on all the same."
  fi
}

# Whether an account can enter a folder: a 0700 folder above it is in the way.
can_enter() { as_user "$1" test -x "$2"; }

blocked_by() {
  local user=$1 path=$2 part=''
  local IFS=/
  for name in ${path#/}; do
    part+="/$name"
    if ! can_enter "$user" "$part"; then
      echo "$part"
      return
    fi
  done
}

need_short_socket() {
  [ "${#1}" -le 107 ] || fail "the socket's path has ${#1} characters; the system allows 107:" "$1" \
    "Move the checkout to a shorter folder, or set HOLDFAST_STATE to a short one such as /var/tmp/holdfast."
}

# --- processes that we start: a pid file holds the pid and when it started, so that a reused pid is not ours

# Nothing for a zombie: it has ended, whoever has not yet asked how.
started_at() { awk '{sub(/^.*\) /, ""); if ($1 != "Z") print $20}' "/proc/$1/stat" 2>/dev/null || true; }

# pid of a live process of ours, or nothing.
alive() {
  local pid='' since=''
  if [ -r "$1" ]; then read -r pid since <"$1" || true; fi
  if [ -n "$since" ] && [ "$(started_at "$pid")" = "$since" ]; then echo "$pid"; fi
}

# start_daemon USER NAME COMMAND...: in the background, in its own session, log in var/log, pid in var/run.
start_daemon() {
  local user=$1 name=$2 log=$STATE/log/$2.log pid
  shift 2
  touch "$log"
  chmod 640 "$log"
  if is_root; then chown "$user" "$log"; fi
  (
    exec 9>&-
    cd /
    umask 077
    ulimit -c 0
    if is_root; then
      exec setsid setpriv --reuid="$user" --regid="$user" --init-groups --no-new-privs env HOME=/ "$@"
    else
      exec setsid "$@"
    fi
  ) </dev/null >>"$log" 2>&1 &
  pid=$!
  printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$STATE/run/$name.pid"
}

# stop_daemon NAME SECONDS: asks, waits, and only then insists.
stop_daemon() {
  local name=$1 patience=$2 file=$STATE/run/$1.pid pid
  pid=$(alive "$file")
  if [ -z "$pid" ]; then
    rm -f "$file"
    return 1
  fi
  kill -TERM "$pid" 2>/dev/null || true
  local tenths=$((patience * 10))
  while [ -n "$(alive "$file")" ] && [ "$tenths" -gt 0 ]; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
  if [ -n "$(alive "$file")" ]; then
    note "$name did not stop within $patience s; ending it"
    kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$file"
}

# Who listens on a TCP port of this machine: "pid name" where it can be seen, "unknown" where not, nothing if free.
port_holder() {
  local hex inode pid
  hex=$(printf '%04X' "$1")
  inode=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v p=":$hex" '$4 == "0A" && index($2, p) {print $10; exit}')
  [ -n "$inode" ] || return 0
  pid=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | head -1 | cut -d/ -f3)
  if [ -n "$pid" ]; then echo "$pid ($(cat "/proc/$pid/comm"))"; else echo unknown; fi
}
