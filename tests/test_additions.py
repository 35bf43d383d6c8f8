"""One task, one panel, one view, one command and one file format, each added as docs/architecture.md says."""

from __future__ import annotations

import argparse
import json
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from textual.binding import BindingType

from lstm_tui import cli, files
from lstm_tui.cli import main
from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.place import Place
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.core.training import Recipe
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.reading import Reading
from lstm_tui.family import read_lead
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session
from lstm_tui.tasks.base import SymbolTask, Verdict
from lstm_tui.tasks.catalogue import TASKS
from lstm_tui.ui.actions import Action, bindings
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.region import PanelRegion
from lstm_tui.ui.stage import Row, Seat, Stage
from lstm_tui.ui.views.stepper import StepperView
from lstm_tui.ui.views.walking import WalkingView

ENTERED: list[str] = []


class Twice(SymbolTask):
    """Every letter comes twice."""

    name, title = "twice", "every letter comes twice"
    story = "The second of two is the first again."
    recipe = Recipe(hidden=8, steps=30, batch=8)
    criterion = "texts whose every second letter is right"
    symbols = "ab"

    def text(self, rng: np.random.Generator) -> str:
        return "".join(letter * 2 for letter in rng.choice(list("ab"), 4))

    def truth(self, text: str) -> tuple[str, ...]:
        return tuple("one" if index % 2 == 0 else "two" for index in range(len(text)))

    def asked(self, text: str) -> list[bool]:
        return [index % 2 == 0 for index in range(len(text) - 1)]

    def verdict(self, network: Network, rng: np.random.Generator) -> Verdict:
        right = self.right(network, [self.text(rng) for _ in range(20)])
        return Verdict(int(right.sum()), 20, self.criterion)


def test_a_task(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(TASKS, "twice", Twice)
    out = tmp_path / "twice.safetensors"
    assert main(["train", "--task", "twice", "--out", str(out)]) == 0
    assert main(["tasks"]) == 0
    assert "The second of two is the first again." in capsys.readouterr().out
    session = Session.open(registry.load(str(out)), "aabb")
    assert session.run.truth() == ("one", "two", "one", "two")
    assert "texts whose every second letter is right" in session.run.bundle.card.held_out


def draw_sum(reading: Reading, width: int, height: int) -> Canvas:
    """The sum of the note, as a panel."""
    canvas = framed(width, height, "the sum")
    text = f"{float(reading.step['c'].sum()):+.3f} {reading.numbers['c']}"
    end = canvas.write(2, 1, text)
    canvas.target(2, 1, end - 2, reading.place("c"))
    return canvas


def test_a_panel_in_a_seat() -> None:
    session = Session.open(registry.load("counter"), "aab").seek(1)
    canvas = draw_sum(read_lead(session, 0), 30, 4)
    assert f"{float(session.run.trace.step(1)['c'].sum()):+.3f}" in canvas.text()
    target = canvas.target_at(3, 1)
    assert target is not None
    assert target.meaning == Place("c", 0, 1, 0)


class SumView(WalkingView):
    """A view of its own: one panel, the walk, and one action."""

    ACTIONS = (
        Action("next_timestep", "down", "↓", "timestep", "One timestep on.", True),
        Action("greet", "g", "g", "greet", "Say hello.", True),
    )
    BINDINGS: list[BindingType] = bindings(ACTIONS)
    STAGE: Stage = (Seat("sum", draw_sum),)

    def subject(self, seat: Seat) -> Reading:
        return read_lead(self.session, self.unit)

    def action_greet(self) -> None:
        ENTERED.append("hello")


async def test_a_view() -> None:
    ENTERED.clear()
    app = LstmTuiApp(session=Session.open(registry.load("counter"), "aab"))
    async with app.run_test(size=(120, 40)) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        await app.push_screen(SumView())
        await pilot.press("down", "g")
        step = app.standing.session.run.trace.step(1)
        assert f"{float(step['c'].sum()):+.3f}" in app.screen.query_one("#sum", PanelRegion).canvas.text()
        assert ENTERED == ["hello"]
        assert "greet" in app.screen.query_one("#footer", PanelRegion).canvas.text()
        app.pop_screen()
        await pilot.pause()
        assert "timestep 2 of 3" in app.stepper.query_one("#heading", PanelRegion).canvas.text(), (
            "one place for all views"
        )


async def test_a_panel_in_the_stepper(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = tuple(
        Row(part.name, (*part.seats, Seat("sum", draw_sum))) if getattr(part, "name", "") == "body" else part
        for part in StepperView.STAGE
    )
    monkeypatch.setattr(StepperView, "STAGE", stage)
    app = LstmTuiApp(session=Session.open(registry.load("counter"), "aab"))
    async with app.run_test(size=(160, 50)) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        await pilot.press("right")
        assert "the sum" in app.stepper.query_one("#sum", PanelRegion).canvas.text()


def test_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    module = types.ModuleType("lstm_tui.commands.shout")
    module.DESCRIPTION = "Say it loud."

    def add_options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("text")

    def run(options: argparse.Namespace) -> None:
        print(options.text.upper())

    module.add_options, module.run = add_options, run
    monkeypatch.setitem(sys.modules, "lstm_tui.commands.shout", module)
    monkeypatch.setattr(cli, "COMMANDS", (*cli.COMMANDS, "shout"))
    assert main(["shout", "hello"]) == 0
    assert capsys.readouterr().out == "HELLO\n"
    assert main(["shout"]) == 2
    assert "lstm-tui shout --help" in capsys.readouterr().err


def test_a_file_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def load(path: Path) -> ModelBundle:
        weights = json.loads(files.read_bytes(path, 1 << 20))
        cell = LSTM(np.array(weights["x"]), np.array(weights["h"]))
        network = Network([cell], np.array(weights["y"]))
        return ModelBundle(path.stem, network, Vocabulary("ab"), Card("weights in plain numbers"))

    monkeypatch.setitem(registry.READERS, ".plain", load)
    path = tmp_path / "small.plain"
    random = np.random.default_rng(0)
    shapes = {"x": (8, 2), "h": (8, 2), "y": (2, 2)}
    path.write_text(json.dumps({name: random.normal(size=shape).tolist() for name, shape in shapes.items()}))
    assert main(["trace", "abba", "--model", str(path), "--timestep", "2", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)
