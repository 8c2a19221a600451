#!/bin/sh
# Draws flows with the real Graphviz: check.sh FILES.dot…
# Beside each file FLOW.dot there is FLOW.mmd with the Mermaid text of the same flow. Fails with the file's name if what
# Graphviz drew does not have the nodes, frames, edges and labels that Mermaid's text names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v dot >/dev/null; then
    echo 'check.sh needs Graphviz: apt-get install graphviz' >&2
    exit 1
fi
exec node "$here/check.mjs" "$@"
