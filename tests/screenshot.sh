#!/usr/bin/env bash
# Makes themes/screenshot.png: the sample's front page beside an article, 1280 pixels wide, in
# headless Chromium, which is installed on Debian where it is missing. Not part of run.sh: what a
# browser draws differs between its versions.
set -euo pipefail
cd "$(dirname "$0")/.."

article=articles/memo-to-the-sales-floor/index.html
out=themes/screenshot.png
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

# Each page is laid out for a screen of 960 pixels, then drawn at two thirds of its size.
cat >"$work/both.html" <<HTML
<!DOCTYPE html>
<html lang="en">
<title>Two pages</title>
<style>
  body { margin: 0; background: #777; overflow: hidden; }
  iframe { position: absolute; top: 0; width: 960px; height: 1350px; border: 0; transform: scale(0.66); transform-origin: 0 0; }
  iframe + iframe { left: 646px; }
</style>
<iframe src="site/index.html" title="The front page"></iframe>
<iframe src="site/$article" title="An article"></iframe>
HTML

chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$work/profile" --window-size=1280,891 --virtual-time-budget=3000 \
  --screenshot="$work/shot.png" "file://$work/both.html" 2>"$work/log" ||
  { cat "$work/log" >&2; exit 1; }

# Fewer colours where a tool for it is at hand: a page of text has few.
if command -v pngquant >/dev/null; then
  pngquant --force --output "$work/shot.png" 64 "$work/shot.png"
elif command -v optipng >/dev/null; then
  optipng -quiet "$work/shot.png"
fi

size=$(wc -c <"$work/shot.png")
if [ "$size" -gt "$most" ]; then
  echo "the picture has $size bytes, more than $most; install pngquant and run this again" >&2
  exit 1
fi
cp "$work/shot.png" "$out"
echo "$out: $size bytes"
