#!/bin/sh
# Opens pages of `cargo flow graph --format html` and of `cargo flow replay` in Chromium and uses them:
# check.sh FILES.html…
# Fails with the file's name if a page loads anything, reports an error, shows other steps than its JSON has, or does not
# do what its keys and buttons say. Screenshots go to the directory FLOW_PAGE_SHOTS, if that is set.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! [ -x /usr/bin/chromium ]; then
    echo 'check.sh needs Chromium: apt-get install chromium' >&2
    exit 1
fi
lock=$here/node_modules/.package-lock.json
if [ ! -f "$lock" ] || [ "$here/package-lock.json" -nt "$lock" ]; then
    npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error
    touch "$lock"
fi
exec node "$here/check.mjs" "$@"
