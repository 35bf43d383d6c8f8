"""The hunter, drawn: text and roles at three sizes, while it hunts and when it is done; rows answer to clicks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lstm_tui.drawing.targets import Do
from lstm_tui.hunting.effect import Measuring
from lstm_tui.hunting.hunt import Hunt
from lstm_tui.hunting.setting import hunt_in
from lstm_tui.models import registry
from lstm_tui.panels.hunter import Hunted, draw_hunter
from lstm_tui.run import Run

sys.path.insert(0, str(Path(__file__).parents[1] / "hunting"))
from test_hunt import hunted, prose, quick  # noqa: F401

pytestmark = pytest.mark.usefixtures("quick")


def in_anbn() -> Hunt:
    bundle = registry.load("anbn")
    return hunt_in(Run.open(bundle, bundle.card.default_text), 0, own=True, draws=19)


def shown(stage: str) -> Hunted:
    if stage == "setting out":
        return Hunted(None)
    hunt = in_anbn()
    if stage == "hunting":
        for _ in hunt.steps():
            if len(hunt.finds):
                break
        return Hunted(hunt, hunt.finds, 2)
    hunted(hunt)
    find = next(find for find in hunt.finds if find.feature.startswith("count"))
    measuring = Measuring(hunt, find)
    for _ in measuring.steps():
        pass
    assert measuring.effect is not None
    return Hunted(hunt, hunt.finds, hunt.finds.index(find), {find.unit: measuring.effect})


@pytest.mark.parametrize("size", [(80, 23), (120, 39), (200, 59)], ids=str)
@pytest.mark.parametrize("stage", ["setting out", "hunting", "done"])
def test_snapshots(stage: str, size: tuple[int, int], snapshot) -> None:
    canvas = draw_hunter(shown(stage), *size)
    roles = "\n".join(" ".join(f"{role}:{len(run)}" for run, role in row) for row in canvas.rows())
    assert canvas.text() == snapshot
    assert roles == snapshot


def test_rows_answer_to_clicks_and_print_what_was_found() -> None:
    looked = shown("done")
    canvas = draw_hunter(looked, 120, 39)
    lines = canvas.text().splitlines()
    rows = {target.row: target.meaning for target in canvas.targets}
    assert rows
    for row, meaning in rows.items():
        assert isinstance(meaning, Do)
        find = looked.finds[int(meaning.action.removeprefix("choose(").removesuffix(")"))]
        assert find.feature in lines[row]
        assert f"{find.auc:.3f}" in lines[row]
        assert f"{find.p:.3f}" in lines[row]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (40, 8), (44, 12), (60, 14)])
def test_any_room(size: tuple[int, int]) -> None:
    for stage in ("setting out", "hunting", "done"):
        draw_hunter(shown(stage), *size)


def test_a_long_regular_expression_is_cut() -> None:
    run = Run.open(registry.load("anbn"), "S" + "ab" * 800, 1)
    hunt = hunted(hunt_in(run, 0, patterns=["a" + "b?" * 40], draws=5))
    draw_hunter(Hunted(hunt, hunt.finds), 80, 23)
