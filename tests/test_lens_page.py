"""docs/lens.md: every command on it is run again, and says what stands there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import test_finds

PAGE = (Path(__file__).parents[1] / "docs" / "lens.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [part for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]


@pytest.mark.parametrize("part", COMMANDS, ids=lambda part: part.splitlines()[0][:60])
def test_the_command_says_what_stands_there(part: str, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    test_finds.test_the_command_says_what_stands_there(part, monkeypatch, capsys)
