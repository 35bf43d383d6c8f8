"""docs/finds.md and docs/twins.md: every command is run again, and says what stands there; no figure beside them is from elsewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.measuring import surprises_in_pieces
from lstm_tui.models import registry
from lstm_tui.operations.kinds import Silence
from lstm_tui.run import Run
from lstm_tui.session import Session

ROOT = Path(__file__).parents[1]
PAGE = "\n".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("finds.md", "twins.md"))
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ESCAPED = re.compile(r"\$'((?:[^'\\]|\\.)*)'")  # as bash reads it, of which a line break is all that stands here
COMMANDS = [part for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
NUMBER = re.compile(r"[+−-]?\d+(?:[.,]\d+)*(?:e[+-]\d+)?")
LEFT_OUT = "…"


def figures(line: str) -> list[float]:
    return [float(found.replace("−", "-").replace(",", "")) for found in NUMBER.findall(line)]


def alike(shown: str, said: str) -> bool:
    """The same words, and numbers within two units of the last digit that is printed: the rest hangs on the processor."""
    if "rounding" in shown:
        return "rounding" in said
    if NUMBER.sub("#", shown).split() != NUMBER.sub("#", said).split():
        return False
    places = [len(found.partition(".")[2]) for found in NUMBER.findall(shown)]
    pairs = zip(figures(shown), figures(said), places, strict=True)
    return all(
        abs(a - b) <= (2.01 * 10.0**-place if place else a != b and 1.01 * ("%" in shown)) for a, b, place in pairs
    )


@pytest.mark.parametrize("part", COMMANDS, ids=lambda part: part.splitlines()[0][:60])
def test_the_command_says_what_stands_there(
    part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command, *lines = part.rstrip("\n").split("\n")
    name, *words = shlex.split(ESCAPED.sub(lambda found: shlex.quote(found[1].replace("\\n", "\n")), command))
    assert name == "lstm-tui"
    assert main(words) == 0
    said = capsys.readouterr().out.rstrip("\n").split("\n")
    at, skipped = 0, False
    for line in lines:
        if line == LEFT_OUT:
            skipped = True
            continue
        while skipped and at < len(said) and not alike(line, said[at]):
            at += 1
        assert at < len(said), line
        assert alike(line, said[at]), (line, said[at])
        at, skipped = at + 1, False
    assert skipped or at == len(said), "what is left out is marked"


def test_no_figure_in_the_sentences_is_from_elsewhere() -> None:
    """A decimal number or a share in the text stands in a block as well; counts in it are small."""
    sentences = re.sub(r"^```\n.*?^```", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"\d\.\d|\d %", sentences)
    assert len(COMMANDS) >= 12


def test_what_the_sentences_say_of_the_numbers_holds() -> None:
    by_command = {part.split("\n")[0]: part for part in COMMANDS}
    brackets = next(part for name, part in by_command.items() if "--unit 15" in name)
    written = [figures(line)[1] for line in brackets.split("\n") if "left" in line]
    assert all(0.7 < value < 1 for value in written[1:4])
    assert all(-1 < value < -0.7 for value in written[5:])
    whole = next(part for name, part in by_command.items() if "--last 5" in name).split("\n")
    value, space, b = (figures(line)[-1 if "=" in line else 1] for line in (whole[1], whole[6], whole[7]))
    assert b > value / 2
    assert space == pytest.approx(value / 6, rel=0.1)
    lstm, rnn = (
        {line.split()[0]: figures(line)[-1] for line in part.split("\n")[2:] if "symbols" in line or "never" in line}
        for name, part in by_command.items()
        if "memory" in name
    )
    assert abs(lstm["5"] - rnn["5"]) < 0.02
    assert rnn["20"] - rnn["never"] < 0.001
    assert (rnn["5"] - rnn["20"]) / (lstm["5"] - lstm["20"]) == pytest.approx(4 / 5, abs=0.04)
    assert lstm["20"] - lstm["40"] > 0.05 > lstm["40"] - lstm["never"]


def test_the_half_lives_that_are_counted() -> None:
    """From each symbol on f is multiplied until half is left; the median is what the page says beside the mean gate's."""
    run = Run.open(registry.load("shakespeare"), (ROOT / "docs" / "sonnet.txt").read_text(encoding="utf-8"))
    f = run.trace.column("f", 0, 0, len(run)).astype(float)
    said = re.search(r"the median is (\d+) symbols for unit 51, (\d+) for unit 56 and (\d+) for unit 26", PAGE)
    for unit, median in zip((51, 56, 26), said.groups(), strict=True):
        counted = []
        for t in range(len(run)):
            left = np.cumprod(f[t + 1 :, unit]) <= 0.5
            counted.append(float(left.argmax()) + 1 if left.any() else np.inf)
        assert np.median(counted) == int(median)


def test_of_the_lstms_units_one_alone_says_where_the_line_began_and_others_have_a_part_in_the_surprise() -> None:
    """docs/twins.md: each of the 64 units silenced, on the line without a line break before it and with one."""
    bundle, line = registry.load("shakespeare"), "To be, or not to be,\n"

    def last(text: str, *silenced: int) -> float:
        session = Session.open(bundle, text)
        run = session.operated([Silence(0, silenced)]).run if silenced else session.run
        *_, (known, surprises) = surprises_in_pieces(run)
        assert known[-1]
        return float(surprises[-1])

    whole = last(line), last("\n" + line)
    without = {unit: (last(line, unit), last("\n" + line, unit)) for unit in range(64)}
    by_first, by_second = (sorted(without, key=lambda unit: -abs(without[unit][text] - whole[text])) for text in (0, 1))
    assert by_first[:2] == [51, 56]
    assert by_second[:4] == [51, 52, 5, 23]
    fall = [whole[1] - without[unit][1] for unit in by_second[:4]]
    assert all(fall[0] / 2 < each < fall[0] for each in fall[1:])
    between = {unit: second - first for unit, (first, second) in without.items()}
    assert abs(between.pop(51)) < 0.001
    assert all(each > (whole[1] - whole[0]) / 2 for each in between.values())


def test_a_difference_on_the_pages_is_that_of_the_numbers_beside_it() -> None:
    """As a reader with a pocket calculator finds it, in every row of `lstm-tui twins`."""
    checked = 0
    for part in COMMANDS:
        for line in part.split("\n")[1:]:
            if part.startswith("lstm-tui twins") and re.match(r"\s+\d+ +'", line):
                *values, by = figures(line.partition("' ")[2])
                assert max(values) - min(values) == pytest.approx(by, abs=1e-9), line
                checked += 1
    assert checked >= 14
