"""The sentences that all kinds of cell share: on what is read, on what a gate says, and on what comes next.

Sentences stand in the order of their weight. What is true of the phase at every step (`lesson`) is said for the first
timesteps at which a person reads it; then what is particular at this step has its place.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from lstm_tui.core.activations import Array
from lstm_tui.explain.digits import plain
from lstm_tui.explain.phrases import leaders, listed, percent_of, spoken, tally, turned, units
from lstm_tui.explain.reading import Reading
from lstm_tui.family.base import Words
from lstm_tui.tasks.remarks import counted
from lstm_tui.visible import quoted

LESSONS = 3  # timesteps for which a sentence that stays the same is said


def lesson(reading: Reading, *sentences: str) -> tuple[str, ...]:
    """Return sentences that are true at every step, as long as they are news."""
    return sentences if reading.look.seen < LESSONS else ()


def before(reading: Reading, name: str) -> Array | None:
    """Return a quantity of all units at the timestep before; None at the first."""
    timestep = reading.cursor.timestep
    return reading.run.trace.step(timestep - 1, reading.cursor.layer)[name] if timestep else None


def task_words(reading: Reading, what: Literal["read", "keep"]) -> tuple[str, ...]:
    """Return what the task says of this timestep: what was just read means, or what must be remembered.

    What it said of the timestep before is no news for long.
    """
    remarks, timestep = reading.run.remarks() if reading.cursor.layer == 0 else None, reading.cursor.timestep
    if remarks is None:
        return ()
    said = getattr(remarks[timestep], what)
    old = timestep > 0 and getattr(remarks[timestep - 1], what) == said
    return () if not said else lesson(reading, said) if old else (said,)


def at_first(reading: Reading) -> bool:
    """Say whether nothing was read before."""
    return reading.cursor.timestep == 0


def _blank(reading: Reading) -> bool:
    """Say whether all that is handed on is zero; a run may begin in another state."""
    states = reading.run.bundle.network.cells[reading.cursor.layer].state_names
    return not any(reading.step[f"{name}_prev"].any() for name in states)


# reading a symbol --------------------------------------------------------------------


def input_words(layers: str, empty: str, known: str, alone: bool = False) -> Words:
    """Return the words of the input phase.

    Args: layers: what x and h go into; empty, known: what he has at the first timestep, and later. alone: x goes into them
        without h.
    """

    def tell(reading: Reading) -> tuple[str, ...]:
        run, layer = reading.run, reading.cursor.layer
        if layer > 0:
            said = f"Layer {layer + 1} does not see the text: it reads what layer {layer} just said aloud, its h."
            return (*lesson(reading, said), _loudest(reading))
        symbol, fed = quoted(reading.symbol), int(np.count_nonzero(reading.step["h_prev"]))
        past = empty if at_first(reading) and _blank(reading) else known
        if not run.knows(reading.cursor.timestep):
            speakers = "h_prev and the biases speak" if fed and not alone else "the biases speak"
            what = (
                f"x is all zeros, and only {speakers}"
                if not reading.step["x"].any()
                else f"he is fed {_stand_in(reading)}"
            )
            said = f"The amnesiac reads {symbol}, which this model does not know: {what}."
            return (said, *task_words(reading, "read"), *lesson(reading, past))
        into = f"{run.tokens.x_in_words()} and h_prev ({counted(run.hidden_size(0), 'number')}) go into {layers}."
        if alone:
            into = f"{run.tokens.x_in_words()} goes into {layers}; h_prev does not."
        return (
            f"The amnesiac reads {symbol}.",
            *task_words(reading, "read"),
            *awaited(reading),
            *lesson(reading, past),
            *lesson(reading, into, *_row_of_truths(reading)),
        )

    return tell


def _row_of_truths(reading: Reading) -> tuple[str, ...]:
    """Say how the row under the text is read, where there is one."""
    task = reading.run.task
    if task is None or reading.run.truth() is None:
        return ()
    return (f"The row '{task.truth_name}' under the text: {task.truth_means}.",)


def _stand_in(reading: Reading) -> str:
    unknown = reading.run.tokens.unknown
    return reading.run.bundle.card.unknown if unknown is None else quoted(reading.run.tokens.symbols[unknown])


def _loudest(reading: Reading) -> str:
    """Say which unit of the layer below spoke loudest."""
    heard, below = reading.step["x"], reading.cursor.layer
    if not heard.any():
        return f"Layer {below} said nothing aloud."
    first = leaders(np.abs(heard), spoken)
    if len(first) == 1:
        return f"In layer {below} unit {first[0]} spoke loudest: {spoken(float(heard[first[0]]))}."
    return f"In layer {below} {units(first)} spoke loudest."


def awaited(reading: Reading) -> tuple[str, ...]:
    """Say whether the symbol just read was expected, by the prediction made before it."""
    timestep, tokens = reading.cursor.timestep, reading.run.tokens
    index = tokens.index(reading.symbol)
    if timestep == 0 or index is None or not tokens.symbols:
        return ()
    probs = reading.run.trace.step(timestep - 1, reading.run.layers - 1)["probs"]
    p = float(probs[index])
    if not np.isfinite(probs).all():
        return ()
    if reading.run.bundle.network.output == "sigmoid":
        if p > 0.5:
            return (f"He had said that it may come: {percent_of(p)}.",)
        return (f"A surprise: he had held it for {percent_of(p)} likely.",)
    first = favourites(probs)
    if index in first:
        if len(first) == 1:
            return (f"Just what he expected: he had given it {percent_of(p)}.",)
        return (f"It was among the {len(first)} likeliest: he had given each {percent_of(p)}.",)
    blind = " A blind guess would have given it more." if p < 1 / len(probs) else ""
    best = quoted(tokens.symbols[first[0]])
    other = f"{best} stood first" if len(first) == 1 else f"{len(first)} others stood first"
    kind = "A surprise: he" if blind else "He"
    return (f"{kind} had given it {percent_of(p)}; {other}, with {percent_of(float(probs[first[0]]))}.{blind}",)


# a gate ------------------------------------------------------------------------------


def gate_words(reading: Reading, gate: str, one: str, many: str) -> tuple[str, ...]:
    """Return what is particular of a gate at this step: which units turned, and how many stand open."""
    old = before(reading, gate)
    moved = turned(old, reading.step[gate]) if old is not None else ()
    return (*moved, *tally(reading.step[gate], one, many)) if reading.hidden_size > 1 else moved


# saying what comes next ---------------------------------------------------------------


def favourites(probs: Array) -> list[int]:
    """Return the symbols whose probability prints like the largest, the likeliest first."""
    best = f"{float(probs.max()) * 100:.1f}"
    order = np.argsort(-probs, kind="stable")
    return [int(k) for k in order if f"{float(probs[k]) * 100:.1f}" == best]


def prediction_words(reading: Reading) -> tuple[str, ...]:
    """Return what the network expects, and what the text really says."""
    if not reading.run.tokens.symbols:
        return _answer_words(reading)
    from_h = "He says it from h alone: the note itself is not heard." if reading.notation.note != "h" else ""
    if not np.isfinite(reading.step["probs"]).all():
        return (f"After {quoted(reading.symbol)} he expects nothing: his numbers are beyond what float32 can hold.",)
    if reading.run.bundle.network.output == "sigmoid":
        said = _may_follow(reading)
    else:
        said = (_expects(reading), _truth(reading))
    return (*said, *lesson(reading, *filter(None, (from_h,))))


def _expects(reading: Reading) -> str:
    probs, symbols = reading.step["probs"], reading.run.tokens.symbols
    first = favourites(probs)
    named, each = [quoted(symbols[k]) for k in first], percent_of(float(probs[first[0]]))
    if len(first) == 1:
        return f"After {quoted(reading.symbol)} he expects {named[0]} most of all: {each}."
    if len(first) <= 3:
        return f"After {quoted(reading.symbol)} he expects {listed(named)} alike: {each} each."
    return f"After {quoted(reading.symbol)} he cannot decide: {len(first)} symbols stand first alike, {each} each."


def _truth(reading: Reading) -> str:
    truth, following = reading.truth(), reading.next_symbol
    if following is None:
        return "The text ends here."
    if truth is None:
        return f"The text goes on with {quoted(following)}, which this model does not know and cannot expect."
    first = favourites(reading.step["probs"])
    if first == [truth.index]:
        return f"The text does go on with {quoted(truth.symbol)}."
    blind = ", less than a blind guess would" if truth.probability < 1 / len(reading.step["probs"]) else ""
    return f"The text goes on with {quoted(truth.symbol)}: he gave it {percent_of(truth.probability)}{blind}."


def _may_follow(reading: Reading) -> tuple[str, ...]:
    """Return the words on symbols that are each judged by themselves."""
    guesses = reading.guesses(len(reading.step["probs"]))
    allowed = [quoted(guess.symbol) for guess in guesses if guess.probability > 0.5]
    following, truth, read = reading.next_symbol, reading.truth(), quoted(reading.symbol)
    first = f"After {read} no symbol is above 50 %: he expects none of them."
    if allowed:
        first = f"After {read} he expects {listed(allowed)}: {'each is' if len(allowed) > 1 else 'it is'} above 50 %."
    alone = lesson(reading, "Each symbol is judged by itself, so that they need not add up to 100 %.")
    if following is None:
        return (first, "The text ends here.", *alone)
    if truth is None:
        return (first, f"The text goes on with {quoted(following)}, which this model does not know and cannot expect.")
    fits = "as he expects" if truth.probability > 0.5 else "which he does not expect"
    return (first, f"The text goes on with {quoted(truth.symbol)}, {fits}.", *alone)


def _answer_words(reading: Reading) -> tuple[str, ...]:
    answers = reading.answers()
    answer = f"After {quoted(reading.symbol)} he answers {', '.join(plain(value, 4) for value in answers)}."
    following, asked = reading.next_symbol, reading.asked()
    said = f"The data go on with {quoted(following)}." if following is not None else "The data end here."
    if asked is None:
        yet = lesson(reading, "Nothing is asked yet.") if reading.run.task is not None else (said,)
        return (answer, *yet)
    off = abs(asked.value - answers[0])
    return (answer, f"Wanted is {asked.sum} = {plain(asked.value, 4)}: he is off by {off:.4f}.", said)
