#!/usr/bin/env bash
# Careless editing before a real browser (see tests/careless/main.mjs): three minutes, or as long as
# CLIPSHEET_CARELESS_SECONDS says, with the edits of a new seed, or of CLIPSHEET_CARELESS_SEED. Needs
# node, chromium, and what `npm ci` puts into tests/node_modules. Another binary than the one of
# `cargo build` can be named.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# = 0 ]; then
  cargo build --quiet --locked
  set -- "${CARGO_TARGET_DIR:-target}/debug/clipsheet"
fi
exec node tests/careless/main.mjs "$1" "$(command -v chromium)"
