"""What if, drawn: text and roles at three sizes; the chosen row is always seen, every row answers to a click."""

from __future__ import annotations

import pytest

from lstm_tui.drawing.targets import Do
from lstm_tui.panels.operate import ADD, OFF, ON, WAITS, Choice, Laid, Outcome, draw_operations, draw_outcome
from lstm_tui.visible import columns_of

ITEMS = (
    Choice("unit 20's forget gate held at 0 from timestep 5 to 9", "f[20]@5:9=0", ON),
    Choice("unit 12 silenced: h is 0 for everyone who listens", "ablate 12", OFF),
    Choice("unit 99's forget gate held at 0", "f[99]=0", WAITS, "There is no unit 99. This layer has units 0 to 63."),
    Choice("begun in the state after '\u202e漢字 and so on'", 'start after "\u202e漢字 and so on"', ON),
)
OFFERED = tuple(Choice(f"unit 47's forget gate held at {k}", f"f[47]={k}", ADD, about=str(k // 6)) for k in range(18))


def laid(chosen: int = 0, items: tuple[Choice, ...] = ITEMS) -> Laid:
    return Laid(items, OFFERED, chosen, "timestep 6 '␣' · forget gate · unit 47", back=2, forth=1)


@pytest.mark.parametrize("size", [(80, 17), (120, 33), (200, 53)], ids=str)
@pytest.mark.parametrize("what", ["laid", "nothing"])
def test_snapshots(what: str, size: tuple[int, int], snapshot) -> None:
    canvas = draw_operations(laid(8) if what == "laid" else laid(0, ()), *size)
    assert canvas.text() == snapshot
    assert "\n".join(" ".join(f"{role}:{len(text)}" for text, role in row) for row in canvas.rows()) == snapshot


@pytest.mark.parametrize("height", [3, 4, 8, 17, 40])
def test_the_chosen_row_is_seen_and_rows_answer_to_a_click(height: int) -> None:
    for chosen in range(len(ITEMS) + len(OFFERED)):
        canvas = draw_operations(laid(chosen), 80, height)
        marked = [row for row in canvas.text().splitlines() if "▸" in row]
        assert len(marked) == 1
        assert Do(f"choose({chosen})") in [target.meaning for target in canvas.targets]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (2, 2), (10, 4), (33, 9), (80, 5)])
def test_any_room_and_no_row_is_wider_than_it(size: tuple[int, int]) -> None:
    for canvas in (draw_operations(laid(3), *size), draw_outcome(Outcome((("felt", "漢字 " * 30),), 0.5), *size)):
        for row in canvas.text().splitlines():
            assert sum(max(0, columns_of(character)) for character in row) <= size[0]


def test_what_it_changes_is_a_line_each() -> None:
    drawn = draw_outcome(
        Outcome((("loss over the text", "2.1 → 2.4 nats a symbol   +0.3"), ("felt", "x")), 0.25), 80, 6
    ).text()
    assert "loss over the text  2.1 → 2.4 nats a symbol   +0.3" in drawn
    assert "25 % compared" in drawn
