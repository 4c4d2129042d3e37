# Sourced by the scripts in tools/: the one form of release build, so that no two commands recompile each other's work.

release_binary="$root/.build/release/doorstep"
release_stamp="$root/.build/release.stamp"
release_log="$root/.build/release.log"

# Whether a source is newer than the last good build; folders count, so that a deleted file is noticed.
release_is_stale() {
  [[ ! -x $release_binary || ! -e $release_stamp ]] && return 0
  [[ -n $(find "$root/Sources" "$root/Package.swift" -newer "$release_stamp" -print -quit) ]]
}

# Copies the build's lines to a log; on a terminal the latest one shows as a live line.
show_build() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$release_log"
    if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then printf '\r\033[K%.78s' "$line" >&2; fi
  done
  if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then printf '\r\033[K' >&2; fi
}

build_release() {
  mkdir -p "$root/.build"
  : >"$release_log"
  touch "$release_stamp.next"
  if [[ -x $release_binary ]]; then
    echo "doorstep: sources changed, building" >&2
  else
    echo "doorstep: first build, this takes a few minutes" >&2
  fi
  if ! swift build --package-path "$root" -c release 2>&1 | show_build; then
    cat "$release_log" >&2
    fail "the build failed" "the lines above say where; they are also in .build/release.log"
  fi
  mv "$release_stamp.next" "$release_stamp"
}
