"""What is written can be read: the contrast that WCAG 2.1 asks of text (4.5 : 1), for every role in every theme."""

from __future__ import annotations

import itertools

import pytest
from rich.style import Style

from lstm_tui.ui.theme import DARK, LIGHT, SIXTEEN, Palette, palette_for, style

TEXT = ["text", "title", "faint", "unborn", "code", "unknown", "bar", "bar.bold", "bar.model", "bar.faint", "chosen.mark",
        "note.ink", "note.title", "note.faint", "note.erased", "note.new", "value.up", "value.down", "value.zero"]  # fmt: skip
HUES = [f"{hue}{kind}" for (hue, _), kind in itertools.product(DARK.hues, ("", ".bold", ".chosen", ".sel"))]


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(wanted: Style) -> float:
    lights = sorted(luminance(tuple(colour.get_truecolor())) for colour in (wanted.color, wanted.bgcolor))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_says():
    assert contrast(Style(color="#000000", bgcolor="#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("role", TEXT + HUES)
def test_text_stands_out_from_its_ground(palette: Palette, role: str):
    assert contrast(style(palette, role)) >= 4.5


@pytest.mark.parametrize("role", TEXT + HUES)
def test_a_terminal_of_16_colours_is_asked_for_no_other(role: str):
    wanted = style(palette_for("lstm-dark", "standard"), role)
    assert palette_for("lstm-light", "standard") is SIXTEEN
    assert all(colour.is_default or (colour.number is not None and colour.number < 16)
               for colour in (wanted.color, wanted.bgcolor))  # fmt: skip
