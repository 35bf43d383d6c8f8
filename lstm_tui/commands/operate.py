"""lstm-tui operate: what operations change, and what could be done at a place; the numbers of the view of the same name."""

from __future__ import annotations

import argparse
import json
import math
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_operations, add_place, add_text, wish_from

if TYPE_CHECKING:
    from lstm_tui.effect import Effect
    from lstm_tui.explain.comparing import Compared
    from lstm_tui.family.proposals import Proposal
    from lstm_tui.session import Session

DESCRIPTION = "Say what operations change: the loss, the prediction at a timestep, how long it is felt; and what could be done there."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_text(parser)
    add_place(parser)
    add_operations(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Compare the two runs, and print what is found."""
    from lstm_tui.effect import effects
    from lstm_tui.family import read_lead
    from lstm_tui.family.proposals import proposals
    from lstm_tui.opening import open_session, unit_for

    wish = wish_from(options)
    session = open_session(wish)
    offered = proposals(read_lead(session, unit_for(session, wish)))
    *_, effect = effects(session)
    if options.format == "json":
        print(json.dumps(_data(session, effect, offered)))
        return
    for line in _lines(session, effect, offered):
        print(line)


def _data(session: Session, effect: Effect, offered: tuple[Proposal, ...]) -> dict[str, object]:
    """Return everything as JSON takes it; what is not a finite number is null, and timesteps are counted from 1."""
    from lstm_tui.effect import here

    at = here(session)
    return {
        "model": session.run.bundle.name,
        "operations": [{"operation": text, "words": words} for text, words in _in_force(session)],
        "loss": {"untouched": _number(effect.free.mean), "operated": _number(effect.operated.mean), "lacking": effect.lacking},
        "here": {
            "timestep": session.cursor.timestep + 1, "symbol": at.symbol, "follows": at.follows,
            "untouched": _number(at.free), "operated": _number(at.operated),
        },
        "compared": [
            {"of": row.name, "unit": row.unit, "untouched": _number(row.old), "operated": _number(row.now)}
            for row in _compared(session)
        ],
        "felt": None if effect.first is None or effect.last is None else [effect.first + 1, effect.last + 1],
        "differing": effect.differing,
        "proposals": [{"operation": each.text, "whole": each.operation is not None, "words": each.words} for each in offered],
    }  # fmt: skip


def _compared(session: Session) -> tuple[Compared, ...]:
    """Return p and loss at the timestep and so far, now and untouched; nothing where no operation is in force."""
    from lstm_tui.explain.comparing import compared
    from lstm_tui.family import read_lead

    at = session.to_phase(session.stops[-1].phase.key)
    return compared(read_lead(at, 0)) if session.free is not None else ()


def _in_force(session: Session) -> list[tuple[str, str]]:
    from lstm_tui.family import FAMILIES
    from lstm_tui.family.operated import told

    return told(session.operations, FAMILIES[session.run.bundle.network.cell.kind], session.run.layers)


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _lines(session: Session, effect: Effect, offered: tuple[Proposal, ...]) -> list[str]:
    from lstm_tui.explain.effects import effect_lines
    from lstm_tui.visible import visible

    rows = [("in force", words, text) for text, words in _in_force(session)]
    rows += [("", each.words, each.text) for each in offered]
    width = max(len(words) for _, words, _ in rows)
    return [visible(line) for line in (
        *(f"{words:<{width}}   {text}" for about, words, text in rows if about),
        *(f"{about:<20}  {words}" for about, words in effect_lines(effect, session)),
        *(f"{name:<20}  {words}" for name, words in _comparisons(session)),
        "",
        f"what you could do at timestep {session.cursor.timestep + 1:,}:",
        *(f"  {words:<{width}}   {text}" for about, words, text in rows if not about),
    )]  # fmt: skip


def _comparisons(session: Session) -> list[tuple[str, str]]:
    rows = []
    for row in _compared(session):
        now, old, change = row.printed()
        rows.append((f"{row.name}, {row.unit}" if row.unit else row.name, f"{old} → {now}   {change}"))
    return rows
