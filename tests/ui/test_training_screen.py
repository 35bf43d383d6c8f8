"""The training screen and what training gives the stepper: moments, truth, writing on."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from test_stepper import stepping, until

from lstm_tui.core.sampling import Sampling
from lstm_tui.family import read_lead
from lstm_tui.models import native, registry
from lstm_tui.panels.training import Course, draw_gate_histograms, draw_heard, draw_loss
from lstm_tui.session import Session
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.training.bench import Report
from lstm_tui.training.workshop import Order, Workshop
from lstm_tui.ui.views.training import TrainingView


@pytest.fixture(scope="module")
def reber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dataclasses import replace

    task = task_named("reber")
    workshop = Workshop(Order("reber", replace(task.recipe, steps=200)), task)
    list(workshop.steps())
    path = tmp_path_factory.mktemp("models") / "small.safetensors"
    workshop.save(path)
    return path


def test_moments_hold_the_cursor_still_and_come_back_to_the_same_numbers(reber: Path):
    session = Session.open(native.load(reber), "BTBTXSETE").seek(4).to_phase("cell")
    first = session.to_snapshot(0)
    assert (first.cursor, first.run.text) == (session.cursor, session.run.text)
    assert not np.array_equal(read_lead(first, 0).step["c"], read_lead(session, 0).step["c"])
    last = first.to_snapshot(len(session.run.bundle.snapshots) - 1)
    np.testing.assert_array_equal(read_lead(last, 0).step["c"], read_lead(session, 0).step["c"])
    assert last.next_phase().run.snapshot == last.run.snapshot
    assert last.with_text("BPBP").run.snapshot == last.run.snapshot


async def test_keys_go_through_the_training(reber: Path):
    async with stepping(text="BTBTXSETE", session=Session.open(native.load(reber), "BTBTXSETE")) as (app, pilot):
        await pilot.press("down", "down", "right", "right")
        cursor, count = app.stepper.session.cursor, len(app.stepper.session.run.bundle.snapshots)
        await pilot.press("<", "<")
        assert app.stepper.session.run.snapshot == count - 3
        assert app.stepper.session.cursor == cursor
        await pilot.press(*["<"] * 20)
        assert app.stepper.session.run.snapshot == 0
        await pilot.press(*[">"] * 20)
        assert app.stepper.session.run.snapshot == count - 1
        row = "".join(segment.text for segment in app.stepper.query_one("#tape").render_lines(app.stepper.query_one("#tape").region.reset_offset)[2])  # fmt: skip
        assert row.split()[:9] == ["?", "0T", "1T", "2T", "4T", "6T", "=T", "E", "·"]


def test_writing_is_the_same_from_the_same_seed_and_follows_the_distribution():
    session = Session.open(registry.load("shakespeare"), "To be")
    likeliest, p = session.write(Sampling(temperature=0), 1)
    assert p == 1
    probs = read_lead(session.seek(4), 0).step["probs"]
    assert likeliest.run.text == "To be" + session.run.bundle.tokens.symbols[int(probs.argmax())]
    one, p_one = session.write(Sampling(), 7)
    two, p_two = session.write(Sampling(), 7)
    assert (one.run.text, p_one) == (two.run.text, p_two)
    index = session.run.bundle.tokens.symbols.index(one.run.text[-1])
    assert p_one == pytest.approx(float(probs[index]), rel=1e-5)
    assert one.cursor.timestep == 5


async def test_the_model_writes_on_and_takes_it_back():
    async with stepping(text="To be") as (app, pilot):
        await pilot.press("n", "n", "n")
        assert len(app.stepper.session.run.text) == 8
        written = app.stepper.session.run.text
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        assert app.stepper.session.run.text == "To be"
        await pilot.press("n", "n", "n")
        assert app.stepper.session.run.text == written
        await pilot.press("y")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press(*"0 0 1 5", "enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert (app.stepper.writer.sampling, app.stepper.writer.seed) == (Sampling(0.0, 0, 1.0), 5)
        await pilot.press("y")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press(*"hot", "enter")
        await until(pilot, lambda: app.screen is app.stepper)
        assert any("is not up to four numbers" in words for words in app.told)


@pytest.mark.timeout(90)
async def test_a_training_is_watched_paused_kept_and_stepped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("lstm_tui.models.registry.own_path", lambda name: tmp_path / f"my-{name}.safetensors")
    async with stepping() as (app, pilot):
        await pilot.press("t")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TrainingView))
        screen = app.screen
        await until(pilot, lambda: screen.course.report is not None and screen.course.report.number > 20, 40)
        await pilot.press("p")
        await pilot.pause(0.5)
        number = screen.course.report.number
        await pilot.pause(0.5)
        assert screen.course.report.number == number
        assert screen.course.state == "paused"
        await pilot.press("r", "p")
        await until(
            pilot, lambda: screen.course.report.number > number and screen.course.report.rate == screen.rate, 20
        )
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.stepper, 30)
        await until(pilot, lambda: app.stepper.session.run.bundle.name == "my-reber")
        assert app.stepper.session.run.bundle.snapshots[0].step == 0


def report(**more: object) -> Report:
    values = dict(  # noqa: C408

        number=10, sequences=20, loss=0.5, gradient_norm=1.0, rate=0.1, speed=5.0, heard=np.array([1e-4, 1e-2, 1.0]),
        symbols=("a", "b"), note=np.zeros((2, 3)), gates={"f": np.array([0.05, 0.95, 0.97, 0.5]), "i": np.ones(4), "o": np.zeros(4)},
        kind="lstm",
    )  # fmt: skip
    return Report(**{**values, **more})


def lines(canvas) -> list[str]:
    return ["".join(text for text, _ in row) for row in canvas.rows()]


def test_gates_are_counted_shut_below_a_tenth_and_open_above_nine():
    course = Course("x", 100)
    course = course.with_report(report())
    text = "\n".join(lines(draw_gate_histograms(course, 42, 14)))
    assert "25 % shut" in text
    assert "50 % open" in text
    assert "100 % open" in text


def test_the_gradient_is_drawn_in_decades_below_its_largest():
    course = Course("x", 100)
    course = course.with_report(report())
    rows = lines(draw_heard(course, 20, 13))[1:10]  # 9 rows for 8 decades
    heights = [sum(row[2 + k] != " " for row in rows) for k in range(3)]
    assert heights == [math.ceil(9 * share) for share in (4 / 8, 6 / 8, 1)]


def test_a_loss_that_falls_is_drawn_falling():
    course = Course("x", 100)
    for number in range(1, 101):
        course = course.with_report(report(number=number, loss=10.0 ** (-number / 50)))
    canvas = draw_loss(course, 60, 14)
    rows = lines(canvas)
    places = [(y, x) for y, roles in enumerate(canvas.roles) for x, role in enumerate(roles) if role == "gold"]
    by_column = [y for y, _ in sorted(places, key=lambda place: place[1])]
    assert by_column == sorted(by_column)
    assert by_column[0] <= 2
    assert by_column[-1] >= 10
    assert "0.01" in "".join(rows)


@pytest.mark.parametrize("key", ["t", "m", "ctrl+p", "y", "question_mark"])
async def test_a_window_over_the_stepper_survives_any_size(key: str):
    async with stepping() as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) == 3)
        for size in ((1, 1), (3, 40), (200, 2), (4, 4), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert app.screen is app.stepper


@pytest.mark.parametrize("width", [30, 36, 42, 60, 110])
@pytest.mark.parametrize("timesteps", [1, 21, 100, 110])
def test_the_foot_of_the_gradient_names_first_and_last_timestep(width: int, timesteps: int):
    course = Course("x", 100).with_report(report(heard=np.full(timesteps, 0.5)))
    foot = draw_heard(course, width, 14).text().splitlines()[-2]
    shown = min(timesteps, width - 4)
    words = foot.strip("│ ").split("  ")
    assert words[0] == f"t {timesteps - shown + 1}"
    assert f"t {timesteps}" in [word.strip() for word in words]
