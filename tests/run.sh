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

# The same for what would start a service: none is started.
install_debian_quietly() {
  local policy=/usr/sbin/policy-rc.d sudo=''
  [ "$(id -u)" = 0 ] || sudo=sudo
  if [ -e "$policy" ]; then
    install_debian "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
  $sudo chmod +x "$policy"
  install_debian "$@" || { $sudo rm -f "$policy"; exit 2; }
  $sudo rm -f "$policy"
}

step 'what the tests need'
command -v cc >/dev/null || install_debian build-essential
command -v npm >/dev/null || install_debian nodejs npm
command -v java >/dev/null || install_debian default-jre-headless
command -v chromium >/dev/null || install_debian chromium
# What reads feeds and calendars besides clipsheet.
python3 -c 'import ensurepip' 2>/dev/null || install_debian python3 python3-venv
[ -x target/feeds-venv/bin/pip ] || python3 -m venv target/feeds-venv
target/feeds-venv/bin/pip install -q --disable-pip-version-check -r tests/feeds/requirements.txt
# Only their programs: the tests start servers of their own.
PATH="$PATH:/usr/sbin:/sbin"
if ! command -v nginx >/dev/null || ! command -v apache2 >/dev/null ||
  ! [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ]; then
  install_debian_quietly nginx libnginx-mod-http-brotli-static apache2
fi
# The HTML checker's package would fetch a Java of its own when it is installed.
# A package that Lighthouse needs asks for the newest of another, which a lock file cannot hold; package.json says which.
(cd tests && npm ci --silent --no-audit --no-fund --ignore-scripts)
if grep -n '"resolved"' tests/package-lock.json; then
  echo 'tests/package-lock.json names a registry; see tests/.npmrc' >&2
  exit 1
fi

# An environment with a JSON Schema validator, made anew where its list of packages is another.
python3 -c 'import ensurepip, venv' 2>/dev/null || install_debian python3 python3-venv
if ! cmp -s tests/schemas/requirements.txt target/schemas/requirements.txt; then
  rm -rf target/schemas
  python3 -m venv target/schemas
  target/schemas/bin/pip install -q --disable-pip-version-check -r tests/schemas/requirements.txt
  cp tests/schemas/requirements.txt target/schemas/requirements.txt
fi

step 'formatting'
cargo fmt --check

step 'lints'
cargo clippy --locked --all-targets -- -D warnings

step 'without default features'
cargo check --locked --no-default-features

step 'documentation'
RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --document-private-items

step 'tests'
CLIPSHEET_REQUIRE_SPEC=1 cargo test --locked

step 'the HTML of every page'
tests/html.sh

step 'the theme before a browser'
tests/browser.sh

step 'careless editing before a browser'
# The same edits every time, in so far as timing allows; any others by hand.
CLIPSHEET_CARELESS_SEED="${CLIPSHEET_CARELESS_SEED:-41}" tests/careless.sh

step 'real web servers, and the disk'
tests/hosting.sh

if command -v cargo-deny >/dev/null; then
  step 'licences and sources of dependencies'
  cargo deny --offline check licenses bans sources
fi

printf '\nAll passed.\n'
