# Sourced by the scripts in tools/: finds what the system lacks, and installs it or names the command that does.

needed_swift="6.2"

# Says why nothing can go on, and stops.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  help: %s\n' "$line" >&2; done
  exit 1
}

# Prints the Debian packages that are missing.
missing_packages() {
  command -v git >/dev/null || echo git
  command -v zstd >/dev/null || echo zstd
  if ! command -v pkg-config >/dev/null; then
    echo pkg-config libzstd-dev libjemalloc-dev libsqlite3-dev
    return
  fi
  pkg-config --exists libzstd || echo libzstd-dev
  pkg-config --exists jemalloc || echo libjemalloc-dev
  pkg-config --exists sqlite3 || echo libsqlite3-dev
}

require_packages() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  missing=${missing% }
  [[ -z $missing ]] && return
  local command="apt-get install -y --no-install-recommends $missing"
  if ! command -v apt-get >/dev/null; then
    fail "missing: $missing" "these are the Debian and Ubuntu names; install their counterparts and run this again"
  fi
  [[ $(id -u) -eq 0 ]] || fail "missing: $missing" "run: sudo $command"
  printf 'installing %s\n' "$missing" >&2
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive $command; } >&2 || fail "apt-get failed" "run: $command"
}

require_swift() {
  command -v swift >/dev/null \
    || fail "swift is not installed" "install Swift $needed_swift or newer from https://www.swift.org/install/linux"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  if [[ $(printf '%s\n%s\n' "$needed_swift" "$version" | sort -V | head -n 1) != "$needed_swift" ]]; then
    fail "swift $version is too old" "install Swift $needed_swift or newer from https://www.swift.org/install/linux"
  fi
}

require_system() {
  require_packages
  require_swift
}
