#!/usr/bin/env bash
# The sample behind a real nginx and a real Apache, at `/` and below a path, and from a folder of the disk with a
# space and a `#` in its name, before a real browser (see tests/hosting/main.mjs). Needs nginx, apache2 and the
# module brotli-static of Debian, node, chromium, and what `npm ci` puts into tests/node_modules. Starts servers of
# its own on free ports, and ends them.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# = 0 ]; then
  cargo build --quiet --locked
  set -- "${CARGO_TARGET_DIR:-target}/debug/clipsheet"
fi
PATH="$PATH:/usr/sbin:/sbin"
exec node tests/hosting/main.mjs "$1" "$(command -v chromium)" "$(command -v nginx)" "$(command -v apache2)"
