"""What operations change, in words: for the screen and the commands alike."""

from __future__ import annotations

import math

from lstm_tui.effect import FELT, Effect, Here, here
from lstm_tui.explain.digits import number, plain
from lstm_tui.explain.phrases import spoken
from lstm_tui.session import Session
from lstm_tui.visible import quoted

LARGE = 1e6
BEYOND = "beyond the range of its numbers"


def effect_lines(effect: Effect, session: Session) -> tuple[tuple[str, str], ...]:
    """Return what operations change, each with what it is about; the cursor's timestep among it."""
    lines = (
        ("loss over the text", loss_words(effect, session.free is not None)),
        (f"at timestep {session.cursor.timestep + 1:,}", here_words(here(session))),
        ("felt", felt_words(effect, session)),
    )
    return tuple((about, words) for about, words in lines if words)


def loss_words(effect: Effect, operated: bool) -> str:
    """Return the loss over the text then and now, as far as it is known."""
    if effect.lacking:
        return effect.lacking
    if not effect.operated.count:
        return "The model knows none of the symbols that come next." if effect.share == 1 else "…"
    if not operated:
        return f"{_loss(effect.operated.mean)} nats a symbol"
    if effect.free.count != effect.operated.count and effect.share < 1:
        return f"… → {_loss(effect.operated.mean)} nats a symbol" if effect.free.count == 0 else "…"
    then, now = _loss(effect.free.mean), _loss(effect.operated.mean)
    said = f"{then} → {now} nats a symbol"
    if not math.isfinite(effect.operated.mean - effect.free.mean):
        return said
    return f"{said}   {_signed(number(now) - number(then))}"  # between just these digits


def here_words(at: Here) -> str:
    """Return what the prediction at the cursor was and is."""
    if not at.symbol:
        then = "" if at.untouched else "nothing → " if at.free is None else f"{spoken(at.free)} → "
        return f"the answer {then}{spoken(at.operated)}"
    what = f"{quoted(at.symbol)} comes next" if at.follows else f"likeliest to come next is {quoted(at.symbol)}"
    if at.free is None:
        return f"{what}   {_chance(at.operated)}, and nothing stands beside it"
    if at.untouched:
        return f"{what}   {_chance(at.operated)}"
    return f"{what}   {_chance(at.free)} → {_chance(at.operated)}"


def felt_words(effect: Effect, session: Session) -> str:
    """Return from when to when an output differs."""
    if session.free is None:
        return ""
    so_far = "" if effect.share == 1 else " so far"
    differs = f"an output differs by {FELT} or more"  # not at every timestep between the first and the last such
    if effect.first is None or effect.last is None:
        return f"no output differs by {FELT} or more{so_far}"
    ends, count = effect.last + 1 >= len(session.run), effect.last - effect.first + 1
    where = f"{effect.first + 1:,} to {'the end of the text' if ends else f'{effect.last + 1:,}'}"
    some = effect.differing < count
    span = f"at {effect.differing:,} of the {count:,} timesteps from {where}" if some else f"from timestep {where}"
    if count == 1:
        span = f"at timestep {effect.first + 1:,} alone"
    if ends:
        return f"{span} {differs}"
    after = (
        f"after {effect.last + 1:,} timesteps"
        if session.run.trace.operations.start is not None
        else f"from {effect.last + 2:,} on"
    )
    return f"{span} {differs}; {after} it no longer matters{so_far}"


def _loss(value: float) -> str:
    if not math.isfinite(value):
        return "∞" if value == math.inf else BEYOND
    return f"{value:.4f}" if value < LARGE else f"{value:.3e}"


def _chance(p: float) -> str:
    return f"{p * 100:.1f} %" if math.isfinite(p) else BEYOND


def _signed(value: float) -> str:
    return plain(value, 4) if abs(value) < LARGE else f"{value:+.3e}".replace("-", "−")
