"""Pictures without a screen: what the stepper shows in a terminal, cell for cell, and nothing that is markup by chance."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
from terminal import Terminal, program
from test_snapshots import grid
from test_stepper import HOSTILE, OBEYED, stepping

from lstm_tui.commands.picture import phases_of
from lstm_tui.drawing.printed import CELL, LINE, as_html, as_svg, as_text
from lstm_tui.opening import open_text
from lstm_tui.ui.picture import picture_of
from lstm_tui.ui.still import pictures
from lstm_tui.ui.theme import PALETTES
from lstm_tui.visible import columns_of
from lstm_tui.wish import Wish

SVG = "{http://www.w3.org/2000/svg}"
ROUGH = "<script>alert(1)</script> &amp; ]]> \"' 字 e\u0301 " + HOSTILE


def picture(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lstm_tui", "picture", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def cells_of(svg: ET.Element) -> list[str]:
    """The characters of an SVG where they are drawn, line by line."""
    width, height = (float(svg.attrib[name]) for name in ("width", "height"))
    lines = [[" "] * round(width / CELL) for _ in range(round(height / LINE))]
    for text in svg.iter(f"{SVG}text"):
        row, x = int(float(text.attrib["y"]) / LINE), round(float(text.attrib["x"]) / CELL)
        length = float(text.attrib["textLength"])
        for character in text.text.replace("\xa0", " "):
            columns = max(0, columns_of(character))
            if columns:
                lines[row][x : x + columns] = [character, *[""] * (columns - 1)]
            else:
                lines[row][x - 1] += character
            x, length = x + columns, length - columns * CELL
        assert abs(length) < 0.01, "a run is as wide as its cells"
    return ["".join(line).rstrip() for line in lines]


@pytest.mark.parametrize(
    ("size", "place"),
    [((80, 24), ("aabb, hello", "--timestep", "3", "--phase", "cell", "--unit", "20")), ((120, 40), ("aabb", "--phase", "prediction")),
     ((160, 50), ("aaab.b", "--model", "counter", "--timestep", "5", "--theme", "light"))],
)  # fmt: skip
def test_the_picture_is_what_a_terminal_shows(size: tuple[int, int], place: tuple[str, ...], tmp_path: Path) -> None:
    for kind in ("svg", "txt")[: 2 if size[0] == 80 else 1]:
        done = picture(*place, "--size", "{}x{}".format(*size), "-o", str(tmp_path / f"it.{kind}"))
        assert (done.returncode, done.stdout) == (0, f"Saved {tmp_path / f'it.{kind}'}\n"), done.stderr
    with Terminal([*program(), *place], *size) as terminal:
        terminal.wait_for("worked out")
        terminal.settle()
        seen = [line.rstrip() for line in terminal.screen.display]
    if size[0] == 80:
        assert (tmp_path / "it.txt").read_text(encoding="utf-8").splitlines() == seen
    assert cells_of(ET.parse(tmp_path / "it.svg").getroot()) == seen


async def test_every_cell_has_the_colours_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_tui.ui.region.palette_for", lambda theme, _: PALETTES[theme])
    async with stepping("hello", theme="light") as (app, pilot):
        await pilot.press("right", "right")
        taken = picture_of(app, app.place)
        strips = app.screen._compositor.render_strips()
        for strip, line in zip(strips, taken.lines, strict=True):
            inked = [pen for text, pen in line for _ in text]
            styles = [segment.style for segment in strip for _ in segment.text]
            for style, pen in zip(styles, inked, strict=True):
                paper, ink = style.bgcolor.get_truecolor().hex, style.color and style.color.get_truecolor().hex
                assert [pen.paper, pen.ink] == ([ink, paper] if style.reverse else [paper, ink or pen.ink])
        assert as_text(taken).splitlines() == grid(app).splitlines()
        assert "".join(cells_of(ET.fromstring(as_svg(taken)))) == "".join(grid(app).splitlines())


def test_nothing_in_a_text_becomes_markup_and_no_network_is_asked() -> None:
    session = open_text(ROUGH, Wish(model="shakespeare")).seek(3)
    taken = pictures([session], 0, (120, 40), "dark")
    for content in (as_svg(taken[0]), as_html(taken, f"<b>{ROUGH}</b>"), as_text(taken[0])):
        assert not OBEYED & (set(content) - {"\n"})
    page = as_html(taken, f"<b>{ROUGH}</b>")
    assert "<script" not in page + as_svg(taken[0])
    assert "<b>" not in page
    assert set(re.findall(r"https?://[^\"' ]+", page + as_svg(taken[0]))) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\(|@import|@font-face|<link|<img", page)
    root = ET.fromstring(as_svg(taken[0]))
    assert cells_of(root) == as_text(taken[0]).splitlines()
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "rect", "g", "text"}
    assert root.find(f"{SVG}title").text.startswith(
        "lstm-tui --model shakespeare --timestep 4 --phase input --unit 0 $'"
    )


@pytest.mark.parametrize("model", ["counter", "shakespeare-rnn"])
def test_a_hand_out_of_all_phases(model: str, tmp_path: Path) -> None:
    session = open_text("aab", Wish(model=model)).seek(1)
    keys = [stop.phase.key for stop in session.stops]
    assert [place.phase.key for place in phases_of(session)] == keys
    arguments = ("aab", "--model", model, "--timestep", "2", "--all-phases", "--size", "80x24", "-o")
    assert picture(*arguments, str(tmp_path / "it.txt")).returncode == 0
    names = [f"it-{number:02}-{key}.txt" for number, key in enumerate(keys, 1)]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for number, name in enumerate(names, 1):
        assert f"{number} / {len(names)}" in (tmp_path / name).read_text(encoding="utf-8").splitlines()[1]
    assert picture(*arguments, str(tmp_path / "it.html")).returncode == 0
    page = (tmp_path / "it.html").read_text(encoding="utf-8")
    svgs = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(svgs) == page.count("<section>") == len(keys)
    for svg, name in zip(svgs, names, strict=True):
        assert cells_of(ET.fromstring(svg)) == (tmp_path / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("hello",), "-o"),
        (("hello", "-o", "x.png"), "ends in none of .svg, .html, .txt"),
        (("hello", "-o", "x.svg", "--size", "79x24"), "not within 80x24 to 400x200"),
        (("hello", "-o", "x.svg", "--size", "big"), "such as 120x40"),
        (("hello", "-o", "/nowhere/at/all.svg"), "cannot be written"),
        (("hello", "-o", "x.svg", "--unit", "64"), "units 0 to 63"),
        (("hello", "-o", "x.svg", "--timestep", "6"), "from 1 to 5"),
    ],
)
def test_what_the_user_got_wrong_is_one_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lstm_tui", "picture", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_picture_does_not_hang_on_the_terminal(tmp_path: Path) -> None:
    """A poor terminal, no colours and nobody to answer: the same file."""
    made = []
    for number, changes in enumerate(
        ({"TERM": "dumb", "NO_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    ):
        out = tmp_path / f"{number}.svg"
        command = [sys.executable, "-m", "lstm_tui", "picture", "hi", "-o", str(out)]
        subprocess.run(command, env={**os.environ, **changes}, stdin=subprocess.DEVNULL, check=True, timeout=60)
        made.append(out.read_bytes())
    assert made[0] == made[1]
