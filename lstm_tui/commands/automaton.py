"""lstm-tui automaton: what machine a trained network has become, and where it differs from its grammar."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_model, add_moment
from lstm_tui.commands.watched import watched

if TYPE_CHECKING:
    from lstm_tui.automata.extraction import Found
    from lstm_tui.tasks.base import Task

DESCRIPTION = "Draw a finite automaton out of a trained network, and hold it against the grammar of its task."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_model(parser)
    add_moment(parser)
    parser.add_argument("--seed", type=int, metavar="N", default=1, help="of the strings that are compared (default 1)")
    parser.add_argument("--format", choices=("text", "json", "dot"), default="text")


def run(options: argparse.Namespace) -> None:
    """Work, with a bar, and print what was found."""
    from lstm_tui.automata.extraction import Extraction
    from lstm_tui.automata.machine import as_dot
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.opening import open_session
    from lstm_tui.wish import Wish

    if options.seed < 0:
        raise LstmTuiError(f"The seed is {options.seed}: it must not be below 0.")
    run = open_session(Wish(model=options.model or "reber", moment=options.moment), 1).run
    work = Extraction(run.bundle, run.task, seed=options.seed)
    for _ in watched((progress.share, progress.doing, None) for progress in work.run()):
        pass
    assert work.found is not None
    if options.format == "json":
        print(json.dumps(as_json(work.found, run.task)))
    elif options.format == "dot":
        print(as_dot(work.found.machine, run.bundle.name))
    else:
        _print(work.found, run.task)


def words_of(found: Found, task: Task | None) -> list[str]:
    """Return for each state what the task says of it, "" where it says nothing."""
    access = found.machine.access()
    return [((task.truth_of(text) or ("",))[-1] if task is not None and text else "") for text in access]


def as_json(found: Found, task: Task | None) -> dict[str, object]:
    """Return all that was found as what JSON can hold."""
    machine, differing = found.machine, found.tried.differing
    states = zip(machine.allows, machine.access(), machine.moves, words_of(found, task), strict=True)
    return {
        "model": found.model, "task": found.task, "rule": found.rule, "given": found.given,
        "finite": found.finite, "right_up_to": found.longest,
        "states": {"before": found.before, "after": len(machine), "with_dead": len(machine) + 1},
        "kappa": found.kappa, "tests": found.tests,
        "grammar": None if found.grammar is None else {"states": len(found.grammar), "same": found.grammar == machine},
        "machine": [
            {"state": state, "allows": allows, "reached_by": access, "word": word, "moves": dict(moves)}
            for state, (allows, access, moves, word) in enumerate(states)
        ],
        "sizes": [{"up_to": size.longest, "network": size.network, "grammar": size.grammar} for size in found.sizes],
        "tried": {"texts": found.tried.short, "up_to": found.tried.length, "loops": found.tried.loops},
        "differing": None if differing is None else {
            "text": differing.text, "network": differing.network, "automaton": differing.automaton,
            "grammar": differing.grammar, "shortest": differing.shortest, "right": differing.right,
        },
        "agreement": [
            {
                "strings": row.kind, "total": row.total, "read": row.read, "automaton": row.automaton,
                "grammar": row.grammar, "criterion": row.criterion, "apart": row.apart,
            }
            for row in found.rows
        ],
    }  # fmt: skip


def _print(found: Found, task: Task | None) -> None:
    from lstm_tui.automata import words
    from lstm_tui.visible import on_tape, visible

    print(f"{visible(found.model)}: {words.headline(found)}")
    for line in (words.growth(found), words.merging(found), words.difference(found), found.rule, found.given):
        print(f"  {line}")
    print(f"\n  {'strings':<22}{'read':>6}  {'= automaton':>12}{'= grammar':>12}{'criterion':>12}")
    for row in found.rows:
        counts = "".join(
            words.counted(count, row.total).rjust(12) for count in (row.automaton, row.grammar, row.criterion)
        )
        print(f"  {row.kind:<22}{row.read:>6.1f}  {counts}")
    print(f"\n  {'state':>5}  {'may follow':<14} moves")
    for state, (allows, moves) in enumerate(zip(found.machine.allows, found.machine.moves, strict=True)):
        told = "  ".join(f"{on_tape(symbol)} → {moves[symbol]}" for symbol in allows if symbol in moves)
        print(f"  {state:>5}  {words.listed(allows):<14} {told}")
    said = words_of(found, task)
    if any(said) and task is not None:
        print(f"\n  the task's word for each state ({task.truth_name}): {' '.join(map(str, said[1:]))}")
