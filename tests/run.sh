#!/usr/bin/env bash
# Every test of clipsheet, on a machine that has Rust: installs what is missing (Debian
# packages, npm packages pinned by a lock file), then checks formatting, lints and
# documentation with warnings denied, and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

install_debian() {
  command -v apt-get >/dev/null || { echo "install $* and run this again" >&2; exit 2; }
  local sudo=''
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

step 'what the tests need'
command -v cc >/dev/null || install_debian build-essential
command -v npm >/dev/null || install_debian nodejs npm
command -v java >/dev/null || install_debian default-jre-headless
command -v chromium >/dev/null || install_debian chromium
# The HTML checker's package would fetch a Java of its own when it is installed.
(cd tests && npm ci --silent --no-audit --no-fund --ignore-scripts)
if grep -n '"resolved"' tests/package-lock.json; then
  echo 'tests/package-lock.json names a registry; see tests/.npmrc' >&2
  exit 1
fi

step 'formatting'
cargo fmt --check

step 'lints'
cargo clippy --locked --all-targets -- -D warnings

step 'documentation'
RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --document-private-items

step 'tests'
CLIPSHEET_REQUIRE_SPEC=1 cargo test --locked

step 'the HTML of every page'
tests/html.sh

step 'careless editing before a browser'
# The same edits every time, in so far as timing allows; any others by hand.
CLIPSHEET_CARELESS_SEED="${CLIPSHEET_CARELESS_SEED:-41}" tests/careless.sh

if command -v cargo-deny >/dev/null; then
  step 'licences and sources of dependencies'
  cargo deny --offline check licenses bans sources
fi

printf '\nAll passed.\n'
