"""From a view to a training and back: the form, what goes on from where it was left, a twin, another rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from lstm_tui import files
from lstm_tui.core.cells import CELLS
from lstm_tui.core.loss import MEASURES
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.panels.course import Course
from lstm_tui.tasks.catalogue import OWN, TASKS
from lstm_tui.training.bench import Bench
from lstm_tui.training.unfinished import Unfinished, unfinished
from lstm_tui.training.wanted import FIELDS, order_of, usual, values_of, wrong_with
from lstm_tui.training.worker import Job
from lstm_tui.training.workshop import Order
from lstm_tui.ui.dialogs import ChoiceDialog
from lstm_tui.ui.views.base import View
from lstm_tui.ui.views.training_form import Entry, TrainingForm
from lstm_tui.ui.watched import Watched
from lstm_tui.visible import visible

Answer = TypeVar("Answer")
ALL = frozenset(field.name for field in FIELDS)
LATER = frozenset(("rate",))  # what can be changed of a training that has begun


def entries() -> list[Entry]:
    """Return what can be begun: first what was left, then the tasks, then what a person gives to learn from."""
    found = [_left(left) for left in unfinished(registry.own())]
    for name, task in (TASKS | OWN).items():
        story = f"{task.story} Right: {task.criterion}."
        found.append(Entry(task.title, story, name, usual(name), ALL, partial(_new, name)))
    return found


def _new(learn: str, values: Mapping[str, str]) -> Job:
    order = order_of(learn, values)
    return Job(order, registry.free_path(learn))


def _left(left: Unfinished) -> Entry:
    order, number = left.order, left.number
    where = f"{number:,} of {order.recipe.steps:,} updates"
    story = (
        f"{visible(left.path.name)}: {order.task}, {maker(order)}. It was left after {where}, and goes on from there."
    )

    def go_on(values: Mapping[str, str]) -> Job:
        recipe = replace(order.recipe, rate=rate_in(order, values))
        return Job(replace(order, recipe=recipe), left.path, resume=True)

    title = f"↻ go on: {left.path.stem.removeprefix('my-')} · {number * 100 // max(1, order.recipe.steps)} %"
    return Entry(title, story, order.task, values_of(order.recipe, order.source, order.seed), LATER, go_on, "goes on")


def rate_in(order: Order, values: Mapping[str, str]) -> float:
    """Return the rate of a training that has begun.

    Raises:
        LstmTuiError: it is none.
    """
    field = next(field for field in FIELDS if field.name == "rate")
    wrong = wrong_with(field, order.task, values)
    if wrong:
        raise LstmTuiError(wrong)
    return float(values["rate"])


def maker(order: Order) -> str:
    """Return in words what learns."""
    recipe = order.recipe
    layers = f"{recipe.layers} layers of " if recipe.layers > 1 else ""
    return f"{CELLS[recipe.cell].title} · {layers}{recipe.hidden} units · seed {order.seed}"


def watched(job: Job) -> Watched:
    """Start a job in a process of its own.

    Raises:
        LstmTuiError: its file cannot be written, or no process can be started.
    """
    order = job.order
    task = (TASKS | OWN)[order.task]
    try:
        job.path.parent.mkdir(parents=True, exist_ok=True)
        files.check_writable(job.path, "with XDG_DATA_HOME")
        bench = Bench(job)
    except (OSError, ImportError) as error:
        reason = files.reason_of(error) if isinstance(error, OSError) else str(error)
        raise LstmTuiError(f"The training cannot be started: {reason}.", "The stepper goes on.") from error
    title = f"{task.title}: {order.data}" if order.data else task.title
    course = Course(
        title, order.recipe.steps, MEASURES[task.output], maker(order), task.chance, task.criterion, task.trained_to
    )
    return Watched(bench, course)


async def for_rate(view: View[Answer], course: Course, order: Order, rate: float) -> float | None:
    """Show with what a training was begun, and ask for its rate from now on."""
    values = values_of(order.recipe, order.source, order.seed) | {"rate": f"{rate:g}"}
    story = "This training runs. What it was begun with stands fast, but for the rate: another one holds from now on."
    entry = Entry(course.title, story, order.task, values, LATER, lambda values: rate_in(order, values), "takes it")
    answer = await view.app.push_screen_wait(TrainingForm("The training that runs", [entry]))
    return answer if isinstance(answer, float) else None


async def for_twin(view: View[Answer], job: Job) -> Watched | None:
    """Start another kind of cell on the same data; ask which where there are several."""
    own = job.order.recipe.cell
    kinds = [kind for kind in CELLS if kind != own]
    kind: str | None = kinds[0] if kinds else None
    if len(kinds) > 1:
        question = f"Which cell shall read the same data as this {CELLS[own].title}?"
        answers = tuple((kind, CELLS[kind].title) for kind in kinds)
        kind = await view.app.push_screen_wait(ChoiceDialog(question, answers))
    if kind is None:
        return None
    recipe = replace(job.order.recipe, cell=kind)
    order = replace(job.order, recipe=recipe, beside=own)
    try:
        return watched(Job(order, registry.free_path(f"{order.task}-{kind}")))
    except LstmTuiError as error:
        view.tell(error)
        return None
