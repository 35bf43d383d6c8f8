"""What minGRU and minLSTM share on the screen: one note, h, and layers that see the symbol alone."""

from __future__ import annotations

from lstm_tui.explain.digits import product, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.explain.phrases import change, crossed, every, largest, percent_of, spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Entry, Group, Words, Worked
from lstm_tui.family.common import PLUS, QUANTITIES, TIMES, equals, printed
from lstm_tui.family.keeping import rewritten
from lstm_tui.family.words import input_words, lesson, task_words

SUM = Group("h = kept + written", (("kept", "kept"), ("+ written", "written"), ("= h", "h")))
LEDGER = (
    Entry("was", "h_prev"),
    Entry("kept", "kept", under="h_prev"),
    Entry("written", "written", fresh=True),
    Entry("now", "h"),
)
ALONE = "Every layer sees the symbol alone: of all that was read before it knows nothing."
TABLE = "So what it says is one row of a table, the same wherever the symbol stands: lstm-tui table shows it whole."
ABOVE = "Every layer sees what the layer below says now, and nothing of its own past."
ZERO = "Before the first symbol the note is 0 itself."


def notation(kind: str, shares: dict[str, Quantity], relations: tuple[Relation, ...]) -> Notation:
    """Return the notation of a kind: its shares, and what all of them have."""
    own = {
        "g": Quantity("g", Scale.OPEN, "purple", through=""),
        "kept": Quantity("kept", Scale.OPEN, "vermilion", beside="h"),
        "written": Quantity("written", Scale.OPEN, "green", beside="h"),
        "h_prev": Quantity("h_prev", Scale.OPEN, "gold", beside="h"),
        "h": Quantity("h", Scale.OPEN, "gold"),
    }
    summed = Relation("h", ("kept", "written"), total)
    return Notation(kind, "h", QUANTITIES | own | shares, (summed, *relations))


def of_a_product(result: str, share: str) -> Relation:
    """Return the relation of what is written: share × g."""
    return Relation(result, (share, "g"), product)


# in words ----------------------------------------------------------------------------------


def input_told(layers: str) -> Words:
    """Return the words of the input phase."""
    told = input_words(layers, "His note is blank: he has said nothing yet.", "Of all that came before he has only his note, h.", alone=True)  # fmt: skip

    def tell(reading: Reading) -> tuple[str, ...]:
        if reading.cursor.layer > 0:
            return (*told(reading), *lesson(reading, ABOVE))
        symbols = (TABLE,) if reading.run.trace.inputs.ndim == 1 else ()
        first = (ZERO,) if reading.cursor.timestep == 0 else ()
        return (*told(reading), *lesson(reading, ALONE, *symbols, *first))

    return tell


def kept_words(reading: Reading, share: float) -> tuple[str, ...]:
    """Return what is left of the note. Args: share: that is kept."""
    unit, values, step = reading.unit, reading.numbers.values, reading.step
    old, kept = values["h_prev"], values["kept"]
    task = lesson(reading, "Each number on the note times its own share, unit by unit: what is left is kept.")
    if not step["h_prev"].any():
        return ("The note is blank: there is nothing to keep.", *task)
    if old == 0:
        own = f"Unit {unit} has nothing on the note to keep."
    elif spoken(kept) == spoken(old):
        own = f"Unit {unit} keeps {percent_of(share)}: of its {spoken(old)} hardly anything goes."
    else:
        own = f"Unit {unit} keeps {percent_of(share)}: {spoken(old)} becomes {spoken(kept)}."
    return (*task, own, *change(step["h_prev"], step["kept"], "loses", "lose"))


def candidate_words(reading: Reading) -> tuple[str, ...]:
    """Return what could be written."""
    values, own = reading.step["g"], reading.numbers.values["g"]
    up, down, count = int((values > 0).sum()), int((values < 0).sum()), len(values)
    ask = "What could be written? A layer without tanh proposes a number for every unit, however large."
    ways: tuple[str, ...] = ()
    if count > 1 and count in (up, down):
        ways = (f"{every(count)} units propose to go {'up' if up else 'down'}.",)
    elif count > 1 and up:
        ways = (f"{up} of {count} units propose{'s' * (up == 1)} to go up, {down or 'none'} down.",)
    said = f"Unit {reading.unit} proposes {spoken(own) if own else 'no change'}."
    return (*lesson(reading, ask), said, *largest(values, "proposes the most", "propose the most"), *ways)


def written_words(reading: Reading, share: float) -> tuple[str, ...]:
    """Return what is written on the note. Args: share: of the proposal."""
    unit, values = reading.unit, reading.numbers.values
    g, written = values["g"], values["written"]
    if written == 0:
        own = f"Nothing is written to unit {unit}."
    elif written == g:
        own = f"Unit {unit} lets in all of {spoken(g)}."
    else:
        own = f"Unit {unit} lets in {percent_of(share)} of {spoken(g)}: {spoken(written)} is written."
    task = "Each proposal times its own share, unit by unit: this is written on the note."
    return (*lesson(reading, task), own, *largest(reading.step["written"], "gets the most", "get the most"))


def hidden_words(reading: Reading) -> tuple[str, ...]:
    """Return what became of the note."""
    step, above = reading.step, reading.cursor.layer + 2
    task = "The note is rewritten by shares that add up to 1: what the news gains, the old note loses."
    hearer = f"Layer {above}" if above <= reading.run.layers else "The prediction"
    who = f"{hearer} hears this h; his next self rewrites it by shares, and no layer of his hears it."
    turns = (*change(step["h_prev"], step["h"]), *crossed(step["h_prev"], step["h"]))
    return (*lesson(reading, task), rewritten(reading), *task_words(reading, "keep"), *turns, *lesson(reading, who))


# worked out ----------------------------------------------------------------------------------


def times(result: str, a: tuple[Span, ...], names: str, b: str) -> Worked:
    """Return the line of a product. Args: a: what stands around the first factor's number, whose name comes first."""

    def work(reading: Reading) -> tuple[Line, ...]:
        first, *after = a
        left = (*((first,) if first.text else ()), printed(reading, names.split()[0]), *after)
        written = names.partition(" ")[2]
        holds = result not in reading.numbers.rounded
        numbers = (*left, TIMES, printed(reading, b))
        return (equals(Span(result, result), Span(written, "faint"), numbers, printed(reading, result), holds=holds),)

    return work


def hidden_worked(reading: Reading) -> tuple[Line, ...]:
    """Return the sum of what was kept and written."""
    numbers, holds = (printed(reading, "kept"), PLUS, printed(reading, "written")), "h" not in reading.numbers.rounded
    return (equals(Span("h", "h"), Span("kept + written", "faint"), numbers, printed(reading, "h"), holds=holds),)
