#!/usr/bin/env bash
# Makes the pictures that the README shows, docs/{front-page,article,story}.png: pages of the sample in
# headless Chromium, which is installed on Debian where it is missing. Not part of run.sh: what a
# browser draws differs between its versions, and with the faces that a machine has.
set -euo pipefail
cd "$(dirname "$0")/.."

most=300000

if ! command -v chromium >/dev/null; then
  command -v apt-get >/dev/null || { echo 'install chromium and run this again' >&2; exit 2; }
  sudo=''
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --quiet --locked -- build --quiet --as-of 2026-06-01 --out "$work/site"

# picture NAME PAGE HEIGHT SCHEME: the head of a page, 1280 pixels wide; the scheme is 0 (dark) or 1 (light).
picture() {
  local shot="$work/$1.png" size
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$work/profile" --window-size="1280,$3" --virtual-time-budget=3000 \
    --blink-settings="preferredColorScheme=$4" \
    --screenshot="$shot" "file://$work/site/$2" 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
  # Fewer colours where a tool for it is at hand: a page of text has few.
  if command -v pngquant >/dev/null; then
    pngquant --force --output "$shot" 64 "$shot"
  elif command -v optipng >/dev/null; then
    optipng -quiet "$shot"
  fi
  size=$(wc -c <"$shot")
  if [ "$size" -gt "$most" ]; then
    echo "the picture of $2 has $size bytes, more than $most; install pngquant and run this again" >&2
    exit 1
  fi
  cp "$shot" "docs/$1.png"
  echo "docs/$1.png: $size bytes"
}

picture front-page index.html 1180 1
picture article articles/thirty-or-twenty-two/index.html 1000 1
picture story stories/openai-memo/index.html 1000 0
