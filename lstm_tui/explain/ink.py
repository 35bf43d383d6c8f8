"""Who wrote a number, as it is told: each symbol's share, what is folded, and the sum, in digits that add up as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from lstm_tui.core import provenance
from lstm_tui.core.place import Place
from lstm_tui.core.provenance import Shares
from lstm_tui.errors import LstmTuiError
from lstm_tui.explain.digits import agrees, carried, plain, settle, total
from lstm_tui.explain.naming import name_of
from lstm_tui.explain.notation import Notation
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.scales import logits_scale
from lstm_tui.run import Run
from lstm_tui.visible import quoted, visible

UNIT, NOTE, LIKELIEST, TRUE, LOGIT = ASKED = "unit", "note", "likeliest", "true", "logit"
LEAST = 3  # decimals
BOOKKEEPING = "Bookkeeping: the gates are held as they were. A cause needs surgery."
COUNTED = (
    "Counted until half is left it differs from symbol to symbol, as {kept} does: this is one figure for its mean."
)
ORDERS = ("life", "unit", "now")  # of the half-lives: the longest first, by number, the largest now first


@dataclass(frozen=True)
class Ask:
    """What is asked about. Attributes: of: one of ASKED; symbol: of LOGIT, the output whose it is."""

    of: str = UNIT
    symbol: int = 0


@dataclass(frozen=True)
class Part:
    """One line of the sum.

    Attributes: label; value; printed. timestep: of a symbol's share; None of what is folded, the bias and the start.
        fresh: what the symbol wrote when it was read, by size where it is of several units (of a logit in its weights);
        left: which share of that is left. by_hand: the note was set by hand there.
    """

    label: str
    value: float
    printed: str = ""
    timestep: int | None = None
    fresh: float = 0.0
    left: float = 1.0
    by_hand: bool = False


@dataclass(frozen=True, eq=False)
class Ink:
    """A number of the note or of the prediction at one timestep, and who wrote it.

    Attributes:
        ask: what is told, which may be less than was asked for: where the text ends there is no true symbol.
        place: of the number; None of the whole note. name: in words.
        layer, timestep: from 0. value; printed. parts: one for each symbol that is told apart, in order.
        before: what was there before those; None where that is nothing. rest: the bias; None where there is none.
        rounding: what float32 lost on the way; None of sizes, whose sum is no number of the run's. itself: of the whole note
            Σ |c|, which is less than those sizes where shares of opposite sign cancel; else None. holds: whether the parts add up to the value as printed.
        captions: what must be known of it.
    """

    ask: Ask
    place: Place | None
    name: str
    layer: int
    timestep: int
    value: float
    printed: str
    parts: tuple[Part, ...]
    before: Part | None
    rest: Part | None
    rounding: float | None
    holds: bool
    captions: tuple[str, ...]
    itself: float | None = None

    @property
    def lines(self) -> tuple[Part, ...]:
        """Everything that adds up to the value, from the first to the last."""
        return tuple(part for part in (self.before, *self.parts, self.rest) if part is not None)

    @property
    def signed(self) -> bool:
        """Whether the shares have a sign; the sizes of a whole note have none."""
        return self.ask.of != NOTE

    def last(self, count: int) -> Ink:
        """Return the same with the last `count` symbols told apart, and all before them as one."""
        folded = len(self.parts) - max(0, count)
        if folded <= 0:
            return self
        old = [self.before.value] if self.before is not None else []
        value = provenance.added((*old, *(part.value for part in self.parts[:folded])))
        return _printed(replace(self, before=Part("all before", value), parts=self.parts[folded:]))


def ink_of(run: Run, notation: Notation, layer: int, timestep: int, unit: int, ask: Ask, farthest: int) -> Ink:
    """Return who wrote what is asked about, at a timestep and in a layer (from 0); of a logit always the top layer.

    Args: unit: of the layer. farthest: how many symbols are told apart at most.

    Raises:
        LstmTuiError: the note of this cell is no sum of shares; a timestep that is not computed.
    """
    ask = fulfilled(run, timestep, ask)
    note = run.bundle.network.cells[layer].note
    if ask.of == UNIT:
        place = Place(note, layer, timestep, unit)
        return _told(run, place, name_of(run, place), ask, layer, timestep,
                     provenance.of_unit(run.trace, layer, unit, timestep, farthest))  # fmt: skip
    if ask.of == NOTE:
        where = f" of layer {layer + 1}" if run.layers > 1 else ""
        shares = provenance.of_note(run.trace, layer, timestep, farthest)
        ink = _told(run, None, f"the whole note{where}, by size", ask, layer, timestep, shares)
        itself = provenance.added(abs(float(value)) for value in run.trace.step(timestep, layer)[note])
        printed = plain(itself, len(ink.printed.partition(".")[2]), signed=False)
        cancel = f"Opposite shares on a unit cancel: sizes come to {ink.printed}, but Σ|{note}| to {printed}."
        captions = ink.captions if printed == ink.printed else (*ink.captions, cancel)
        return replace(ink, captions=captions, itself=itself, rounding=None)
    top = run.layers - 1
    place = Place("logits", top, timestep, ask.symbol)
    shares = provenance.of_logit(run.trace, ask.symbol, timestep, farthest)
    ink = _told(run, place, name_of(run, place), ask, top, timestep, shares)
    if run.bundle.network.cells[top].note == "h":
        return ink
    held = notation.said or "the ratio of h to the note is"
    return replace(ink, captions=(*ink.captions, f"Of this step {held} held too, which makes the sum exact."))


def fulfilled(run: Run, timestep: int, ask: Ask) -> Ask:
    """Return what can be told, with the output that it is about: where no true symbol is known, the likeliest one's."""
    if ask.of in (UNIT, NOTE):
        return Ask(ask.of)
    if ask.of == TRUE and (index := true_symbol(run, timestep)) is not None:
        return Ask(TRUE, index)
    if ask.of == LOGIT:
        return Ask(LOGIT, min(ask.symbol, run.bundle.network.output_size - 1))
    return Ask(LIKELIEST, likeliest(run, timestep)[0])


