#!/usr/bin/env bash
# Counts the instructions of six fixed flows, without a runtime, and fails if one of them has become more than 3 %
# dearer than `instructions.txt` says.
#
#   bash benches/instructions.sh            compare
#   bash benches/instructions.sh --update   write what is counted now to `instructions.txt`
#   bash benches/instructions.sh --all      every shape beside what is written by hand, as a table
#
# Needs Valgrind. A count is that of one run: the difference between many runs and twice as many, so what happens once
# does not count. It depends on the toolchain and on `Cargo.lock`, not on the processor or on what else the machine does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

counts=instructions.txt
flows=('chain 10' 'diamond' 'race' 'loop' 'grid 10×10' 'mesh')
runs=500

# The C library picks its way to copy memory by what the processor can do. Here that is what every x86-64 can.
masked=-AVX,-AVX2,-AVX512F,-AVX512BW,-AVX512VL,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-RTM,-SSSE3,-Fast_Unaligned_Copy
export GLIBC_TUNABLES=glibc.cpu.hwcaps=$masked

cargo build --quiet --release --locked --ignore-rust-version --features polled --bin polled
polled=${CARGO_TARGET_DIR:-target}/release/polled

# The instructions of the whole program with so many runs. Empty where the contender has no such runs.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$polled" "$@" 2>&1 | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# The instructions of one run by that contender, of that shape, with steps of that kind.
per_run() {
    local few many
    "$polled" "$1" "$2" "$3" 1 2>/dev/null || return 0
    few=$(instructions "$1" "$2" "$3" "$4")
    many=$(instructions "$1" "$2" "$3" $((2 * $4)))
    echo $(((many - few + $4 / 2) / $4))
}

# How many times as many; nothing to compare with is a dash.
ratio() {
    if [ -n "$2" ]; then awk "BEGIN { printf \"%.2f\", $1 / $2 }"; else echo '–'; fi
}

case ${1:-} in
--update)
    for flow in "${flows[@]}"; do
        echo "$(per_run flow "$flow" yields "$runs") $flow"
    done >"$counts"
    cat "$counts"
    ;;
--all)
    shapes=('chain 3' 'chain 10' 'chain 100' 'diamond' 'race' 'nested race' 'fan 10' 'fan 100' 'grid 10×10' 'mesh' 'loop' 'each 1000')
    echo '| shape | ready: flow | by hand | ratio | races of all | ratio | yields: flow | by hand | ratio | races of all | ratio |'
    echo '|---|---|---|---|---|---|---|---|---|---|---|'
    for shape in "${shapes[@]}"; do
        row="| $shape |"
        for kind in ready yields; do
            flow=$(per_run flow "$shape" "$kind" 50)
            hand=$(per_run 'hand: join!, select!' "$shape" "$kind" 50)
            all=$(per_run 'hand: races of all' "$shape" "$kind" 50)
            row+=" $flow | $hand | $(ratio "$flow" "$hand") | ${all:-–} | $(ratio "$flow" "$all") |"
        done
        echo "$row"
    done
    ;;
'')
    dearer=0
    while read -r known flow; do
        now=$(per_run flow "$flow" yields "$runs")
        printf '%-12s %6d instructions, %d known\n' "$flow" "$now" "$known"
        if [ "$((now * 100))" -gt "$((known * 103))" ]; then
            echo "$flow: more than 3 % dearer" >&2
            dearer=1
        elif [ "$((now * 103))" -lt "$((known * 100))" ]; then
            echo "$flow: more than 3 % cheaper, so what is known can be lowered"
        fi
    done <"$counts"
    if [ "$dearer" = 1 ]; then
        echo 'If that is worth it, say so in the commit and run: bash benches/instructions.sh --update' >&2
        exit 1
    fi
    ;;
*)
    echo "unknown: $1" >&2
    exit 2
    ;;
esac
