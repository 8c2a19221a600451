#!/bin/sh
# Draws diagrams with the real Mermaid: check.sh FILES…
# Takes .mmd files, and .md files with mermaid fences. Fails with the file's name if a picture cannot be drawn, or
# does not show the nodes, edges and labels that the text names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lock=$here/node_modules/.package-lock.json
if [ ! -f "$lock" ] || [ "$here/package-lock.json" -nt "$lock" ]; then
    # Mermaid 12 asks for a newer Node than it needs here: that is a warning, and npm is quiet unless it fails.
    npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error
    touch "$lock"
fi
exec node "$here/check.mjs" "$@"
