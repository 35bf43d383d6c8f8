"""What counts, drawn: text and roles at three sizes, begun and done; the printed numbers are those that were measured."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from lstm_tui.explain.digits import number
from lstm_tui.explain.measured import MEAN, MEMORY, SILENCE, Tables, said_of, torn_before
from lstm_tui.measuring import at_means, loss_of, silencing
from lstm_tui.models import registry
from lstm_tui.operations.kinds import Tear
from lstm_tui.panels.measured import Shown, draw_measured
from lstm_tui.reaching import Over, Reach, reaches
from lstm_tui.run import Run

SIZES = [(80, 21), (120, 37), (200, 57)]


def table(model: str, text: str, way: str, pieces: int | None = None, tables: Tables | None = None) -> Shown:
    tables = tables or Tables()
    found = tables.of(Run.open(registry.load(model), text), way, 0)
    for done, _ in enumerate(found.steps(), 1):
        if done == pieces:
            break
    return Shown(found, found.share, "rise", 1, not found.done, dict(tables.curves(found)))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("model", "way", "pieces"),
    [("counter", SILENCE, None), ("reber", MEAN, None), ("reber", MEMORY, None), ("reber", MEAN, 15)],
)
def test_snapshots(model: str, way: str, pieces: int | None, size: tuple[int, int], snapshot) -> None:
    canvas = draw_measured(
        table(model, {"counter": "aaabbb.aab.", "reber": "BTBTSSXSETE" * 2}[model], way, pieces), *size
    )
    assert re.sub(r"\d\.\d{4}", "#.####", canvas.text()) == snapshot, "digits hang on the processor"
    assert "\n".join(" ".join(f"{role}:{len(text)}" for text, role in row) for row in canvas.rows()) == snapshot


def test_the_printed_numbers_are_those_that_were_measured() -> None:
    text = "aaabbb.aab."
    run = Run.open(registry.load("counter"), text)
    lines = draw_measured(table("counter", text, SILENCE), 120, 37).text().splitlines()
    assert f"{loss_of(run):.4f}" in lines[0]
    rows = sorted(list(silencing(run, 0))[1:], key=lambda row: -row.rise)
    free = round(loss_of(run), 4)
    printed = [[number(found) for found in re.findall(r"[+−]?\d+\.\d{4}", line)] for line in lines[3 : 3 + len(rows)]]
    assert printed == [[round(round(row.loss, 4) - free, 4), round(row.loss, 4)] for row in rows]


@pytest.mark.parametrize("way", [SILENCE, MEAN, MEMORY])
@pytest.mark.parametrize("pieces", [None, 12])
def test_beside_operations_in_force_the_table_says_that_it_is_of_the_untouched_run(
    way: str, pieces: int | None
) -> None:
    shown = table("reber", "BTBTSSXSETE" * 2, way, pieces)
    operated = replace(shown, operated=True)
    assert "without the operations in force" in draw_measured(operated, 120, 37).text().splitlines()[1]
    lines = draw_measured(operated, 80, 21).text().splitlines()
    assert lines[1].rstrip("│ ").endswith(("  without the operations in force", "  untouched run"))
    assert "as it is" not in lines[0]
    assert ("nats a symbol untouched" in lines[0]) == (not math.isnan(shown.table.free))
    assert not re.search("without|untouched", draw_measured(shown, 120, 37).text())


def test_what_is_stopped_and_gone_on_with_is_the_same() -> None:
    shown = table("reber", "BTBTSSXSETE" * 2, MEAN, pieces=12)
    assert not shown.table.done
    for _ in shown.table.steps():
        pass
    assert shown.table.done
    assert shown.table.rows == list(at_means(Run.open(registry.load("reber"), "BTBTSSXSETE" * 2), 0))[1:]


def test_a_row_is_measured_in_small_pieces() -> None:
    run = Run.open(registry.load("reber"), "BTBTSSXSETE" * 50)
    found = Tables().of(run, SILENCE, 0)
    pieces = sum(1 for _ in found.steps())
    assert pieces > len(found.rows) * len(run) / 32, "no key waits for more than some timesteps"


def test_curves_of_other_models_on_the_same_text_stay() -> None:
    text, tables = "To be, or not to be, that is the question", Tables()
    table("shakespeare", text, MEMORY, tables=tables)
    shown = table("shakespeare-rnn", text, MEMORY, tables=tables)
    assert list(shown.curves) == ["shakespeare", "shakespeare-rnn"]
    assert shown.curves["shakespeare-rnn"] == tuple(reaches(Run.open(registry.load("shakespeare-rnn"), text)))
    picture = draw_measured(shown, 120, 37).text()
    assert "━ shakespeare-rnn" in picture
    assert "╍ shakespeare" in picture
    assert torn_before(Reach(3, 1.0, 1.0), 9) == Tear(7)


@pytest.mark.parametrize(
    ("model", "text", "way", "words"),
    [("adding", "+0.10,1 +0.20,0", SILENCE, "answers with numbers"), ("counter", "a", MEMORY, "nothing to predict"),
     ("shakespeare-rnn", "abc", MEAN, "no gates")],
)  # fmt: skip
def test_what_cannot_be_measured_says_why(model: str, text: str, way: str, words: str) -> None:
    shown = table(model, text, way)
    assert shown.table.done
    assert words in " ".join(draw_measured(shown, 80, 21).text().split())


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (24, 5), (30, 12), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for way in (SILENCE, MEMORY):
        draw_measured(table("counter", "aab.aab.", way), *size)


def test_the_memory_says_over_which_predictions_it_is_measured() -> None:
    text = "To be, or not to be, that is the question"  # 41 symbols: 40 predictions, torn off up to 20 before
    assert (
        "measured over 21 of 40 predictions, from timestep 20 on"
        in draw_measured(table("shakespeare", text, MEMORY), 80, 21).text()
    )
    assert said_of(Over(1024, 5000, 200, False)) == "over 1,024 of 5,000 predictions, spread from timestep 200 on"


@pytest.mark.parametrize("way", [SILENCE, MEAN])
def test_a_printed_rise_is_the_difference_of_the_printed_losses(way: str) -> None:
    shown = table("reber", "BTBTSSXSETE" * 2, way)
    lines = draw_measured(shown, 120, 200).text().splitlines()
    free = round(number(re.search(r"\d+\.\d{4}", lines[0])[0]) * 10**4)
    off = 0
    for line, row in zip(lines[3:], shown.table.in_order("rise"), strict=False):
        rise, loss = (round(number(found) * 10**4) for found in re.findall(r"[+−]?\d+\.\d{4}", line)[:2])
        assert loss - free == rise
        assert abs(rise - row.rise * 10**4) <= 1.0001
        off += rise != round(row.rise * 10**4)
    assert way == SILENCE or off, "some would not add up with the rise rounded by itself"
