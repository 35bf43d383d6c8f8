#!/usr/bin/env bash
# The comparisons with a live PyTorch, which the suite skips where PyTorch is not installed. Downloads PyTorch (CPU).
#     bash tests/live_pytorch.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
"$work/bin/pip" install -q -c .ci/constraints.txt '.[test]' torch==2.13.0
"$work/bin/python" -m pytest -n 0 -rs tests/core/test_parity.py tests/core/test_training.py -k torch
