"""What comes next: the likeliest symbols with bars and percentages, and what the text really says."""

from __future__ import annotations

from lstm_tui.drawing.bars import share_bar
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed
from lstm_tui.explain.digits import plain
from lstm_tui.explain.reading import Guess, Reading
from lstm_tui.tasks.remarks import Asked
from lstm_tui.visible import quoted

ENTRY = 20


def draw_next_symbols(reading: Reading, width: int, height: int) -> Canvas:
    """Draw the likeliest symbols in columns; the true one is always among them, marked ◀."""
    if not reading.run.tokens.symbols:
        return _numbers(reading, width, height)
    following = reading.next_symbol
    really = f"really {quoted(following)}" if following is not None else "the text ends"
    canvas = framed(width, height, f"what comes next p ({reading.run.bundle.network.output_size},)", really)
    if "probs" not in reading.born:
        canvas.write(2, 1, "waits for the last phase", "unborn")
        return canvas
    rows, columns = max(1, height - 2), max(1, (width - 2) // ENTRY)
    guesses = reading.guesses(rows * columns)
    truth = reading.truth()
    if truth is not None and all(guess.index != truth.index for guess in guesses):
        guesses[-1:] = [truth]
    for place, guess in enumerate(guesses):
        column, row = divmod(place, rows)
        _entry(canvas, reading, 2 + column * ENTRY, 1 + row, guess, truth is not None and guess.index == truth.index)
    return canvas


def _numbers(reading: Reading, width: int, height: int) -> Canvas:
    following = reading.next_symbol
    really = f"next {quoted(following)}" if following is not None else "the end"
    canvas = framed(width, height, f"the answer y ({reading.run.bundle.network.output_size},)", really)
    if "probs" not in reading.born:
        canvas.write(2, 1, "waits for the last phase", "unborn")
        return canvas
    answers, asked, x, y = reading.answers(), reading.asked(), 2, 1
    for index, (answer, output) in enumerate(zip(answers, reading.step["logits"].tolist(), strict=True)):
        y = 1 + index
        if y < height - 1:
            name = "answer" if len(answers) == 1 else f"y{index}"
            x = canvas.write(
                canvas.write(2, y, name, "faint") + 1, y, plain(answer, 4), f"{reading.hue('logits')}.bold"
            )
            own = f"(the network's own {plain(output, 4)})"
            if reading.run.tokens.scale and x + len(own) + 4 < width:
                canvas.write(x + 2, y, own, "faint")
    words = _beside(asked, answers[0]) if asked is not None else ("nothing is asked yet",) if reading.run.task else ()
    for part in words:
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


def _entry(canvas: Canvas, reading: Reading, x: int, y: int, guess: Guess, true: bool) -> None:
    hue = reading.hue("probs")
    canvas.write_any(x, y, quoted(guess.symbol), f"{hue}.bold" if true else "text")
    canvas.write(x + 4, y, share_bar(guess.probability, 6), hue)
    canvas.write(x + 11, y, f"{guess.probability * 100:5.1f} %", "text")
    canvas.target(x, y, ENTRY - 1, reading.place("probs", guess.index))
    if true:
        canvas.write(x + 18, y, "◀", f"{hue}.bold")
