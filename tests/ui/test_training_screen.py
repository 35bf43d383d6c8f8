"""The training screen and what training gives the stepper: moments, truth, writing on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from test_stepper import stepping, until

from lstm_tui.core.sampling import Sampling
from lstm_tui.family import read_lead
from lstm_tui.models import native, registry
from lstm_tui.session import Session
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.training.unfinished import unfinished
from lstm_tui.training.wanted import choices
from lstm_tui.training.workshop import Order, Workshop
from lstm_tui.ui.actions import ACTIONS, TRAINING_ACTIONS
from lstm_tui.ui.dialogs import ChoiceDialog
from lstm_tui.ui.footer import Foot, draw_footer
from lstm_tui.ui.help import HelpDialog
from lstm_tui.ui.views.training import TrainingView
from lstm_tui.ui.views.training_form import TrainingForm


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
        assert row.split()[1:10] == ["?", "0T", "1T", "2T", "4T", "6T", "=T", "E", "·"]


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


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is trained on the screen."""
    folder = tmp_path / "models"
    monkeypatch.setattr("lstm_tui.files.models_folder", lambda: folder)
    return folder


async def begun(app, pilot, *keys: str) -> TrainingView:
    """Open the form, press these keys in it, start, and wait until it runs."""
    await pilot.press("t")
    await until(pilot, lambda: isinstance(app.screen, TrainingForm))
    await pilot.press(*keys, "enter")
    await until(pilot, lambda: isinstance(app.screen, TrainingView))
    view = app.screen
    await until(pilot, lambda: view.course.report is not None and view.course.report.number > 20, 40)
    return view


@pytest.mark.timeout(90)
async def test_a_training_is_watched_paused_kept_and_stepped(models: Path):
    async with stepping() as (app, pilot):
        view = await begun(app, pilot)
        await pilot.press("p")
        await until(pilot, lambda: view.course.state == "paused")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, TrainingForm))
        assert [field.id for field in app.screen.query("TextField, Cycle") if not field.disabled] == ["rate"]
        await pilot.press("tab", *["backspace"] * 6, *"0.005", "enter")
        await until(pilot, lambda: app.screen is view)
        number = view.course.report.number
        await pilot.press("p")
        await until(pilot, lambda: view.course.report.number > number and view.course.report.rate <= 0.005, 20)
        assert view.rate == 0.005
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.stepper, 30)
        await until(pilot, lambda: app.stepper.session.run.bundle.name == "my-reber")
        assert app.stepper.session.run.bundle.snapshots[0].step == 0
        assert "rate 0.005" in app.stepper.session.run.bundle.card.how


@pytest.mark.timeout(90)
async def test_escape_loses_nothing_and_the_next_t_offers_it_first(models: Path):
    async with stepping() as (app, pilot):
        view = await begun(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper, 30)
        (left,) = unfinished(registry.own())
        assert left.number >= view.course.report.number
        said = f"Saved after update {left.number:,} of"
        await until(pilot, lambda: any(said in words and "t goes on with it" in words for words in app.told))
        assert app.stepper.session.run.bundle.name == "shakespeare"
        again = await begun(app, pilot)  # the first entry is what was left
        assert again.course.report.number > left.number
        assert again.lead.bench.job.path == left.path
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper, 30)
        assert len(registry.own()) == 1


@pytest.mark.timeout(90)
async def test_q_asks_nothing_and_loses_nothing(models: Path):
    async with stepping() as (app, pilot):
        view = await begun(app, pilot)
        process = view.lead.bench._process
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running, 30)
    assert not process.is_alive()
    (left,) = unfinished(registry.own())
    assert left.number >= view.course.report.number


@pytest.mark.timeout(90)
async def test_an_end_from_outside_loses_nothing(models: Path):
    """A signal ends the app as `exit` does (see tests/ui/test_terminal.py)."""
    async with stepping() as (app, pilot):
        view = await begun(app, pilot)
        process = view.lead.bench._process
        app.exit(None, 143)
        await until(pilot, lambda: not app.is_running, 30)
    assert not process.is_alive()
    assert unfinished(registry.own())[0].number >= view.course.report.number