def true_symbol(run: Run, timestep: int) -> int | None:
    """Return the output of what the text says next; None where it ends or the model does not know that."""
    following = timestep + 1
    return run.tokens.index(run.symbols[following]) if following < len(run) and run.tokens.symbols else None


def likeliest(run: Run, timestep: int) -> list[int]:
    """Return the outputs, the likeliest first; as they stand where the model answers with numbers."""
    if run.bundle.network.output == "linear":
        return list(range(run.bundle.network.output_size))
    probs = run.trace.step(timestep, run.layers - 1)["probs"]
    return [int(k) for k in np.argsort(-probs, kind="stable")]


def _told(run: Run, place: Place | None, name: str, ask: Ask, layer: int, timestep: int, shares: Shares) -> Ink:
    values, fresh, left = (column.tolist() for column in (shares.written, shares.fresh, shares.left))
    parts = tuple(
        Part(called(run, at), values[k], "", at, fresh[k], left[k], at in shares.by_hand)
        for k, at in enumerate(range(shares.first, shares.first + len(values)))
    )
    before = Part("all before" if shares.first else "the start", shares.before)
    rest = Part("bias", shares.rest)
    return _printed(Ink(
        ask, place, name, layer, timestep, shares.value, "", parts,
        before if shares.first or shares.before else None, rest if shares.rest else None,
        shares.rounding, True, (BOOKKEEPING,),
    ))  # fmt: skip


def _printed(ink: Ink) -> Ink:
    """Return the sum in digits that add up as printed."""
    values = [part.value for part in ink.lines]
    least = [min(LEAST, carried(value)) for value in values]
    places, decimals = settle(total, values, least, ink.value, min(LEAST, carried(ink.value)))
    holds = agrees(total, values, places, ink.value, decimals)
    said = [
        replace(part, printed=plain(part.value, place, ink.signed))
        for part, place in zip(ink.lines, places, strict=True)
    ]
    before = said.pop(0) if ink.before is not None else None
    rest = said.pop() if ink.rest is not None else None
    return replace(ink, printed=plain(ink.value, decimals, ink.signed), parts=tuple(said), before=before, rest=rest, holds=holds)  # fmt: skip


