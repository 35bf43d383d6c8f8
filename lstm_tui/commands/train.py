"""lstm-tui train: from a task, a text or a column of numbers to a model that the stepper opens."""

from __future__ import annotations

import argparse
import shlex
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from lstm_tui import files
from lstm_tui.core.cells import CELLS, VARIED, VARIES, cell_named
from lstm_tui.core.initialise import FORGET_BIASES
from lstm_tui.core.loss import MEASURES
from lstm_tui.core.optimisers import OPTIMISERS, SCHEDULES
from lstm_tui.core.training import Recipe
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.tasks.base import Task
from lstm_tui.tasks.catalogue import OWN, recipe_of
from lstm_tui.tasks.showing import Sample
from lstm_tui.training import loop
from lstm_tui.training.limits import check_recipe
from lstm_tui.training.loop import train
from lstm_tui.training.material import read_column, read_text
from lstm_tui.training.saving import Saver
from lstm_tui.training.workshop import Order, Workshop, fingerprint, order_from, paused_at, task_for
from lstm_tui.visible import visible

CHOICES = (
    "cell", "hidden", "layers", "batch", "timesteps", "steps", "rate", "optimiser", "schedule", "forget_bias",
    "processes",
)  # fmt: skip
SHOW_SECONDS = 0.25
SAMPLE = 48  # symbols

