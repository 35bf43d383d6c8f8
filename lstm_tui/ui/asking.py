"""Asking: for a timestep, a unit, a model, a way of choosing, a task to train on."""

from __future__ import annotations

import shlex
from typing import TypeVar

from textual.screen import Screen

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import registry
from lstm_tui.opening import open_text, unit_for
from lstm_tui.run import FIRST_TIMESTEPS
from lstm_tui.ui.actions import shown
from lstm_tui.ui.dialogs import ChoiceDialog, ModelDialog, NumberDialog
from lstm_tui.ui.notice import UNTIL_A_KEY
from lstm_tui.ui.sampling_form import SamplingForm
from lstm_tui.ui.standing import Standing
from lstm_tui.ui.views.walking import WalkingView
from lstm_tui.ui.writer import Writer
from lstm_tui.visible import visible
from lstm_tui.wish import Wish

Answer = TypeVar("Answer")


async def ask(view: WalkingView, screen: Screen[Answer]) -> Answer | None:
    """Show a screen over the view and return its answer; None where another question was there first."""
    return await view.app.push_screen_wait(screen) if view.app.screen is view else None  # type: ignore[arg-type]


async def for_timestep(view: WalkingView) -> None:
    """Ask for a timestep and go there."""
    count = len(view.session)
    answer = await ask(view, NumberDialog(f"Timestep, 1 to {count:,}:"))
    if answer and answer.isdecimal() and 1 <= int(answer) <= count:
        view.seek(int(answer) - 1)
    elif answer:
        view.tell(LstmTuiError(f"There is no timestep {visible(answer)}.", f"The text has {count:,}."))


async def for_unit(view: WalkingView) -> None:
    """Ask for a unit and look at it."""
    last = view.session.run.hidden_size(view.session.cursor.layer) - 1
    answer = await ask(view, NumberDialog(f"Unit, 0 to {last}:"))
    if answer and answer.isdecimal() and int(answer) <= last:
        view.owner.stand(view.owner.standing.with_unit(int(answer)))
    elif answer:
        view.tell(LstmTuiError(f"There is no unit {visible(answer)}.", f"This layer has units 0 to {last}."))


async def to_go_on(view: WalkingView, wish: Wish) -> None:
    """Offer the text and place at which the program ended by an error inside."""
    text = visible(wish.text or "")
    words = f"The last run ended by an error inside. Go on there?  ({text[:40]}{'…' if len(text) > 40 else ''})"
    answer = await ask(view, ChoiceDialog(words, (("yes", "go on there"), ("no", "stay here"))))
    if answer == "yes":
        try:
            session = open_text(wish.text, wish, FIRST_TIMESTEPS)
            unit = unit_for(session, wish)
        except LstmTuiError as error:
            view.tell(error)
            return
        view.begin(Standing.at(session, unit))


async def for_model(view: WalkingView) -> None:
    """Ask for a model and let it read the text."""
    models, current = registry.known(), view.session.run.bundle.name
    key = await ask(view, ModelDialog(models, current))
    chosen = next((known for known in models if known.key == key), None)
    if chosen is None:
        return
    if chosen.bundle is None:
        view.tell(LstmTuiError(chosen.wrong))
    elif chosen.key != current:
        try:
            session = view.session.with_model(chosen.bundle)
        except LstmTuiError as error:
            view.tell(error)
            return
        view.begin(view.owner.standing.anew(session))


async def for_session_file(view: WalkingView) -> None:
    """Ask for a file, and save model, text, place and operations there; what stands there is written over only if wanted."""
    from lstm_tui.saved import free_name, save, saved_of

    standing = view.owner.standing
    try:
        saved = saved_of(standing.session, standing.unit, standing.bench.items, view.owner.wish)
    except LstmTuiError as error:
        view.tell(error)
        return
    name = await ask(view, NumberDialog("Save this session as:", "text", free_name(standing.session.base.text)))
    if not name:
        return
    if files.place(name).exists():
        words = f"'{visible(name)}' is there already."
        if await ask(view, ChoiceDialog(words, (("no", "leave it as it is"), ("yes", "write over it")))) != "yes":
            return
    try:
        save(saved, name)
    except LstmTuiError as error:
        view.tell(error)
        return
    view.say(f"Saved. To open it again: lstm-tui open {shlex.quote(visible(name))}", UNTIL_A_KEY)


async def for_twins(view: WalkingView) -> None:
    """Ask who stands beside the model that leads, and put them there; nobody, where none is marked."""
    from lstm_tui.opening import named_beside
    from lstm_tui.twins.naming import proposals, spelled
    from lstm_tui.ui.twins_dialog import TwinsDialog

    session = view.session
    chosen = [spelled(session, run) for run in session.runs[1:]]
    answer = await ask(view, TwinsDialog(proposals(session, registry.known()), chosen))
    if answer is None:
        return
    try:
        kept = dict(zip(chosen, session.runs[1:], strict=True))
        runs = [kept[said] if said in kept else named_beside(view.session, said) for said in answer]
        view.begin(view.owner.standing.moved(view.session.beside(runs)))
    except LstmTuiError as error:
        view.tell(error)


async def for_sampling(view: WalkingView, writer: Writer) -> None:
    """Ask how the model shall choose what it writes."""
    if await ask(view, SamplingForm(writer.values, writer.choose_by)):
        temperature, top_k, top_p, seed = writer.values
        view.say(f"It chooses with temperature {temperature}, top-k {top_k}, top-p {top_p}, seed {seed}.")


async def for_training(view: WalkingView) -> None:
    """Train a model in view, and step it where it is to be stepped."""
    from lstm_tui.training.worker import Job
    from lstm_tui.ui import beginning
    from lstm_tui.ui.views.training import TrainingView
    from lstm_tui.ui.views.training_form import TrainingForm

    job = await ask(view, TrainingForm("What shall a model learn? It trains here, and you watch.", beginning.entries()))
    if not isinstance(job, Job):
        return
    try:
        training = TrainingView(beginning.watched(job))
    except LstmTuiError as error:
        view.tell(error)
        return
    kept = await ask(view, training)
    if kept is None:
        number, steps = training.lead.number, training.lead.course.steps
        if not job.path.exists():
            return  # what went wrong was said
        again = f"; {shown('train')} goes on with it" if number < steps else ""
        view.say(f"Saved after update {number:,} of {steps:,} as {visible(job.path.name)}{again}.", 8)
        return
    try:
        bundle = registry.load(str(kept))
        session = view.session.with_model(bundle, bundle.card.default_text or None).seek(0)
    except LstmTuiError as error:
        view.tell(error)
        return
    view.begin(view.owner.standing.anew(session))
    view.notify(f"Kept as {visible(str(kept))}", markup=False)
