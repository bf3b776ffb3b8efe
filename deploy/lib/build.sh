# shellcheck shell=bash
# Configure and compile, with the number of compilers that fits into memory.

# configure PRESET: only where there is nothing yet; ninja itself notices changed CMake files.
configure() {
  local preset=$1
  [ ! -f "$ROOT/build/$preset/build.ninja" ] || return 0
  step "Configuring build/$preset"
  mkdir -p "$ROOT/build"
  (cd "$ROOT" && cmake --preset "$preset" >"$ROOT/build/cmake-$preset.log" 2>&1) || {
    rm -f "$ROOT/build/$preset/build.ninja"
    tail -15 "$ROOT/build/cmake-$preset.log" >&2
    fail "cmake did not succeed; its last lines are above."
  }
}

# compile PRESET [TARGET...]
compile() {
  local preset=$1 each=1200
  shift
  need_disk "$ROOT" 2000
  configure "$preset"
  case $preset in asan | tsan) each=2500 ;; esac
  step "Building build/$preset${*:+: $*}"
  (cd "$ROOT/build/$preset" && NINJA_STATUS='    [%f/%t, %es] ' ninja -j "$(jobs_for "$each")" "$@")
}

has_target() { (cd "$ROOT/build/$1" && ninja -t query "$2") >/dev/null 2>&1; }

# Styles, fonts and scripts of the pages, when what they are made of has changed.
gather_assets() {
  local maker=$ROOT/gateway/pages/assets.mjs made=$ROOT/build/assets.made
  [ -f "$maker" ] || return 0
  if [ -d "$ROOT/build/assets" ] && [ -f "$made" ] &&
    [ -z "$(find "$ROOT/gateway/pages" "$ROOT/package-lock.json" "$ROOT/node_modules/.holdfast" -newer "$made" -type f -print -quit)" ]; then
    return
  fi
  step "Gathering the pages' assets"
  mkdir -p "$ROOT/build"
  (cd "$ROOT" && node "$maker") || fail "the pages' assets could not be gathered."
  touch "$made"
}