DESCRIPTION = "Train a model, in NumPy. It saves itself on the way; Ctrl+C saves and says how to go on."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--task", metavar="NAME", help="a task (see: lstm-tui tasks)")
    source.add_argument("--text", metavar="FILE", help="the characters of a text (UTF-8)")
    source.add_argument("--csv", metavar="FILE:COLUMN", help="the next value of a column, by its name or number from 1")
    parser.add_argument(
        "--lines", action="store_true",
        help="the text is a list, such as names: its different lines, in an order drawn by the seed",
    )  # fmt: skip
    parser.add_argument("--resume", metavar="MODEL", help="go on where this saved training stopped")
    parser.add_argument("--out", metavar="MODEL", help="the file to write (default: the task's name.safetensors)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of every random choice (default 1)")
    parser.add_argument(
        "--cell", type=lambda said: cell_named(said).kind, metavar="KIND",
        help=f"the kind of cell: {', '.join(kind for kind, cell in CELLS.items() if cell not in VARIED)}; with {VARIES}NIG, NFG, NOG, NIAF, "
        f"NOAF, CIFG or FGR a variant of an LSTM, such as lstm{VARIES}NOG without output gate",
    )  # fmt: skip
    for name, words in (("hidden", "units of a layer"), ("layers", "layers"), ("batch", "sequences side by side"),
                        ("timesteps", "symbols of a piece of text"), ("steps", "updates in all"),
                        ("processes", "parts of a batch, each in a process of its own (default 1)")):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, metavar="N", help=words)
    parser.add_argument("--try", dest="default_text", metavar="TEXT", help="the text that the model opens on")
    parser.add_argument("--licence", metavar="WORDS", help="of the data, for the model's card")
    parser.add_argument("--final", action="store_true", help="leave out what going on later needs: a smaller file")
    parser.add_argument(
        "--moments", type=int, metavar="N", help="how many moments of the training are kept: fewer make a smaller file"
    )
    parser.add_argument("--rate", type=float, metavar="R", help="the learning rate")
    parser.add_argument("--optimiser", choices=tuple(OPTIMISERS))
    parser.add_argument("--schedule", choices=SCHEDULES)
    parser.add_argument(
        "--forget-bias", dest="forget_bias", metavar="B",
        help=f"{', '.join(FORGET_BIASES)}, or chrono:T for memories of up to T timesteps",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Train, save and say where; return the exit status (130 where it was interrupted)."""
    workshop, out = _resumed(options) if options.resume else _begun(options)
    console = Console(stderr=True, highlight=False)
    task, recipe = workshop.task, workshop.order.recipe
    console.print(
        f"{task.title}: {recipe.cell}, {recipe.hidden} units, {workshop.network.parameter_count:,} weights",
        markup=False,
    )
    try:
        finished = _train(workshop, console, out)
    except LstmTuiError:
        if workshop.trainer.last_good.numbers["number"] > 0:
            workshop.trainer.restore(workshop.trainer.last_good)
            _save(workshop, out, console, judged=False)
        raise
    held_out, out = _save(workshop, out, console, final=finished and options.final, judged=finished)
    if not finished:
        again = f"lstm-tui train --resume {shlex.quote(visible(str(out)))}"
        console.print(f"Stopped after update {workshop.trainer.number:,}. Go on with: {again}", markup=False)
        return 130
    console.print(f"held out: {held_out}", markup=False)
    return 0


@contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """Give a list that holds the signals received: an update is never cut in two, so that going on is exact."""
    received: list[int] = []
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # not every system has them all
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda got, _: received.append(got)) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _train(workshop: Workshop, console: Console, out: Path) -> bool:
    """Train to the end (True), or until asked to stop."""
    bar = Progress(
        TextColumn("{task.description}", markup=False), BarColumn(20), TimeRemainingColumn(compact=True),
        console=console, transient=True,
    )  # fmt: skip
    shown, saver = time.monotonic(), Saver(workshop, out)
    with bar, _asked_to_stop() as stopped:
        work = bar.add_task("…", total=workshop.order.recipe.steps, completed=workshop.trainer.number)
        for progress in train(workshop):
            number, now = progress.step.number, time.monotonic()
            if now - shown > SHOW_SECONDS:
                shown = now
                bar.update(work, completed=number, description=_line(progress, workshop.network.output))
            if progress.milestone:
                console.print(f"{number:>8,}  loss {progress.loss:.4f}  {_shown(progress)}", markup=False)
            if stopped:
                return number == workshop.order.recipe.steps
            try:
                saver.look()
            except LstmTuiError as error:  # at the end it is tried again, and elsewhere
                console.print(f"lstm-tui: {error} The training goes on.", markup=False)
    return True


def _shown(progress: loop.Progress) -> str:
    """Return the beginning of the first sample, in one line."""
    sample = progress.samples[0] if progress.samples else Sample("", "")
    words = f"{sample.given}{sample.said}"[:SAMPLE]
    return visible((f"{words}  {sample.note}" if sample.note else words).replace("\n", "↵"))


def _line(progress: loop.Progress, output: str) -> str:
    loss = MEASURES[output].said(progress.loss)
    return f"update {progress.step.number:,}  loss {loss}  {progress.speed:,.0f} updates/s"


def _save(workshop: Workshop, out: Path, console: Console, judged: bool, final: bool = False) -> tuple[str, Path]:
    """Save where it was asked for, or where else it can be: what was learned is not lost to a full disk.

    Returns what the card says of what was held out, and where it was saved.
    """
    try:
        bundle = workshop.save(out, final, judged)
    except LstmTuiError as error:
        console.print(f"lstm-tui: {error}", markup=False)
        bundle, out = _saved_elsewhere(workshop, out, final, judged, error)
    print(visible(str(out)))
    return bundle.card.held_out, out


def _saved_elsewhere(
    workshop: Workshop, out: Path, final: bool, judged: bool, error: LstmTuiError
) -> tuple[ModelBundle, Path]:
    for folder in (files.models_folder(), Path(tempfile.gettempdir())):
        other = folder / out.name
        if other.exists():
            other = other.with_stem(f"{out.stem}-{time.time_ns()}")
        with suppress(LstmTuiError, OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return workshop.save(other, final, judged), other
    raise error


# from options to a workshop --------------------------------------------------------


def _begun(options: argparse.Namespace) -> tuple[Workshop, Path]:
    if options.seed < 0:
        raise LstmTuiError(f"--seed {options.seed} is below 0.", "Any whole number from 0 is one.")
    name, text, values, data = _source(options)
    recipe = _recipe(recipe_of(name), options)
    out = files.place(options.out or f"{name}{native.SUFFIX}")
    files.check_writable(out, "with --out")
    if out.suffix != native.SUFFIX:
        out = out.with_name(out.name + native.SUFFIX)
    files.check_writable(out, "with --out")
    check_recipe(recipe)
    task = task_for(name, text, values, recipe, options.seed)
    order = Order(
        name, recipe, options.seed, data, _command(options), options.default_text or "", options.licence or "",
        fingerprint(text, values), moments=options.moments,
    )  # fmt: skip
    return Workshop(order, task), out


def _resumed(options: argparse.Namespace) -> tuple[Workshop, Path]:
    path = files.place(options.resume)
    if options.task or any(getattr(options, name) is not None for name in CHOICES if name not in ("steps", "rate")):
        raise LstmTuiError(
            "A training goes on as it began.",
            "With --resume only --text, --csv, --steps, --rate and --out can be given.",
        )
    _, paused = paused_at(path)
    order = order_from(paused.about)
    task: Task | None = None
    if order.task in OWN:
        flag = "--csv" if order.task == "csv" else "--text"
        if not (options.csv if order.task == "csv" else options.text):
            raise LstmTuiError(f"This training learns from '{visible(order.data)}'.", f"Give it again with {flag}.")
        _, text, values, _ = _source(options)
        if order.fingerprint and order.fingerprint != fingerprint(text, values):
            raise LstmTuiError(
                f"This training learns from '{visible(order.data)}', and what {flag} names differs from it.",
                "Give the same data, or begin a new training.",
            )
        task = task_for(order.task, text, values, order.recipe, order.seed)
    elif options.text or options.csv:
        raise LstmTuiError(f"This training learns the task '{visible(order.task)}'.", "Leave --text and --csv out.")
    out = files.place(options.out) if options.out else path
    files.check_writable(out, "with --out")
    changed = [
        f"--{name} {getattr(options, name):g}" for name in ("steps", "rate") if getattr(options, name) is not None
    ]
    command = "; resumed with ".join([order.command, *([" ".join(changed)] if changed else [])])
    return Workshop.resume(path, task, replace(order, recipe=_recipe(order.recipe, options), command=command)), out


def _recipe(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    return replace(recipe, **{name: getattr(options, name) for name in CHOICES if getattr(options, name) is not None})


def _source(options: argparse.Namespace) -> tuple[str, str | None, np.ndarray | None, str]:
    if options.lines and not options.text:
        raise LstmTuiError("--lines says how a text is read.", "Give it with --text FILE.")
    if options.text:
        return "lines" if options.lines else "text", read_text(options.text), None, Path(options.text).name
    if options.csv:
        return "csv", None, read_column(options.csv), Path(options.csv).name
    if not options.task:
        raise LstmTuiError("Nothing to learn from was given.", "Give --task NAME, --text FILE or --csv FILE:COLUMN.")
    return options.task, None, None, ""


def _command(options: argparse.Namespace) -> str:
    words = ["lstm-tui", "train"]
    if options.task:
        words += ["--task", options.task]
    else:
        words += ["--text", Path(options.text).name] if options.text else ["--csv", Path(options.csv).name]
        words += ["--lines"] if options.lines else []
    for name in CHOICES:
        if getattr(options, name) is not None:
            words += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    words += ["--seed", str(options.seed)]
    words += ["--moments", str(options.moments)] if options.moments is not None else []
    for flag, said in (("--try", options.default_text), ("--licence", options.licence)):
        words += [flag, said] if said else []
    return shlex.join([*words, *(["--final"] if options.final else [])])
