"""Nothing that a terminal obeys gets through, and a width is the one that the drawing library counts."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lstm_tui.visible import on_tape, quoted, tape_width, visible

# Unicode 16: Bidi_Control (PropList.txt), the line and paragraph separators, and the code points of UTF-16 surrogates.
BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
OBEYED = [*range(0x20), 0x7F, *range(0x80, 0xA0), *BIDI, 0x2028, 0x2029, *range(0xD800, 0xE000)]
OBEYED_SET = frozenset(map(chr, OBEYED))
every_character = st.characters(min_codepoint=0, max_codepoint=0x10FFFF, categories=None)
hostile = st.text(st.one_of(st.sampled_from(sorted(OBEYED_SET)), every_character))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (range(0x20), [chr(0x2400 + code) for code in range(0x20)]),  # ␀ ␁ ... ␛ ... ␟
        ([0x7F], ["␡"]),
        (range(0x80, 0xA0), ["\ufffd"] * 32),
        (BIDI, ["\ufffd"] * 12),
        ([0x2028, 0x2029], ["\ufffd"] * 2),
        (range(0xD800, 0xE000), ["\ufffd"] * 2048),
        ([0x200B, 0x2060, 0xFEFF, 0xAD, 0xE0041], ["\ufffd"] * 5),  # zero width, or a tag that hides text
    ],
    ids=["C0", "DEL", "C1", "bidi", "separators", "surrogates", "invisible"],
)
def test_what_a_terminal_obeys_is_shown_instead(codes: list[int], expected: list[str]) -> None:
    assert [visible(chr(code)) for code in codes] == expected


@given(hostile)
def test_one_character_in_one_out_and_none_that_is_obeyed(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not OBEYED_SET & set(shown)
    shown.encode("utf-8")  # a lone surrogate would fail here, as it would at the terminal
    assert visible(shown) == shown


@given(hostile)
def test_no_escape_sequence_survives(text: str) -> None:
    assert not re.search(r"[\x1b\x9b\x9d\x90\x07\x08\r\n]", visible(f"\x1b]0;title\x07\x1b[2J{text}\x9b31m"))


@pytest.mark.parametrize("text", ["hello, world", "Ünïcödé", "中文", "e\u0301", "😀", "σ ⊙ − ½", " "])
def test_what_can_be_read_is_left_alone(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("character", "shown"), [(" ", "␣"), ("\n", "↵"), ("\t", "⇥"), ("\u0301", "◌\u0301"), ("a", "a"), ("\x1b", "␛")]
)
def test_a_symbol_that_stands_alone(character: str, shown: str) -> None:
    assert on_tape(character) == shown


def test_a_character_named_in_running_text() -> None:
    assert quoted("o") == "'o'"
    assert quoted(" ") == "'␣'"
    assert quoted("\u202e") == "U+202E"
    assert quoted("\ud800") == "U+D800"


def test_a_width_is_what_rich_counts_for_every_character_of_the_first_three_planes() -> None:
    wrong = [
        f"U+{code:04X}: tape {tape_width(chr(code))}, rich {cell_len(on_tape(chr(code)))}"
        for code in range(0x30000)
        if cell_len(on_tape(chr(code))) != tape_width(chr(code))
    ]
    assert not wrong, f"{len(wrong)} disagree: {wrong[:40]}"


def test_a_width_is_one_or_two_and_the_known_ones_are_known() -> None:
    assert [tape_width(character) for character in "a\n\u0301\u202e中😀ﾊ"] == [1, 1, 1, 1, 2, 2, 1]


def test_what_is_taken_for_one_column_without_a_look_is_one_column():
    from wcwidth import wcwidth

    from lstm_tui.visible import _NARROW

    assert {character for character in _NARROW if wcwidth(character) != 1} == set()


def test_plain_text_is_drawn_without_the_tables_of_unicode():
    code = (
        "import sys\n"
        "from lstm_tui.session import Session\nfrom lstm_tui.models import registry\n"
        "from lstm_tui.family import read_lead\nimport importlib\n"
        "reading = read_lead(Session.open(registry.load(), 'To be'), 0)\n"
        "for name in ('heading', 'tape', 'module', 'story', 'note', 'gates', 'arithmetic', 'next_symbols'):\n"
        "    panel = importlib.import_module('lstm_tui.panels.' + name)\n"
        "    list(getattr(panel, 'draw_' + name)(reading, 78, 14).rows())\n"
        "assert 'lstm_tui.panels.tape' in sys.modules\n"
        "print(sorted(name for name in sys.modules if name.startswith(('wcwidth', 'platformdirs'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
