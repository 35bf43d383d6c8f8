"""The path, drawn: text and roles at three sizes; every symbol stands where its numbers are."""

from __future__ import annotations

import pytest

from lstm_tui.core.place import Place
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.panels.path import Walked, draw_path
from lstm_tui.paths import Plane, first_plane, path_of
from lstm_tui.session import Session


def walked(name: str, timestep: int, text: str = "", plane: Plane | None = None, words: bool = False) -> Walked:
    bundle = registry.load(name)
    here = Session.open(bundle, text or bundle.card.default_text).seek(timestep)
    path = path_of(here.run, 0, plane or first_plane(here.run.hidden_size(0)))
    return Walked(read_lead(here, 0), path, words)


@pytest.mark.parametrize("size", [(80, 18), (120, 34), (200, 54)], ids=str)
@pytest.mark.parametrize("name", ["latch", "counter", "reber", "shakespeare-rnn"])
def test_snapshots(name: str, size: tuple[int, int], snapshot) -> None:
    canvas = draw_path(walked(name, 6, words=name == "reber"), *size)
    assert canvas.text() == snapshot
    assert "\n".join(" ".join(f"{role}:{len(text)}" for text, role in row) for row in canvas.rows()) == snapshot


@pytest.mark.parametrize("size", [(80, 18), (120, 34), (200, 54)], ids=str)
def test_symbols_stand_where_the_axes_say(size: tuple[int, int]) -> None:
    """The counter: unit 0 across, unit 1 up. Equal counts stand in one column, b above a, and columns are evenly apart."""
    canvas = draw_path(walked("counter", 5, "aaabbb"), *size)
    at = {target.meaning.timestep: (target.start, target.row) for target in canvas.targets}
    here = {t: at[t] for t in range(6)}
    assert [canvas.characters[y][x] for x, y in (here[t] for t in range(6))] == list("aaabbb")
    (one, low), (two, _), (three, _), (again, high), (back, _), (none, _) = (here[t] for t in range(6))
    assert (again, back) == (two, one)
    assert none < one < two < three
    assert abs((two - one) - (three - two)) <= 1
    assert high < low
    labels = canvas.text().splitlines()[-3]
    assert labels[one] == "1" and labels[two] == "2"


def test_the_cursor_is_on_top_and_a_click_leads_to_a_timestep() -> None:
    for timestep in (0, 3, 9):
        looked = walked("latch", timestep)
        canvas = draw_path(looked, 100, 30)
        lit = [
            (x, y) for y, row in enumerate(canvas.roles) for x, role in enumerate(row) if role == "cursor"
        ]  # fmt: skip
        assert len(lit) == 1
        target = canvas.target_at(*lit[0])
        assert target is not None
        assert target.meaning == Place("c", 0, timestep, 0)
        assert f"Timestep {timestep + 1}," in canvas.text()


def test_the_share_of_the_variance_is_said_at_every_size() -> None:
    looked = walked("reber", 3)
    for size in ((80, 18), (120, 34), (200, 54)):
        assert looked.path.said in draw_path(looked, *size).text()
    assert looked.path.said


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (30, 6), (44, 12)])
def test_any_room_and_any_length(size: tuple[int, int]) -> None:
    for looked in (walked("reber", 3), walked("latch", 0, "1"), walked("latch", 900, "1.?0.?#?" * 120)):
        draw_path(looked, *size)
