"""What is known of the machine, in sentences and numbers: where the text stands in it, and how far it is the grammar."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_tui.automata import words
from lstm_tui.automata.extraction import Found
from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.panels.machine import LONGEST, Drawn
from lstm_tui.visible import quoted

HEADS = (("read", 5), ("automaton", 10), ("grammar", 8), ("criterion", 10))
KIND = 19  # columns of the kind of strings


def draw_machine_facts(drawn: Drawn, width: int, height: int) -> Canvas:
    """Draw as much as there is room for, what matters most first."""
    if drawn.found is None:
        return framed(width, height, "what is known") if height > 6 else Canvas(width, height)
    return _boxed(drawn, drawn.found, width, height) if height > 6 else _few(drawn, drawn.found, width, height)


def _boxed(drawn: Drawn, found: Found, width: int, height: int) -> Canvas:
    """Draw paragraphs in a frame, each whole or not at all."""
    canvas = framed(width, height, "what is known")
    room, y = max(1, width - 4), 1
    here = [(line, role) for text, role in _here(drawn) for line in wrap(text, room)]
    for paragraph in (here, *_paragraphs(found, room)):
        if y + len(paragraph) < height:
            for line, role in paragraph:
                canvas.write_any(2, y, line, role)
                y += 1
            y += 1
    return canvas


def _few(drawn: Drawn, found: Found, width: int, height: int) -> Canvas:
    """Draw the first lines; the last one says where it breaks off."""
    canvas, room = Canvas(width, height), max(1, width - 2)
    here = wrap(" ".join(text for text, _ in _here(drawn)), room)
    lines = [(line, "title") for line in here]
    for text, role in _verdict(found):
        lines += [(line, role) for line in wrap(text, room)]
    for y, (line, role) in enumerate(lines[:height]):
        cut = y == height - 1 and len(lines) > height
        canvas.write_any(1, y, line[: room - 2] + " …" if cut else line, role)
    return canvas


def _here(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """Say in which state the text is, and what may follow by each of three."""
    found, reading = drawn.found, drawn.reading
    assert found is not None
    timestep = reading.cursor.timestep
    truth = reading.run.truth()
    word = f" ({truth[timestep]})" if truth is not None else ""
    if timestep + 1 >= len(drawn.states):
        yield f"Only the first {LONGEST:,} symbols are followed.", "faint"
    elif drawn.state is not None:
        last = reading.run.symbols[timestep]
        yield f"Timestep {timestep + 1}: {quoted(last)} leads to state {drawn.state}{word}.", "title"
    else:
        left = next(at for at, state in enumerate(drawn.states) if state is None)
        symbol = quoted(reading.run.symbols[left - 1])
        yield f"The machine was left at timestep {left}: {symbol} might not come there.", "unknown"
    automaton = None if drawn.state is None else found.machine.allows[drawn.state]
    own = "" if automaton == "" else words.listed(drawn.network)
    by = f"automaton {words.listed(automaton)}" if own else "nothing: the text has ended"
    yield f"May follow: {f'network {own}, ' if own else ''}{by}.", "text"
    if drawn.by_hand:
        yield "The machine is drawn out of the weights: what is held by hand is not in it.", "faint"


def _verdict(found: Found) -> tuple[tuple[str, str], ...]:
    hue = "green.bold" if found.finite else "gold.bold"
    return (words.headline(found), hue), (words.difference(found), "text")


def _paragraphs(found: Found, room: int) -> Iterator[list[tuple[str, str]]]:
    for text, role in _verdict(found):
        yield [(line, role) for line in wrap(text, room)]
    yield list(_table(found, room))
    for text in (words.growth(found), words.merging(found), f"{found.rule} {found.given}"):
        yield [(line, "faint") for line in wrap(text, room)]


def _table(found: Found, room: int) -> Iterator[tuple[str, str]]:
    """Yield the table of those with whom the network agrees throughout; columns in which nothing is known are left out, and numbers alone where it is narrow."""
    known = [
        True,
        any(row.automaton is not None for row in found.rows),
        any(row.grammar is not None for row in found.rows),
        any(row.criterion is not None for row in found.rows),
    ]
    heads = [head for head, there in zip(HEADS, known, strict=True) if there]
    while KIND + sum(width for _, width in heads) > room and len(heads) > 2:
        heads.pop()
    yield "strings".ljust(KIND) + "".join(name.rjust(width) for name, width in heads), "faint"
    for row in found.rows:
        said = {
            "read": f"{row.read:.1f}",
            "automaton": _share(row.automaton, row.total),
            "grammar": _share(row.grammar, row.total),
            "criterion": _share(row.criterion, row.total),
        }
        yield row.kind.ljust(KIND) + "".join(said[name].rjust(width) for name, width in heads), "text"


def _share(count: int | None, total: int) -> str:
    return "–" if count is None else f"{count}/{total}"
