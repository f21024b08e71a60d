#!/bin/sh
# Measures aka beside its peers on the labelled lists of a folder and on generated ones, prints the
# tables, and puts them into benches/README.md.
#
#   benches/peers/run.sh EVAL_FOLDER [--only pairs|clusters|generated|speed] [--million]
#
# The environment and what the peers said, and took, stay in target/peers; only aka runs again the
# next time. With --million a generated list of that size is measured, too: some minutes and 5 GB.
set -eu

if [ $# -lt 1 ] || [ ! -d "$1/dev" ]; then
    echo "usage: $0 EVAL_FOLDER [--only pairs|clusters|generated|speed] [--million]   (EVAL_FOLDER holds dev/ and train/)" >&2
    exit 2
fi
lists=$(cd "$1" && pwd)
shift

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/target/peers
python=$work/venv/bin/python
pins=$here/requirements.txt
mkdir -p "$work"

if [ ! -x "$python" ] || ! cmp -s "$pins" "$work/installed.txt"; then
    rm -f "$work/installed.txt"
    python3 -m venv "$work/venv"
    "$python" -m pip install --quiet --only-binary :all: --no-deps -r "$pins"
    cp "$pins" "$work/installed.txt"
fi

(cd "$root" && cargo build --quiet --release -p aka-cli -p aka-bench)

export PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
exec nice -n 10 "$python" "$here/bench.py" "$lists" \
    --aka "$root/target/release/aka" --generator "$root/target/release/aka-bench" \
    --work "$work" --readme "$root/benches/README.md" \
    --commit "$(git -C "$root" log -1 --format='at %h' -- . ':!benches')" "$@"
