# Sourced by the scripts in tools/: Dask distributed (BSD licence), at a pinned version, in an environment of its own.

dask_version="2026.8.0"
dask_python="$root/.build/dask/bin/python"

require_dask() {
  "$dask_python" -c "import distributed; assert distributed.__version__ == '$dask_version'" 2>/dev/null && return
  command -v python3 >/dev/null || fail "python3 is not installed" "apt-get install python3-venv"
  echo "installing distributed $dask_version into .build/dask" >&2
  { python3 -m venv "$root/.build/dask" \
    && "$dask_python" -m pip install --quiet --disable-pip-version-check "distributed==$dask_version"; } >&2 \
    || fail "Dask could not be installed" "install python3-venv, and let pip reach PyPI: pip install distributed==$dask_version"
}
