"""How runs side by side are told apart, in words and on the command line; who can stand beside a run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lstm_tui.core.tokens import alike
from lstm_tui.models.registry import Known
from lstm_tui.opening import UNTOUCHED
from lstm_tui.run import Run
from lstm_tui.session import Session

ENOUGH = 2 / 3  # of the beginning of a text known: a model that knows less is not proposed
MOST_SYMBOLS = 1_000


def names_of(session: Session) -> tuple[str, ...]:
    """Return what each run is called: its model and, where that is not enough, the number of the moment (as `--moment` counts) and whether it is operated on."""
    models = [run.bundle.name for run in session.runs]
    names = []
    for run, model in zip(session.runs, models, strict=True):
        name = model
        if run.bundle.snapshots and (models.count(model) > 1 or run.moment + 1 < len(run.bundle.snapshots)):
            moments = {other.moment for other in session.runs if other.bundle.name == model}
            if len(moments) > 1 or models.count(model) == 1:
                name += f"@{run.moment + 1}"
        if run is session.free:
            name += " untouched"
        elif run is session.run and session.free is not None:
            name += " operated"
        names.append(name)
    return tuple(names)


@dataclass(frozen=True)
class Proposal:
    """Who can stand beside the run that leads.

    Attributes: spelled: as `--beside` takes it. title: in a word or two. words: what it is.
    """

    spelled: str
    title: str
    words: str


def spelled(session: Session, run: Run) -> str:
    """Return a run beside the one that leads as `--beside` takes it; "" where its model was never kept."""
    if run is session.free:
        return UNTOUCHED
    count = len(run.bundle.snapshots)
    return run.bundle.source + (f"@{run.moment + 1}" if run.moment + 1 < count and run.bundle.source else "")


def proposals(session: Session, models: list[Known]) -> list[Proposal]:
    """Return who can stand beside the run that leads: it without operations, other models that read alike, its moments."""
    lead, found = session.base, []
    if session.free is not None:
        found.append(
            Proposal(UNTOUCHED, "without the operations", "The same model on the same text, nothing done to it.")
        )
    for known in models:
        bundle = known.bundle
        if bundle is None or bundle.source == lead.bundle.source or not alike(bundle.tokens, lead.tokens):
            continue
        symbols = list(islice(lead.symbols, MOST_SYMBOLS))
        knows = sum(map(bundle.tokens.knows, symbols))
        if knows >= ENOUGH * len(symbols):
            lacks = f"; knows {knows} of {len(symbols)} symbols" if knows < len(symbols) else ""
            found.append(Proposal(known.key, bundle.name, f"{bundle.title}{lacks}"))
    if lead.bundle.source:
        found += [
            Proposal(f"{lead.bundle.source}@{moment + 1}", f"{lead.bundle.name}@{moment + 1}",
                     "The same model before training." if not snapshot.step
                     else f"The same model after {snapshot.step:,} updates.")
            for moment, snapshot in enumerate(lead.bundle.snapshots) if moment != lead.moment
        ]  # fmt: skip
    return found
