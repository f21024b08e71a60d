#!/bin/sh
# Measures aka beside its peers on the labelled lists of a folder and prints the tables.
#
#   benches/peers/run.sh EVAL_FOLDER [--only pairs|clusters|speed]
#
# The environment and the peers' scores stay in target/peers; only aka runs again the next time.
# A run of everything also rewrites the results in benches/README.md.
set -eu

if [ $# -lt 1 ] || [ ! -d "$1/dev" ]; then
    echo "usage: $0 EVAL_FOLDER [--only pairs|clusters|speed]   (EVAL_FOLDER holds dev/ and train/)" >&2
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

(cd "$root" && cargo build --quiet --release -p aka-cli)

if [ $# -eq 0 ]; then
    set -- --readme "$root/benches/README.md"
fi
export PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
exec nice -n 10 "$python" "$here/bench.py" "$lists" \
    --aka "$root/target/release/aka" --work "$work" \
    --commit "$(git -C "$root" log -1 --format='at %h' -- . ':!benches')" "$@"
