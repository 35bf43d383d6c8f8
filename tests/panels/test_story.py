"""The story's code in narrow panels."""

from __future__ import annotations

import pytest

from lstm_tui.explain.source import CodeLine
from lstm_tui.panels.story import _rows


@pytest.mark.parametrize(
    "code", ["c = kept + written", "y = W @ x + U @ h + b", "x + y", " + a + b", "no_operator_at_all"]
)
def test_a_line_of_code_is_broken_in_any_width_and_nothing_of_it_is_lost(code: str) -> None:
    for width in range(40):
        rows = [text for text, _ in _rows(CodeLine(code, "lstm.py", 1), width)]
        assert " ".join(row.strip() for row in rows) == code.strip()
