"""The same surroundings for every test: no colour or Textual settings from the shell, one hypothesis profile."""

from __future__ import annotations

import os

for _name in list(os.environ):
    if _name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR") or _name.startswith("TEXTUAL_"):
        del os.environ[_name]

from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "lstm-tui",
    deadline=None,
    max_examples=50,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lstm-tui")
