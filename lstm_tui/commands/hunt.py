"""lstm-tui hunt: which units say something of the text, beside how often chance finds as much."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_tui.commands.options import add_run, wish_from
from lstm_tui.commands.watched import watched
from lstm_tui.visible import visible

if TYPE_CHECKING:
    from lstm_tui.hunting.effect import Effect
    from lstm_tui.hunting.finds import Find
    from lstm_tui.hunting.hunt import Hunt

DESCRIPTION = (
    "Score every unit against features of the text: chosen on one half, confirmed on the other, told beside labels "
    "borrowed from other pieces, the present symbol alone, untrained twins and a random rotation."
)
BEFORE, BEHIND = 28, 12  # symbols of a miss's surroundings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run(parser)
    parser.add_argument(
        "--feature", action="append", default=[], metavar="F",
        help="quotes, depth, in-word, in-line, after-newline, vowel, capital, digit, truth (default: all that hold); may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--match", action="append", default=[], metavar="RE", help="inside a match of this regular expression"
    )
    parser.add_argument("--table", metavar="FILE", help="a CSV file with a row for each symbol of the text")
    parser.add_argument("--column", metavar="C", help="the column of --table")
    parser.add_argument("--confirm", metavar="PATH", help="another text to confirm on (default: the second half)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of all that is drawn (default 0)")
    parser.add_argument("--draws", type=int, default=999, metavar="N", help="draws of borrowed labels (default 999)")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="rows to print (default 20)")
    parser.add_argument("--no-clamp", action="store_true", help="do not clamp what is found")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Hunt, clamp what is found, and print it."""
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.hunting.effect import Measuring
    from lstm_tui.hunting.summary import sentence

    if bool(options.table) != bool(options.column):
        raise LstmTuiError("A table needs a column, and a column a table.", "Give both --table and --column.")
    if not 1 <= options.draws <= 100_000 or options.seed < 0:
        raise LstmTuiError("Draw 1 to 100,000 times, with a seed from 0.")
    hunt = set_out(options)
    for _ in watched((hunt.share, hunt.stage, None) for _ in hunt.steps()):
        pass
    effects: dict[int, Effect] = {}
    if not options.no_clamp and hunt.run.bundle.network.output != "linear":
        for find in best_by_unit(hunt):
            measuring = Measuring(hunt, find)
            for _ in measuring.steps():
                pass
            if measuring.effect is not None:
                effects[find.unit] = measuring.effect
    words = sentence(hunt, effects)
    if options.format == "json":
        print(json.dumps(_numbers(hunt, effects, words, options.most)))
    else:
        _print(hunt, effects, words, options.most)


def set_out(options: argparse.Namespace) -> Hunt:
    """Return the hunt that the options ask for."""
    from lstm_tui.hunting.setting import hunt_in, makes_its_own
    from lstm_tui.opening import open_session
    from lstm_tui.wish import Wish, read_text

    session = open_session(wish_from(options), 1)
    run = session.run
    given = options.text is not None or options.file is not None
    confirm = read_text(Wish(file=options.confirm)) if options.confirm else None
    table = (options.table, options.column) if options.table else None
    return hunt_in(
        run, session.cursor.layer, wanted=options.feature, patterns=options.match, table=table, confirm=confirm,
        seed=options.seed, draws=options.draws, own=not given and makes_its_own(run),
    )  # fmt: skip


def best_by_unit(hunt: Hunt) -> list[Find]:
    """Return the best find of each unit that beats chance."""
    return list({find.unit: find for find in reversed(hunt.finds) if find.beats}.values())[::-1]


def _listed(hunt: Hunt, most: int) -> list[Find]:
    """Return what beats chance, then the best of the others."""
    beating = [find for find in hunt.finds if find.beats]
    return [*beating, *(find for find in hunt.finds if not find.beats)][: max(most, 1)]