@pytest.mark.timeout(90)
async def test_a_second_training_writes_nothing_over_and_looking_back_disturbs_nothing(models: Path):
    async with stepping() as (app, pilot):
        view = await begun(app, pilot, "down", "down")  # aⁿbⁿ
        assert view.lead.bench.job.order.task == "anbn"
        await pilot.press("plus")
        assert view.course.pace == "as fast as it goes"
        await until(pilot, lambda: len(view.course.moments) >= 3, 40)
        await pilot.press("<", "<")
        looked = view.course.shown
        assert looked in view.course.moments
        assert looked is not view.course.report
        number = view.course.report.number
        await until(pilot, lambda: view.course.report.number > number, 20)
        assert view.course.shown is looked
        assert view.course.samples == looked.samples
        await pilot.press(*[">"] * 10)
        assert view.course.shown is view.course.report
        await pilot.press("minus", "minus", "minus")
        assert view.course.pace == "at 1×"
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))  # which cell it shall be
        await pilot.press("enter")
        await until(pilot, lambda: view.course.twin is not None and view.course.twin.report is not None, 40)
        assert view.course.twin.report.kind != view.course.report.kind
        await pilot.press("v")  # there is one already
        assert len(view.watched) == 2
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper, 30)
        names = {path.name for path in registry.own()}
        assert len(names) == 2 and "my-anbn.safetensors" in names


def test_the_keys_mean_what_they_mean_everywhere():
    """One key, one meaning: r turns the module, never the rate."""
    keys = {key for action in TRAINING_ACTIONS for key in action.keys.split(",")}
    assert not keys & {"r", "R"}
    everywhere = {action.name: action.keys for action in ACTIONS}
    for action in TRAINING_ACTIONS:
        if action.name in everywhere:
            assert everywhere[action.name] == action.keys
    shown = Foot(TRAINING_ACTIONS)
    line = draw_footer(shown, 80, 1).text()
    for words in ("p pause", "+ - speed", "< > look", "Enter step it", "Esc back", "? help", "^p all", "q quit"):
        assert words in line


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


async def test_the_form_says_what_is_wrong_beside_the_field_and_all_of_it_by_keyboard(models: Path, tmp_path: Path):
    def said(name: str) -> str:
        return str(app.screen.query_one(f"#said-{name}").render())

    async with stepping() as (app, pilot):
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, TrainingForm))
        form = app.screen
        assert (form.query_one("#hidden").value, form.query_one("#rate").value) == ("12", "0.02")
        assert form.query_one("#timesteps").disabled and not form.query_one("#row-data").display
        count = len(choices("cell", form.values))
        assert said("cell") == f"← → one of {count}", "more than there is room for are counted, not cut"
        await pilot.press("right", "right")  # the cell
        assert form.values["cell"] == "rnn"
        assert form.query_one("#forget_bias").disabled
        await pilot.press("left", "down", "down", "backspace", "backspace", *"none")
        assert form.focused.id == "hidden"
        assert said("hidden") == "Write a whole number from 1."
        await pilot.press("enter")
        assert app.screen is form
        await pilot.press("up", "up", "up", "end", "up", "up")  # back to the list: characters of a text
        assert form.entry.learn == "text"
        assert form.query_one("#hidden").value == "64", "another task brings its own recipe"
        await pilot.press("right", *"none.txt", "enter")
        assert "There is no file" in said("data") and "none.txt" in said("data")
        assert form.focused.id == "data"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper)
        assert not registry.own()


async def test_help_and_the_palette_know_the_training(models: Path):
    async with stepping() as (app, pilot):
        view = await begun(app, pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is view)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen is not view)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is view)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.stepper, 30)


def test_a_form_that_is_closed_before_it_was_there_ends_nothing(models: Path):
    from lstm_tui.ui import beginning

    TrainingForm("What shall a model learn?", beginning.entries()).on_mount()
