"""What is shown of the GRU: one note, h, of which the update gate keeps a share and rewrites the rest; both conventions."""

from __future__ import annotations

from lstm_tui.explain.digits import agrees, plain, product, settle, total
from lstm_tui.explain.lines import Line, Span
from lstm_tui.explain.notation import Notation, Quantity, Relation, Scale
from lstm_tui.explain.phrases import change, crossed, percent_of, portion, spoken
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Entry, Family, Group
from lstm_tui.family.common import (
    PLUS,
    QUANTITIES,
    TIMES,
    equals,
    gate_worked,
    input_equation,
    input_worked,
    prediction_equation,
    prediction_worked,
    printed,
    products,
)  # fmt: skip
from lstm_tui.family.gru_wirings import LEAST, LITTLE, large, small
from lstm_tui.family.keeping import kept_share, proposals, rewritten
from lstm_tui.family.words import gate_words, input_words, lesson, prediction_words, task_words

AFTER, BEFORE = "gru", "~reset-before"  # the kind; what is added to its name where it resets before the product
KEPT = Group("kept = u ⊙ h_prev", (("u", "u"), ("⊙ h_prev", "h_prev"), ("= kept", "kept")))
WRITTEN = Group("written = (1 − u) ⊙ n", (("n", "n"), ("= written", "written")))
PROPOSED = Group("written = (1 − u) ⊙ n", (("u", "u"), ("n", "n"), ("= written", "written")))
SUM = Group("h = kept + written", (("kept", "kept"), ("+ written", "written"), ("= h", "h")))


def _let_in(u: float, n: float) -> float:
    return (1 - u) * n


def _notation(after: bool) -> Notation:
    own = {
        "r": Quantity("r", Scale.SHARE, "blue"),
        "heard": Quantity("heard", Scale.OPEN if after else Scale.SIGNED, "blue", beside="past" if after else ""),
        "u": Quantity("u", Scale.SHARE, "vermilion"),
        "kept": Quantity("u⊙h", Scale.SIGNED, "vermilion"),
        "n": Quantity("n", Scale.SIGNED, "purple"),
        "written": Quantity("(1−u)⊙n", Scale.SIGNED, "green"),
        "h_prev": Quantity("h_prev", Scale.SIGNED, "gold"),
        "h": Quantity("h", Scale.SIGNED, "gold"),
    }
    past = {"past": Quantity("past", Scale.OPEN, "gold")} if after else {}
    relations = (
        Relation("h", ("kept", "written"), total),
        Relation("kept", ("u", "h_prev"), product),
        Relation("written", ("u", "n"), _let_in, "(1 − {}) × {}"),
        Relation("heard", ("r", "past" if after else "h_prev"), product),
    )
    return Notation(AFTER if after else AFTER + BEFORE, "h", QUANTITIES | own | past, relations)


# in words ----------------------------------------------------------------------------------


def _after(reading: Reading) -> bool:
    return "past" in reading.notation.quantities


def _reset(reading: Reading) -> tuple[str, ...]:
    ask = "How much of the old note may the candidate hear? A sigmoid answers for every unit: 1 all of it, 0 nothing."
    where = "It stands before the product with W_hn: what it covers of the note, no unit's candidate hears."
    if _after(reading):
        where = "It stands behind the product with W_hn: what that makes of the note, past, gets through by this share."
    share = portion(reading.numbers.values["r"])
    heard = f"Of unit {reading.unit}'s {'past' if _after(reading) else 'number'} the candidate hears {share}."
    return (
        *lesson(reading, ask),
        heard,
        *gate_words(reading, "r", "lets through", "let through"),
        *lesson(reading, where),
    )


def _update(reading: Reading) -> tuple[str, ...]:
    ask = "How much of each number on the note stays? A second sigmoid answers for every unit."
    keeps = "In the papers it is z, and as in PyTorch z keeps: 1 keeps all, and 1 − u goes to the news."
    return (
        *lesson(reading, ask),
        kept_share(reading, "u"),
        *lesson(reading, keeps),
        *gate_words(reading, "u", "keeps", "keep"),
    )


def _candidate(reading: Reading) -> tuple[str, ...]:
    return proposals(
        reading, "n", "It is no more than a proposal: it gets the share that the update gate does not keep."
    )


def _hidden(reading: Reading) -> tuple[str, ...]:
    step, u, n = reading.step, reading.numbers.values["u"], reading.numbers.values["n"]
    task = "The note is rewritten by shares: u of the old one, 1 − u of the proposal. What one gains the other loses."
    share = f"Of its proposal, {spoken(n)}, unit {reading.unit} takes {percent_of(1 - u)}."
    above = reading.cursor.layer + 2
    hearer = f"Layer {above}" if above <= reading.run.layers else "The prediction"
    who = f"{hearer} hears this h, and so does his next self: he has nothing else."
    turns = (*change(step["h_prev"], step["h"]), *crossed(step["h_prev"], step["h"]))
    return (
        *lesson(reading, task), rewritten(reading), *((share,) if n else ()), *task_words(reading, "keep"), *turns,
        *lesson(reading, who),
    )  # fmt: skip


