#!/usr/bin/env bash
# The Nu HTML Checker over every page of the sample and of the sites in tests/sites, in the
# default theme or one that extends it, and over its style sheet. A broken page goes first, to
# see that the check can fail. Needs java, and what `npm ci` puts into tests/node_modules.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

nu() { java -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only --format gnu "$@"; }

build() { cargo run --quiet --locked -- build --quiet --as-of 2026-06-01 "$@"; }

mkdir "$work/broken"
printf '<!DOCTYPE html><html lang="en"><title>T</title><p id="a"><p id="a">\n' >"$work/broken/index.html"
if nu --skip-non-html "$work/broken" 2>"$work/objections" || ! grep -q 'Duplicate ID' "$work/objections"; then
  echo 'the checker does not see what is wrong with a broken page:' >&2
  cat "$work/objections" >&2
  exit 1
fi

mkdir "$work/pages"
build --out "$work/pages/sample"
for content in tests/sites/*/content; do
  site=$(dirname "$content")
  options=()
  [ -d "$site/themes" ] || options+=(--theme default)
  if [ -f "$site/options.txt" ]; then
    read -ra given <"$site/options.txt"
    options+=("${given[@]}")
  fi
  build --root "$site" --out "$work/pages/$(basename "$site")" "${options[@]}"
done
# Outlook needs attributes of tables that HTML has given up.
find "$work/pages" -name email.html -delete
nu --skip-non-html "$work/pages"
# CSS Scroll Snap 2 is younger than the checker.
nu --filterpattern '.*“scroll-initial-target”: Property .* doesn.t exist.*' --css themes/default/static/style.css
echo "$(find "$work/pages" -name '*.html' | wc -l) pages, no error"
