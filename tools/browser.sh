#!/bin/sh
# Make sure that there is a Chromium for the tests that open the pages.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then
    echo "browser: $(command -v "$name")"
    exit 0
  fi
done
if ! command -v apt-get >/dev/null; then
  echo "no Chromium or Chrome found; install one and put it on the PATH" >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update --quiet --quiet
$as_root apt-get install --yes --quiet --quiet chromium >/dev/null
echo "browser: $(command -v chromium)"
