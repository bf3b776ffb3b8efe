# shellcheck shell=bash
# A PostgreSQL cluster of our own: made, started and stopped without touching any other on the machine.
#
# Kinds:  private  what deploy/run uses: peer authentication only, nothing durable given up
#         bench    as private, but trust inside a 0700 folder, so that load generators can connect
#         test     as bench, without fsync, and with the times of commits: thrown away afterwards
# Layout: DIR/data, and the socket in DIR. No TCP. No statement, parameter or row reaches the log (it may hold names).

readonly CLUSTER_PORT=5439

cluster_bin() {
  local folder
  for folder in /usr/lib/postgresql/15/bin "$(pg_config --bindir 2>/dev/null || true)"; do
    if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then
      echo "$folder"
      return
    fi
  done
  fail "PostgreSQL 15 is not installed." "deploy/build installs it (package postgresql-15)."
}

# By the pid in its lock file. pg_ctl would take a zombie for a server, as PostgreSQL itself does at a start.
cluster_running() {
  local pid
  pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && [ -n "$(started_at "$pid")" ] && [ "$(cat "/proc/$pid/comm")" = postgres ]
}

# cluster_start DIR KIND [LOG]
cluster_start() {
  local dir=$1 kind=$2 log=${3:-$1/log} user
  user=$(account database)
  need_short_socket "$dir/.s.PGSQL.$CLUSTER_PORT"
  mkdir -p "$dir"
  if is_root; then chown "$user:" "$dir"; fi
  if [ "$kind" = private ]; then chmod 755 "$dir"; else chmod 700 "$dir"; fi
  can_enter "$user" "$dir" || fail "the account $user cannot enter $dir: $(blocked_by "$user" "$dir") is closed to it." \
    "Open that folder (chmod o+x), or set HOLDFAST_STATE to a folder elsewhere."
  [ -s "$dir/data/PG_VERSION" ] || cluster_make "$dir" "$user"
  cluster_running "$dir" && return
  rm -f "$dir/data/postmaster.pid" "$dir/.s.PGSQL.$CLUSTER_PORT.lock" # of a server that was killed
  cluster_settings "$dir" "$kind" | cluster_write "$dir/data/holdfast.conf" "$user"
  cluster_access "$kind" | cluster_write "$dir/data/pg_hba.conf" "$user"
  cluster_names | cluster_write "$dir/data/pg_ident.conf" "$user"
  touch "$log"
  chmod 600 "$log"
  if is_root; then chown "$user:" "$log"; fi
  if ! (cd / && umask 077 && ulimit -c 0 && as_user "$user" "$(cluster_bin)/pg_ctl" -D "$dir/data" -l "$log" -w -t 60 start >/dev/null 9>&-); then
    tail -5 "$log" >&2
    fail "PostgreSQL did not start; the last lines of its log are above." "The whole log: $log"
  fi
  cluster_sql "$dir" postgres -q -f - <"$ROOT/deploy/lib/roles.sql"
}

cluster_stop() {
  cluster_running "$1" || return 1
  (cd / && as_user "$(account database)" "$(cluster_bin)/pg_ctl" -D "$1/data" -m fast -w -t 60 stop >/dev/null)
}

# cluster_sql DIR DATABASE PSQL-ARGUMENTS...: as superuser.
cluster_sql() {
  local dir=$1 database=$2
  shift 2
  (cd / && as_user "$(account database)" psql -X -v ON_ERROR_STOP=1 -h "$dir" -p "$CLUSTER_PORT" -U postgres -d "$database" "$@")
}

cluster_database() {
  local dir=$1
  [ -n "$(cluster_sql "$dir" postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'holdfast'")" ] ||
    cluster_sql "$dir" postgres -qc 'CREATE DATABASE holdfast OWNER holdfast_owner'
  cluster_sql "$dir" holdfast -q <<'SQL'
REVOKE ALL ON DATABASE holdfast FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE holdfast TO holdfast_owner, holdfast_gateway, holdfast_keeper;
SQL
}

cluster_make() {
  local dir=$1 user=$2
  need_disk "$dir" 2000
  (cd / && umask 077 && as_user "$user" env LC_ALL=C.UTF-8 "$(cluster_bin)/initdb" -D "$dir/data" -E UTF8 --locale=C.UTF-8 -U postgres \
    --auth-local=peer --auth-host=reject --data-checksums >/dev/null) || fail "initdb could not make a cluster in $dir/data."
  echo "include = 'holdfast.conf'" | as_user "$user" tee -a "$dir/data/postgresql.conf" >/dev/null
}

# shellcheck disable=SC2016
cluster_write() { as_user "$2" sh -c 'umask 077; cat >"$1"' sh "$1"; }

cluster_settings() {
  local dir=$1 kind=$2 memory buffers=1024 wal=8
  memory=$(memory_mb)
  [ "$memory" -ge 4096 ] || buffers=$((memory / 8 > 64 ? memory / 8 : 64))
  [ "$kind" != test ] || buffers=128
  [ "$(free_mb "$dir")" -ge 30000 ] || wal=1
  cat <<CONF
# Written at each start by deploy/lib/cluster.sh.
listen_addresses = ''
unix_socket_directories = '$dir'
port = $CLUSTER_PORT
max_connections = 200
shared_buffers = ${buffers}MB
max_wal_size = ${wal}GB
checkpoint_timeout = 15min
timezone = 'UTC'
lc_messages = 'C'
log_timezone = 'UTC'
# The log names what happened, never to whom: no statement, no parameter, no DETAIL with a row in it.
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_temp_files = -1
CONF
  if [ "$kind" = test ]; then printf 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\ntrack_commit_timestamp = on\n'; fi
}

cluster_access() {
  if [ "$1" = private ]; then echo "local all all peer map=holdfast"; else echo "local all all trust"; fi
}

# Which account of the machine may be which role.
cluster_names() {
  local role
  if is_root; then
    for role in postgres holdfast_owner; do echo "holdfast postgres $role"; done
    for role in holdfast_owner holdfast_gateway holdfast_keeper; do echo "holdfast root $role"; done
    echo "holdfast $(account gateway) holdfast_gateway"
    echo "holdfast $(account keeper) holdfast_keeper"
  else
    for role in postgres holdfast_owner holdfast_gateway holdfast_keeper; do echo "holdfast $(id -un) $role"; done
  fi
}
