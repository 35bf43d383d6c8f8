"""The house keeps its rules: what is loaded when, who opens files, who knows a kind of cell by name."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from platformdirs import user_data_path

from lstm_tui.core.cells import CELLS
from lstm_tui.family import FAMILIES

ROOT = Path(__file__).parents[1] / "lstm_tui"
OPENS = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "NamedTemporaryFile",
    "TemporaryFile",
    "mkstemp",
}


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    assert not {"numpy", "safetensors", "wcwidth"} & loaded_by("import lstm_tui.ui.app, lstm_tui.commands.stepper")


def test_help_needs_neither_numpy_nor_textual() -> None:
    code = "from lstm_tui.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert not {"numpy", "textual"} & loaded_by(code)


def test_only_files_opens_files() -> None:
    """Besides files.py: the terminal itself, and the package's own sources that the screen shows."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                alone = isinstance(node.func, ast.Name) and node.func.id != "read_text"  # which is a function of ours
                name = node.func.id if alone else getattr(node.func, "attr", "")
                of_a_class = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                owner = node.func.value.id if of_a_class else ""
                if name in OPENS and owner not in ("Session", "Run", "os", "files"):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found - {"files.py", "commands/stepper.py"} == set()


def test_a_kind_of_cell_is_named_in_its_two_files_alone() -> None:
    assert set(CELLS) == set(FAMILIES)
    constants: dict[str, set[str]] = {kind: set() for kind in CELLS}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in constants:
                constants[node.value].add(path.relative_to(ROOT).as_posix())
    for kind, named in constants.items():
        name = kind.partition("~")[0]  # what follows is a part that it lacks, and has no files of its own
        own = {f"core/cells/{name}.py", f"family/{name}.py"}
        assert named - {"core/training.py"} == (own if name == kind else set()), "a recipe has a default"


def test_tests_never_touch_the_real_home() -> None:
    home = Path(os.environ["LSTM_TUI_TEST_HOME"])
    assert Path.home() == home
    assert home in user_data_path("lstm-tui").parents


def test_views_and_rooms_are_small() -> None:
    for path in (ROOT / "ui").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 260, path
