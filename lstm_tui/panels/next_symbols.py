"""What comes next: the likeliest symbols with bars and percentages, and what the text really says.

Beside an operated run each bar is marked where the untouched run's ends, and its percentage stands behind the other.
"""

from __future__ import annotations

from lstm_tui.drawing.bars import share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.drawing.ghost import lying_mark, role_of
from lstm_tui.drawing.targets import Untouched
from lstm_tui.explain.digits import plain
from lstm_tui.explain.reading import GHOST, Guess, Reading
from lstm_tui.tasks.remarks import Asked
from lstm_tui.visible import quoted, tape_width

PERCENT = 10  # cells of a percentage and the mark behind it
BESIDE = 7  # cells of the untouched run's percentage behind it
NOTHING = "nothing is expected before the first symbol"


def draw_next_symbols(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the likeliest symbols, one a row; the true one is always among them, marked ◀.

    Before the last phase the expectation of the timestep before stands there, dim: it was for the symbol that is read now.
    """
    if not reading.run.tokens.symbols:
        return _numbers(reading, width, height)
    if "probs" in reading.born:
        following = reading.next_symbol
        really = f"really {quoted(following)}" if following is not None else "the text ends"
        canvas = framed(width, height, f"what comes next p ({reading.run.bundle.network.output_size},)", really)
        _guesses(canvas, reading, dim=False)
        return canvas
    before = reading.before()
    if before is None:
        canvas = framed(width, height, "what comes next")
        canvas.write(2, 1, NOTHING if len(NOTHING) <= width - 4 else "nothing yet"[: max(0, width - 4)], "unborn")
        return canvas
    canvas = framed(
        width, height, f"after {quoted(before.symbol)} he expected", f"it was {quoted(reading.symbol)}", "faint"
    )
    _guesses(canvas, before, dim=True)
    return canvas


def _guesses(canvas: Canvas, reading: Reading, dim: bool) -> None:
    """Draw a row for each of the likeliest symbols, as many as fit, and for the true one in the place of the last."""
    rows, width = canvas.height - 2, canvas.width
    if rows < 1:
        return
    guesses, truth, ghost = _shown(reading, rows), reading.truth(), reading.ghost
    names = [quoted(guess.symbol) for guess in guesses]
    start = 3 + max((sum(map(tape_width, name)) for name in names), default=0)
    percent = width - 1 - PERCENT - (BESIDE if ghost is not None else 0)
    length, hue = percent - 1 - start, reading.hue("probs")
    for y, (guess, name) in enumerate(zip(guesses, names, strict=True), 1):
        true = truth is not None and guess.index == truth.index
        canvas.write_any(2, y, name, "faint" if dim else f"{hue}.bold" if true else "text")
        if length > 0:
            canvas.write(start, y, share_bar(guess.probability, length), "frame" if dim else hue)
        canvas.write(percent, y, f"{guess.probability * 100:5.1f} %".replace("nan", "  ?"), "faint" if dim else "text")
        if true:
            canvas.write(width - 3, y, "◀", "faint" if dim else f"{hue}.bold")
        canvas.target(1, y, width - 2, reading.place("probs", guess.index))
        if ghost is not None:
            _untouched(canvas, ghost, guess, y, start, percent)


def _shown(reading: Reading, rows: int) -> list[Guess]:
    """Return the likeliest symbols, among them the true one and the one that the untouched run holds likeliest."""
    guesses, truth, ghost = reading.guesses(rows), reading.truth(), reading.ghost
    wanted = [] if ghost is None else ghost.guesses(1)
    wanted = [*wanted, truth] if truth is not None else wanted
    for guess in wanted[-rows:]:
        if all(other.index != guess.index for other in guesses):
            spare = [k for k, other in enumerate(guesses) if all(other.index != kept.index for kept in wanted)]
            guesses[spare[-1] if spare else -1] = reading.guess(guess.index)
    return sorted(guesses, key=lambda guess: -guess.probability) if ghost is not None else guesses


def _untouched(canvas: Canvas, ghost: Reading, guess: Guess, y: int, start: int, percent: int) -> None:
    """Mark where the untouched run's bar ends, and write its percentage, where it prints otherwise."""
    old = ghost.guess(guess.index).probability
    text = f"{GHOST}{old * 100:.1f}"
    if mark := lying_mark(guess.probability, old, 0.0, 1.0, percent - 1 - start):
        x, glyph, kind = start + mark[0], mark[1], mark[2]
        canvas.write(x, y, glyph or canvas.characters[y][x], role_of(kind, canvas.roles[y][x]))
    if text[1:] != f"{guess.probability * 100:.1f}":
        x = percent + 7 + BESIDE - len(text)
        canvas.write(x, y, text, "ghost")
        canvas.target(x, y, len(text), Untouched(ghost.place("probs", guess.index)))


def _numbers(reading: Reading, width: int, height: int) -> Canvas:
    following = reading.next_symbol
    really = f"next {quoted(following)}" if following is not None else "the end"
    canvas = framed(width, height, f"the answer y ({reading.run.bundle.network.output_size},)", really)
    if "probs" not in reading.born:
        before = reading.before()
        said = ", ".join(plain(answer, 4) for answer in before.answers()) if before is not None else ""
        words = f"after {quoted(before.symbol)} it answered {said}" if before is not None else NOTHING
        if before is not None and len(words) > width - 4:
            words = f"it answered {said}"
        x = canvas.write(2, 1, words[: max(0, width - 4)], "unborn")
        old = before.ghost if before is not None else None
        other = ", ".join(plain(answer, 4) for answer in old.answers()) if old is not None else said
        if other != said and x + len(other) + 3 < width:
            canvas.write(x + 1, 1, f"{GHOST}{other}", "ghost")
        return canvas
    answers, asked, x, y = reading.answers(), reading.asked(), 2, 1
    olds = reading.ghost.answers() if reading.ghost is not None else answers
    for index, (answer, output) in enumerate(zip(answers, reading.step["logits"].tolist(), strict=True)):
        y = 1 + index
        if y < height - 1:
            name = "answer" if len(answers) == 1 else f"y{index}"
            x = canvas.write(
                canvas.write(2, y, name, "faint") + 1, y, plain(answer, 4), f"{reading.hue('logits')}.bold"
            )
            if plain(olds[index], 4) != plain(answer, 4):
                x = canvas.write(x + 1, y, f"{GHOST}{plain(olds[index], 4)}", "ghost")
            own = f"(the network's own {plain(output, 4)})"
            if reading.run.tokens.scale and x + len(own) + 4 < width:
                canvas.write(x + 2, y, own, "faint")
    beside = _beside(asked, answers[0]) if asked is not None else ("nothing is asked yet",) if reading.run.task else ()
    for part in beside:
        if x + 3 + len(part) <= width - 2:
            part = f" · {part}"
        else:
            x, y = 2, y + 1
        if y < height - 1:
            x = canvas.write(x, y, part, "text" if asked is not None else "faint")
    return canvas


def _beside(asked: Asked, answer: float) -> tuple[str, ...]:
    """Return what the task wants beside what was answered, in the same unit."""
    wanted = f"wanted {asked.sum} = {plain(asked.value, 4)}"
    return wanted, f"off by {abs(asked.value - answer):.4f}"
