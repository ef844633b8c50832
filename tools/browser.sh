#!/bin/sh
# Make sure that there are a Chromium, for the tests that open the pages, and the Nu checker, for those of their HTML.
set -eu
cd "$(dirname "$0")/.."
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo

browser=""
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  [ -n "$browser" ] || browser=$(command -v "$name" || true)
done
if [ -z "$browser" ]; then
  if ! command -v apt-get >/dev/null; then
    echo "no Chromium or Chrome found; install one and put it on the PATH" >&2
    exit 1
  fi
  $as_root apt-get update --quiet --quiet
  $as_root apt-get install --yes --quiet --quiet chromium >/dev/null
  browser=$(command -v chromium)
fi
echo "browser: $browser"

checker=_build/checker/node_modules/vnu-jar/build/dist/vnu.jar
if ! command -v java >/dev/null || ! command -v npm >/dev/null; then
  echo "no HTML checker: it needs java and npm; install both and run this again" >&2
else
  [ -f "$checker" ] || npm install --silent --no-save --no-package-lock --ignore-scripts --prefix _build/checker vnu-jar@26.9.27
  echo "HTML checker: $checker"
fi