def called(run: Run, timestep: int) -> str:
    """Return what is read at a timestep as one says it: a character in quotes, a word as it is."""
    symbol = run.symbols[timestep]
    return quoted(symbol) if len(symbol) == 1 else visible(symbol)


def scale_of(ink: Ink, run: Run) -> tuple[float, float]:
    """Return the range on which shares are drawn: of a unit that of what is added to it, of the whole note 0 to 1 of all."""
    if ink.ask.of == NOTE:
        return 0.0, 1.0
    if ink.ask.of == UNIT:
        return unit_scale(run, ink.layer)
    high = _logits_scale(run.bundle) / 4  # a share is a part of the sum
    return -high, high


def unit_scale(run: Run, layer: int) -> tuple[float, float]:
    """Return the range on which one symbol's share of a unit is drawn: the model's own of what is added to its note."""
    high = run.bundle.scales.get(run.bundle.network.cells[layer].adds, 1.0)
    return -high, high


@lru_cache(maxsize=8)
def _logits_scale(bundle: ModelBundle) -> float:
    return logits_scale(bundle.network, bundle.tokens, bundle.card.default_text)


def drawn_values(ink: Ink) -> list[float]:
    """Return what is drawn of each part: its value; of the whole note its share of all ink."""
    return [part.value if ink.signed else part.value / (ink.value or 1.0) for part in ink.parts]


def largest(ink: Ink) -> int:
    """Return the timestep of the largest share, by size; the last of equal ones."""
    parts = [part for part in ink.parts if part.timestep is not None]
    return max(parts, key=lambda part: (abs(part.value), part.timestep or 0)).timestep or 0


def left_as(ink: Ink) -> str:
    """Return what the share that is left is called: of several units it is one of sizes."""
    return "left" if ink.ask.of == UNIT else "left by size"


def percent_left(left: float) -> str:
    """Return which share is left: '41 %', '< 1 %'."""
    if left == 0:
        return "0 %"
    if math.isnan(left):
        return "?"
    return "< 1 %" if left < 0.01 else f"{left * 100:.0f} %"


def fate(ink: Ink, part: Part) -> str:
    """Return in a sentence what a symbol wrote, and how faded that is at the cursor."""
    if part.timestep is None:
        return ""
    what = f"{part.label} at timestep {part.timestep + 1}"
    left = percent_left(part.left)
    if part.by_hand:
        return f"At timestep {part.timestep + 1} the note was set by hand to {plain(part.fresh, LEAST)}: {left} of that is left."
    if ink.ask.of == UNIT:
        return f"{what} wrote {plain(part.fresh, LEAST)}: {left} of that is left, {plain(part.value, LEAST)}."
    size = plain(part.fresh, LEAST, signed=False)
    if ink.ask.of == NOTE:
        return f"{what} wrote {size} over all units: {left} is left."
    return f"{what} wrote {size} of it by size: {left} is left, worth {plain(part.value, LEAST)}."


# half-lives --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Life:
    """How long a unit's ink lasts.

    Attributes: unit. steps: after how many symbols half of what is written would be left if the share kept were always its
    mean, ln ½ / ln(mean). now: what
    stands on it at the cursor.
    """

    unit: int
    steps: float
    now: float

    @property
    def mean(self) -> float:
        """The mean share that it keeps."""
        return 0.5 ** (1 / self.steps) if self.steps > 0 else 0.0

    @property
    def printed(self) -> str:
        """The half-life in few digits."""
        return "for ever" if math.isinf(self.steps) else f"{self.steps:,.2f}"


def in_order(steps: Sequence[float], now: Sequence[float], order: str = "life") -> list[Life]:
    """Return the half-lives in one of ORDERS."""
    if order not in ORDERS:
        raise LstmTuiError(f"There is no order '{order}'.", f"There are: {', '.join(ORDERS)}.")
    lives = [Life(unit, life, value) for unit, (life, value) in enumerate(zip(steps, now, strict=True))]
    keys = {"life": lambda life: -life.steps, "unit": lambda life: life.unit, "now": lambda life: -abs(life.now)}
    return sorted(lives, key=keys[order])
