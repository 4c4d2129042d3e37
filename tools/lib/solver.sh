# Sourced by the scripts in tools/: HiGHS, the solver of mixed-integer programs (MIT licence), at a pinned version.

solver_version="1.15.1"
solver_library="$root/.build/highs/libhighs.so.1"

# Takes the library out of the wheel; nothing of Python is needed afterwards.
require_solver() {
  [[ -e $solver_library ]] && return
  command -v python3 >/dev/null || fail "python3 is not installed" "it fetches the solver: apt-get install python3-pip"
  local place
  place=$(mktemp -d)
  echo "installing HiGHS $solver_version into .build/highs" >&2
  if ! python3 -m pip install --quiet --disable-pip-version-check --no-deps --root-user-action=ignore \
    --target "$place" "highspy==$solver_version" >&2; then
    rm -rf "$place"
    fail "HiGHS could not be installed" "run: python3 -m pip install highspy==$solver_version" \
      "or install the system's libhighs; only tests of location problems need it"
  fi
  mkdir -p "$root/.build/highs"
  local library
  library=$(find "$place" -name 'libhighs.so.1*' -type f | sort | tail -n 1)
  [[ -n $library ]] || fail "the wheel of HiGHS $solver_version has no libhighs.so.1"
  cp "$library" "$solver_library"
  rm -rf "$place"
}
