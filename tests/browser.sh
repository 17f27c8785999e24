#!/usr/bin/env bash
# The theme before a real browser (see tests/browser/main.mjs): cards, colours, keys, the jump box, permalinks and
# contents, at `/`, below a path and from a folder of the disk with spaces and a `#` in its name, with scripts and
# without; then every kind of page before axe-core and by keys alone, every page at four widths, and the scores of
# Lighthouse. Needs node, chromium, and what `npm ci` puts into tests/node_modules. Another binary than the one of
# `cargo build` can be named, and after it the topics to be checked, as `cards` or `jump`.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# = 0 ]; then
  cargo build --quiet --locked
  set -- "${CARGO_TARGET_DIR:-target}/debug/clipsheet"
fi
binary=$1
shift
exec node tests/browser/main.mjs "$binary" "$(command -v chromium)" "$@"
