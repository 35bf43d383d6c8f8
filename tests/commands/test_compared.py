"""What the story compares is what the command says: p, loss, and loss so far, now and untouched."""

from __future__ import annotations

import json
import re

import pytest

from lstm_tui.cli import main
from lstm_tui.explain.digits import number
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.operations.grammar import parse
from lstm_tui.panels.story import draw_story
from lstm_tui.session import Session


@pytest.mark.parametrize("operations", [("tear @4",), ("f[26]@3:5=0", 'insert @2="x"'), ("delete @3",)])
@pytest.mark.parametrize("timestep", [2, 6])
def test_every_number_of_the_comparison_also_comes_from_the_command(
    operations: tuple[str, ...], timestep: int, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "To be, or not"
    words = [part for operation in operations for part in ("--operate", operation)]
    where = ["operate", text, "--model", "shakespeare", "--timestep", str(timestep), *words]
    main(where)
    lines = capsys.readouterr().out.split("\n")
    main([*where, "--format", "json"])
    data = json.loads(capsys.readouterr().out)["compared"]
    session = Session.open(registry.load("shakespeare"), text).operated([parse(each) for each in operations])
    reading = read_lead(session.seek(timestep - 1).to_phase("prediction"), 0)
    screen = [line.strip("│ ") for line in draw_story(reading, 60, 14).text().split("\n")]
    assert len(data) == 3
    for row in data:
        name = f"{row['of']}, {row['unit']}"
        (shown,) = [line.removeprefix(name).split() for line in screen if line.startswith(name)]
        (told,) = [re.split(r" → |\s+", line.removeprefix(name).strip()) for line in lines if line.startswith(name)]
        assert [shown[1].lstrip("◌"), shown[0], shown[2]] == told
        for value, text_of in zip((row["untouched"], row["operated"]), told, strict=False):
            if value is None:
                assert text_of == "–"
                continue
            digits = len(text_of.partition(".")[2])
            scale = 100 if row["unit"] == "%" else 1
            assert abs(number(text_of) - value * scale) <= 0.5000001 * 10**-digits
    main(["operate", text, "--model", "shakespeare", "--timestep", str(timestep), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["compared"] == []