# worked out ----------------------------------------------------------------------------------


def _times(reading: Reading, result: str, a: str, b: str) -> Line:
    numbers = (printed(reading, a), TIMES, printed(reading, b))
    holds = result not in reading.numbers.rounded
    names = (Span(a, "faint"), TIMES, Span(b, "faint"))
    return equals(Span(result, result), names, numbers, printed(reading, result), holds=holds)


def _reset_worked(reading: Reading) -> tuple[Line, ...]:
    return (*gate_worked("r")(reading), _times(reading, "heard", "r", "past" if _after(reading) else "h_prev"))


def _update_worked(reading: Reading) -> tuple[Line, ...]:
    return (*gate_worked("u")(reading), _times(reading, "kept", "u", "h_prev"))


def _candidate_worked(reading: Reading) -> tuple[Line, ...]:
    made = _after(reading) and not reading.held("heard") and not reading.held("past")
    return (*gate_worked("n")(reading), *((_past(reading),) if made else ()))


def _let_through(r: float, of_h: float, bias: float) -> float:
    return r * (of_h + bias)


def _past(reading: Reading) -> Line:
    """Return how `heard` comes from the product with W_hn and the bias inside, in the digits that z_n sums."""
    cell, unit = reading.run.bundle.network.cells[reading.cursor.layer], reading.unit
    bias = float(cell.parameters["b_hn"][unit])
    r, past, heard = (reading.numbers.values[name] for name in ("r", "past", "heard"))
    values = (r, past - bias, bias)
    summed = len(reading.numbers.gate("n").shares["heard"].partition(".")[2])
    places, decimals = settle(_let_through, values, (3, 3, 3), heard, summed)
    share, of_h, inside = (
        plain(value, place, signed=k > 0) for k, (value, place) in enumerate(zip(values, places, strict=True))
    )
    return equals(
        Span("heard", "heard"),
        (Span("r "), Span(share, "r", reading.place("r")), TIMES, Span("(W_hn·h_prev "),
         Span(f"({products(reading.hidden_size)}) ", "faint", aside=True), Span(of_h, "past"),
         PLUS, Span("b_hn "), Span(inside), Span(")")),
        Span(plain(heard, decimals), "heard", reading.place("heard")),
        holds=agrees(_let_through, values, places, heard, decimals),
    )  # fmt: skip


def _hidden_worked(reading: Reading) -> tuple[Line, ...]:
    n = reading.numbers
    written = equals(
        Span("written", "written"), Span("(1 − u) × n", "faint"),
        (Span("(1 − "), printed(reading, "u"), Span(")"), TIMES, printed(reading, "n")), printed(reading, "written"),
        holds="written" not in n.rounded,
    )  # fmt: skip
    summed = equals(
        Span("h", "h"), Span("kept + written", "faint"),
        (printed(reading, "kept"), PLUS, printed(reading, "written")), printed(reading, "h"), holds="h" not in n.rounded,
    )  # fmt: skip
    return (written, summed)


def _family(after: bool) -> Family:
    heard = (("r", "r"), ("⊙ past", "past"), ("= heard", "heard")) if after else (("r", "r"), ("= heard", "heard"))
    reset = Group("heard = r ⊙ past" if after else "heard = r ⊙ h_prev", heard)
    return Family(
        notation=_notation(after),
        wirings=(large(after), small()),
        little=(LITTLE, LEAST),
        groups=(reset, KEPT, WRITTEN),
        in_hand={
            "input": reset, "reset-gate": reset, "update-gate": KEPT, "candidate": PROPOSED, "hidden": SUM, "prediction": SUM,
        },
        ledger=(
            Entry("was", "h_prev"),
            Entry("kept", "kept", under="h_prev"),
            Entry("written", "written", fresh=True),
            Entry("now", "h"),
        ),
        standing=("h", "kept"),
        stays="kept",
        comes="written",
        gate_words={"r": "reset gate", "u": "update gate"},
        equations={"input": input_equation, "prediction": prediction_equation},
        words={
            "input": input_words(
                "all three layers of the module",
                "His note is blank: he has said nothing yet.",
                "Of all that came before he has only his note, h; the gates and others hear just that.",
            ),
            "reset-gate": _reset,
            "update-gate": _update,
            "candidate": _candidate,
            "hidden": _hidden,
            "prediction": prediction_words,
        },
        worked={
            "input": input_worked,
            "reset-gate": _reset_worked,
            "update-gate": _update_worked,
            "candidate": _candidate_worked,
            "hidden": _hidden_worked,
            "prediction": prediction_worked,
        },
    )  # fmt: skip


GRU, RESET_BEFORE = _family(after=True), _family(after=False)
