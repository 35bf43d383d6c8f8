"""The same surroundings for every test: a home of its own, no settings from the shell, one hypothesis profile."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

for _name in list(os.environ):
    if _name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR") or _name.startswith("TEXTUAL_"):
        del os.environ[_name]

HOME = Path(os.environ.get("LSTM_TUI_TEST_HOME") or tempfile.mkdtemp(prefix="lstm-tui-home-"))
os.environ["LSTM_TUI_TEST_HOME"] = os.environ["HOME"] = str(HOME)  # workers and subprocesses inherit it
for _name, _folder in (("DATA", "data"), ("STATE", "state"), ("CONFIG", "config"), ("CACHE", "cache")):
    os.environ[f"XDG_{_name}_HOME"] = str(HOME / _folder)
os.environ["XDG_PICTURES_DIR"] = str(HOME / "pictures")

from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "lstm-tui",
    deadline=None,
    max_examples=int(os.environ.get("LSTM_TUI_EXAMPLES", "30")),
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lstm-tui")


def pytest_unconfigure(config):
    """The process that made the home takes it away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(HOME, ignore_errors=True)