def _numbers(hunt: Hunt, effects: dict[int, Effect], words: str, most: int) -> dict[str, object]:
    return {
        "model": hunt.run.bundle.name, "layer": hunt.layer + 1, "summary": words, "units": list(hunt.units),
        "symbols": [len(hunt.first), len(hunt.second)], "pieces": len(hunt.second.pieces), "draws": len(hunt.chance),
        "features": {
            one.name: {"holds": [float(one.first.mean()), float(one.second.mean())], "symbol_alone": float(hunt.symbol[f]),
                       "twins": hunt.twins[:, f].tolist(), "rotated": None if hunt.rotated is None else float(hunt.rotated[f])}
            for f, one in enumerate(hunt.labels)
        },
        "finds": [_as_json(hunt, find) for find in _listed(hunt, most)],
        "clamped": {
            str(unit): {"quantity": effect.operation.quantity, "value": effect.operation.value, "holds": list(effect.holds),
                        "elsewhere": list(effect.rest), "others": [list(other) for other in effect.others], "matters": effect.matters}
            for unit, effect in effects.items()
        },
    }  # fmt: skip


def _as_json(hunt: Hunt, find: Find) -> dict[str, object]:
    detail = hunt.detail(find)
    return {
        "feature": find.feature, "unit": find.unit, "quantity": find.quantity, "sign": find.sign, "auc": find.auc,
        "chosen": find.chosen, "threshold": detail.cut, "hits": detail.hits, "false_alarms": detail.false_alarms, "p": find.p,
        "beats_chance": find.beats,
        "misses": [{"at": miss.position, "holds": miss.holds, "value": miss.value,
                    "context": "".join(hunt.second.context(miss.position, BEFORE, BEHIND))} for miss in detail.misses],
    }  # fmt: skip


def _print(hunt: Hunt, effects: dict[int, Effect], words: str, most: int) -> None:
    places = f"{len(hunt.first):,} and {len(hunt.second):,} symbols in pieces from an empty state"
    print(f"{hunt.run.bundle.name}: {words}")
    print(f"chosen on one text, scored on another ({places}); {len(hunt.chance):,} draws of borrowed labels")
    print(
        f"  {'feature':<18} {'unit':>5} {'':>4} {'AUC':>6} {'hits':>6} {'false':>6} {'p':>6} {'symbol':>7} {'twins':>6} {'rotated':>8}"
    )
    for find in _listed(hunt, most):
        detail = hunt.detail(find)
        mark = "▸" if find.beats else " "
        print(
            f"{mark} {visible(find.feature):<18} {find.unit:>5} {('−' if find.sign < 0 else '') + find.quantity:>4} {find.auc:6.3f} "
            f"{detail.hits * 100:5.1f}% {detail.false_alarms * 100:5.1f}% {find.p or 0:6.3f} {find.symbol:7.3f} {find.twins or 0:6.3f} "
            f"{find.rotated or 0:8.3f}"
        )
    for unit, effect in effects.items():
        print(_told(unit, effect))
    for line in _misses(hunt):
        print(line)


def _told(unit: int, effect: Effect) -> str:
    name = f"{effect.operation.quantity}[{unit}]"
    places = zip(("where the feature holds", "elsewhere"), (effect.holds, effect.rest), effect.most, strict=True)
    said = [
        f"{free:.4f} → {clamped:.4f} {where} (others {max(others, default=0.0):+.4f} at most)"
        for where, (free, clamped), others in places
    ]
    verdict = "it matters" if effect.matters else "it does not matter"
    return f"{name} held at {effect.operation.value:.3g}: loss {', '.join(said)}: {verdict}".replace("-", "−")


def _misses(hunt: Hunt) -> Iterator[str]:
    finds = best_by_unit(hunt)
    if finds:
        yield f"worst misses of unit {finds[0].unit} on {visible(finds[0].feature)}:"
        for miss in hunt.detail(finds[0]).misses:
            before, symbol, behind = hunt.second.context(miss.position, BEFORE, BEHIND)
            kind = "holds, missed" if miss.holds else "false alarm"
            yield f"  {kind:<13} {miss.value:+7.2f}  {visible(before)}[{visible(symbol)}]{visible(behind)}"
