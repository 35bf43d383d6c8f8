#!/usr/bin/env bash
# Deliberate faults by machine (mutmut), and how many of them the plain tests notice. Takes from minutes to an hour.
#     bash tests/mutation.sh lstm_tui/explain/ lstm_tui/session.py
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive HEAD | tar -x -C "$work"
cd "$work"
python3 -m venv .venv
.venv/bin/pip install -q -c .ci/constraints.txt '.[test]' 'mutmut==3.8.1'
paths=$(printf '"%s", ' "$@")
cat >> pyproject.toml <<TOML

[tool.mutmut]
source_paths = [${paths%, }]
pytest_add_cli_args_test_selection = ["tests/core", "tests/explain", "tests/family", "tests/panels", "tests/models", "tests/commands", "tests/test_session.py", "tests/test_numbers.py"]
also_copy = ["lstm_tui", "docs", "tests"]
TOML
sed -i 's/addopts = "-q -n 2/addopts = "-q -n 0/' pyproject.toml
.venv/bin/mutmut run --max-children 2 > mutmut.log || tail -n 20 mutmut.log
.venv/bin/mutmut results --all true | sed 's/.*: //' | sort | uniq -c
.venv/bin/mutmut results | grep -v killed || true
