#!/usr/bin/env bash
# Measures everything, and writes the tables of docs/performance.md. `--quick` prints a few times instead; `--wide`
# measures the fan of a thousand branches as well, which as a flow takes minutes and gigabytes to compile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export CARGO_INCREMENTAL=0

if [ "${1:-}" = --quick ]; then
    exec cargo bench --ignore-rust-version --bench times -- "$@"
fi

features=peers
[ "${1:-}" != --wide ] || features=peers,wide

bench() {
    cargo bench --ignore-rust-version --features "$features" --bench "$@"
}

# What is on standard input goes to that section of the page.
page() {
    cargo run --quiet --release --ignore-rust-version --bin page "$1"
}

{
    echo '| | |'
    echo '|---|---|'
    echo "| processor | $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores |"
    echo "| memory | $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo) |"
    echo "| system | $(uname -sr) |"
    echo "| compiler | $(rustc --version), release, one codegen unit |"
    echo "| flow | $(git rev-parse --short HEAD), $(git log -1 --format=%cs) |"
} | page machine

bash instructions.sh --all | page instructions
bench facts -- --write
bench times -- --write
bench wakes -- --write
bench compile -- --write
