"""The machine, drawn: text and roles at three sizes; the state that is lit is the one that the text leads to."""

from __future__ import annotations

from functools import cache

import pytest

from lstm_tui.automata.extraction import Extraction, Found, Progress
from lstm_tui.drawing.graph import Laid, lay_out
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.panels.machine import Drawn, draw_machine, names_of, shown
from lstm_tui.panels.machine_facts import draw_machine_facts
from lstm_tui.session import Session

SIZES = {(80, 24): ((80, 13), (80, 5)), (120, 40): ((74, 34), (46, 34)), (200, 60): ((130, 54), (70, 54))}


@cache
def session(name: str) -> Session:
    bundle = registry.load(name)
    return Session.open(bundle, bundle.card.default_text)


@cache
def found(name: str) -> Found:
    run = session(name).run
    work = Extraction(run.bundle, run.task, lengths=(4, 8, 16))
    for _ in work.run():
        pass
    assert work.found is not None
    return work.found


@cache
def graph(name: str, width: int, height: int) -> Laid:
    moves = [(state, shown(symbol), after) for state, symbol, after in found(name).machine.edges]
    *_, last = lay_out(names_of(found(name)), moves, width - 2, height - 2)
    return last


def drawn(name: str, timestep: int, width: int = 74, height: int = 34) -> Drawn:
    here = session(name).seek(timestep)
    states = found(name).machine.states(here.run.text)
    return Drawn(read_lead(here, 0), found(name), None, graph(name, width, height), states)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("name", "timestep"), [("reber", 3), ("anbn", 5), ("latch", 7), ("brackets", 2)])
def test_snapshots(name: str, timestep: int, size: tuple[int, int], snapshot) -> None:
    whole, facts = SIZES[size]
    looked = drawn(name, timestep, *whole)
    for canvas in (draw_machine(looked, *whole), draw_machine_facts(looked, *facts)):
        assert canvas.text() == snapshot
        assert "\n".join(" ".join(f"{role}:{len(text)}" for text, role in row) for row in canvas.rows()) == snapshot


@pytest.mark.parametrize("name", ["reber", "anbn", "latch"])
def test_the_state_that_is_lit_is_the_one_that_the_text_leads_to(name: str) -> None:
    here = session(name)
    machine = found(name).machine
    for timestep in range(len(here)):
        looked = drawn(name, timestep)
        canvas = draw_machine(looked, 74, 34)
        lit = "".join(
            character
            for row, roles in zip(canvas.characters, canvas.roles, strict=True)
            for character, role in zip(row, roles, strict=True)
            if role == "cursor"
        )
        state = machine.states(here.run.text[: timestep + 1])[-1]
        assert lit.strip("()[]") == str(state)
        if machine.allows[state]:
            assert looked.network == machine.allows[state], "the network at the cursor lets the same follow"


def test_a_text_that_the_machine_does_not_allow_is_said() -> None:
    bundle = registry.load("reber")
    here = Session.open(bundle, "BTXE").seek(3)
    states = found("reber").machine.states(here.run.text)
    looked = Drawn(read_lead(here, 0), found("reber"), None, graph("reber", 74, 34), states)
    assert "left at timestep 3: 'X' might not come there." in draw_machine_facts(looked, 120, 34).text()
    assert "cursor" not in {role for row in draw_machine(looked, 74, 34).roles for role in row}


def test_while_it_works_it_says_how_far_it_is() -> None:
    looked = Drawn(read_lead(session("reber"), 0), None, Progress("merging what is alike", 0.5))
    text = draw_machine(looked, 80, 13).text()
    assert "merging what is alike" in text
    assert f"{'█' * 15}{'░' * 15}  50 %" in text


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (30, 6), (44, 12)])
def test_any_room(size: tuple[int, int]) -> None:
    for looked in (drawn("reber", 3), Drawn(read_lead(session("reber"), 0))):
        draw_machine(looked, *size)
        draw_machine_facts(looked, *size)
