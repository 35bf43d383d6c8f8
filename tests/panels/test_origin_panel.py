"""A number opened, drawn: text and roles at three sizes; every term that can be opened answers to a click."""

from __future__ import annotations

import pytest

from lstm_tui.explain.naming import place_named
from lstm_tui.explain.origin import origin_of
from lstm_tui.family import FAMILIES
from lstm_tui.models import registry
from lstm_tui.panels.origin import Opened, draw_origin
from lstm_tui.run import Run


def opened(*names: str, model: str = "shakespeare", chosen: int = 1) -> Opened:
    run = Run.open(registry.load(model), "To be")
    notation = FAMILIES[run.bundle.network.cell.kind].notation
    return Opened(tuple(origin_of(run, notation, place_named(run, name, 3)) for name in names), chosen, notation)


@pytest.mark.parametrize("size", [(80, 23), (120, 39), (200, 59)], ids=str)
@pytest.mark.parametrize("names", [("f[20]",), ("f[20]", "z_f[20]"), ("loss", "p"), ("c[20]", "kept[20]")], ids=str)
def test_snapshots(names: tuple[str, ...], size: tuple[int, int], snapshot) -> None:
    canvas = draw_origin(opened(*names), *size)
    roles = "\n".join(" ".join(f"{role}:{len(text)}" for text, role in row) for row in canvas.rows())
    assert canvas.text() == snapshot
    assert roles == snapshot


def test_terms_answer_to_a_click_and_the_chosen_one_is_marked() -> None:
    looked = opened("c[20]", "z_f[20]", chosen=3)
    canvas = draw_origin(looked, 120, 39)
    places = [term.place for term in looked.origin.terms if term.place is not None]
    assert [target.meaning for target in canvas.targets] == places
    marked = [row for row in canvas.text().splitlines() if "▸" in row]
    assert len(marked) == 1
    assert looked.origin.terms[3].label in marked[0]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (30, 6), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for names in (("f[20]",), ("loss", "p"), ("z_f[20]",)):
        draw_origin(opened(*names), *size)
