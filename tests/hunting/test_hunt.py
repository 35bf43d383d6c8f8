"""The hunt: finds the units that count, claims next to nothing in random networks, and is fooled by no ramp."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.cli import main
from lstm_tui.core.cells import LSTM
from lstm_tui.core.initialise import new_network
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.hunting.effect import Measuring
from lstm_tui.hunting.finds import Labels
from lstm_tui.hunting.hunt import Hunt
from lstm_tui.hunting.pieces import PIECES, SHORTEST, Text
from lstm_tui.hunting.scoring import auc
from lstm_tui.hunting.setting import hunt_in
from lstm_tui.hunting.summary import sentence
from lstm_tui.measuring import surprises
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.operations.force import operate
from lstm_tui.run import Run

SYMBOLS = '\n "().,ABCabcdefghij123'


def hunted(hunt: Hunt) -> Hunt:
    for _ in hunt.steps():
        pass
    return hunt


def prose(rng: np.random.Generator, length: int) -> str:
    """Words, lines, quotes and brackets in no language."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        word = "".join(rng.choice(list("ABCabcdefghij123"), int(rng.integers(1, 8))))
        parts.append(rng.choice([f"{word} ", f"{word} ", f"{word}, ", f'"{word}" ', f"({word}) ", f"{word}.\n"]))
    return "".join(parts)[:length]


def untrained(seed: int, text: str) -> Run:
    network = new_network("lstm", len(SYMBOLS), 8, len(SYMBOLS), np.random.default_rng([seed, 5]))
    return Run.open(ModelBundle("random", network, Vocabulary(SYMBOLS), Card("random")), text, 1)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer twins, on less: for tests of everything but what is claimed."""
    monkeypatch.setattr("lstm_tui.hunting.hunt.TWINS", 2)
    monkeypatch.setattr("lstm_tui.hunting.hunt.CONTROLLED", 256)


def claims(seed: int, drifting: bool, tmp_path: Path) -> bool:
    """Say whether anything is found in a network of random weights."""
    rng = np.random.default_rng([seed, 9])
    text = prose(rng, 2048)
    run = untrained(seed, text)
    if not drifting:
        return bool(hunted(hunt_in(run, 0, seed=seed, draws=199)).units)
    walk = np.cumsum(rng.normal(size=(16, 128)), axis=1).ravel()  # each piece wanders off by itself
    ramp = np.arange(2048) % 64 + rng.normal(size=2048)
    found = []
    for name, values in (("walk", walk), ("ramp", ramp)):
        path = tmp_path / f"{seed}{name}.csv"
        path.write_text("v\n" + "\n".join(f"{value:.6f}" for value in values))
        found.append(bool(hunted(hunt_in(run, 0, table=(str(path), "v"), seed=seed, draws=199)).units))
    return any(found)


@pytest.mark.parametrize("drifting", [False, True], ids=["text", "drifting"])
def test_in_random_networks_next_to_nothing_is_claimed(drifting: bool, tmp_path: Path) -> None:
    assert sum(claims(seed, drifting, tmp_path) for seed in range(2)) == 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("drifting", [False, True], ids=["text", "drifting"])
def test_in_at_most_five_of_a_hundred_random_networks_anything_is_claimed(drifting: bool, tmp_path: Path) -> None:
    found = [seed for seed in range(100) if claims(seed, drifting, tmp_path)]
    print(f"claimed in {len(found)} of 100: {found}")
    assert len(found) <= 5


def test_the_counting_unit_of_anbn() -> None:
    bundle = registry.load("anbn")
    hunt = hunted(hunt_in(Run.open(bundle, bundle.card.default_text), 0, wanted=["truth"], own=True, draws=199))
    best = hunt.finds[0]
    assert best.beats and best.feature.startswith("count")
    c = Run.open(bundle, "S" + "a" * 30 + "b" * 30 + "T").trace.column("c")[:, best.unit] * best.sign
    assert best.quantity == "c"
    assert (np.diff(c[1:31]) > 0).all() and (np.diff(c[31:60]) < 0).all(), (
        "it goes up with every a, and down with every b"
    )


def test_the_counting_unit_of_counter(tmp_path: Path) -> None:
    """It was made by hand to count in unit 0; the column says how many a are not yet met by a b."""
    rng, parts = np.random.default_rng(3), []
    while sum(map(len, parts)) < 1600:
        n = int(rng.integers(1, 9))
        parts.append("a" * n + "b" * n + ".")
    text, open_ones, counts = "".join(parts), 0, []
    for symbol in text:
        open_ones = open_ones + 1 if symbol == "a" else max(0, open_ones - 1) if symbol == "b" else 0
        counts.append(open_ones)
    (tmp_path / "t.csv").write_text("count\n" + "\n".join(map(str, counts)))
    run = Run.open(registry.load("counter"), text, 1)
    best = hunted(hunt_in(run, 0, table=(str(tmp_path / "t.csv"), "count"), draws=199)).finds[0]
    assert (best.unit, best.sign) == (0, 1)
    assert best.quantity in ("c", "h")
    assert best.auc > 0.95
    assert best.p == 1 / 200


def ramping() -> Run:
    """A unit whose note grows by ½ with every symbol, whatever it is."""
    zeros = np.zeros((1, 2))
    cell = LSTM(np.concatenate([zeros] * 4), np.zeros((4, 1)), np.array([40.0, 40.0, 0.55, 40.0]))
    return Run.open(ModelBundle("ramp", Network([cell], np.ones((2, 1))), Vocabulary("ab"), Card("ramp")), "ab")


def test_a_ramp_is_no_find_though_its_score_is_perfect() -> None:
    """Every piece's label is as high at its end as every other's: borrowed labels do as well, and p is 1."""
    pieces = tuple(tuple("ab" * 20) for _ in range(16))
    text = Text(pieces, tuple(range(0, 640, 40)))
    late = np.tile(np.arange(40) >= 20, 16)
    hunt = hunted(Hunt(ramping(), 0, text, text, [Labels("late", late, late)], draws=99))
    assert hunt.finds[0].auc == 1
    assert hunt.finds[0].p == 1
    assert hunt.units == ()


@pytest.mark.usefixtures("quick")
def test_borrowed_labels_are_scored_as_if_they_were_the_texts_own() -> None:
    run = untrained(1, prose(np.random.default_rng(0), 2048))
    hunt = hunt_in(run, 0, draws=1)
    hunted(hunt)
    lender = np.roll(np.arange(16), 3)
    values, bounds = hunt._readers[1].values, hunt.second.bounds()
    for f, one in enumerate(hunt.labels):
        borrowed = np.concatenate([one.second[slice(*bounds[j])] for j in lender])
        np.testing.assert_allclose(hunt._lending.auc(lender)[f], auc(values, borrowed), atol=1e-5)
        np.testing.assert_allclose(hunt._lending.own()[f], auc(values, one.second), atol=1e-5)


@pytest.mark.usefixtures("quick")
def test_what_is_read_side_by_side_is_what_the_trace_says() -> None:
    bundle = registry.load()
    text = prose(np.random.default_rng(2), 1600)
    hunt = hunted(hunt_in(Run.open(bundle, text, 1), 0, wanted=["capital"], draws=9))
    values, start = hunt._readers[1].values, 0
    for piece in hunt.second.pieces[:3]:
        trace = Run.open(bundle, "".join(piece)).trace
        for k, name in enumerate(hunt.names):
            mine = values[start : start + len(piece), k * 64 : (k + 1) * 64]
            np.testing.assert_allclose(mine, trace.column(name), atol=2e-5)
        start += len(piece)


@pytest.mark.usefixtures("quick")
def test_what_the_symbol_alone_tells_is_no_find() -> None:
    bundle = registry.load()
    hunt = hunted(
        hunt_in(Run.open(bundle, prose(np.random.default_rng(4), 2400), 1), 0, wanted=["vowel", "capital"], draws=99)
    )
    assert hunt.symbol.tolist() == pytest.approx([1, 1])
    assert hunt.units == ()
    assert sentence(hunt, {}) == "0 of 64 units beat chance on the second text."


@pytest.mark.usefixtures("quick")
def test_misses_are_wrong_and_details_are_those_of_the_threshold() -> None:
    hunt = hunted(hunt_in(untrained(2, prose(np.random.default_rng(6), 2048)), 0, wanted=["in-word"], draws=9))
    find = hunt.finds[0]
    detail, one = hunt.detail(find), hunt.labels[0]
    values = hunt._readers[1].values[:, hunt.names.index(find.quantity) * 8 + find.unit]
    above = values > detail.cut if find.sign > 0 else values < detail.cut
    assert detail.hits == pytest.approx(above[one.second].mean())
    assert detail.false_alarms == pytest.approx(above[~one.second].mean())
    assert detail.misses
    for miss in detail.misses:
        assert above[miss.position] != one.second[miss.position] == miss.holds


@pytest.mark.usefixtures("quick")
def test_clamping_says_what_the_loss_does_where_the_feature_holds() -> None:
    bundle = registry.load()
    hunt = hunted(hunt_in(Run.open(bundle, prose(np.random.default_rng(8), 1200), 1), 0, wanted=["in-word"], draws=9))
    find = hunt.finds[0]
    measuring = Measuring(hunt, find)
    for _ in measuring.steps():
        pass
    effect = measuring.effect
    assert effect is not None
    free, clamped, holds = [], [], []
    for piece, (start, stop) in zip(hunt.second.pieces, hunt.second.bounds(), strict=True):
        run = Run.open(bundle, "".join(piece))
        free.append(surprises(run))
        clamped.append(surprises(operate(run, [effect.operation], len(run)).run))
        holds.append(hunt.labels[0].second[start : stop - 1])
    flags = np.concatenate(holds)
    assert effect.holds == pytest.approx([np.nanmean(np.concatenate(side)[flags]) for side in (free, clamped)])
    assert effect.rest == pytest.approx([np.nanmean(np.concatenate(side)[~flags]) for side in (free, clamped)])
    assert len(effect.others) == 5


@pytest.mark.usefixtures("quick")
def test_the_command_says_what_the_hunt_found(capsys, tmp_path: Path) -> None:
    text = prose(np.random.default_rng(11), 1600)
    (tmp_path / "t.txt").write_text(text)
    words = [
        "hunt",
        "--file",
        str(tmp_path / "t.txt"),
        "--feature",
        "quotes",
        "--feature",
        "in-line",
        "--draws",
        "49",
        "--no-clamp",
    ]
    assert main([*words, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    hunt = hunted(hunt_in(Run.open(registry.load(), text, 1), 0, wanted=["quotes", "in-line"], draws=49))
    assert told["summary"] == sentence(hunt, {})
    assert told["units"] == list(hunt.units)
    listed = [*(f for f in hunt.finds if f.beats), *(f for f in hunt.finds if not f.beats)][:20]
    assert [(row["unit"], row["auc"], row["p"], row["beats_chance"]) for row in told["finds"]] == [
        (find.unit, find.auc, find.p, find.beats) for find in listed
    ]
    assert [row["hits"] for row in told["finds"]] == [hunt.detail(find).hits for find in listed]
    assert main(words) == 0
    printed = capsys.readouterr().out
    assert sentence(hunt, {}) in printed
    assert f"{listed[0].auc:.3f}" in printed


def test_what_cannot_be_hunted_is_said(capsys, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("a b c " * 200)
    (tmp_path / "t.csv").write_text("v\n1\n2\n")
    file = ["hunt", "--file", str(tmp_path / "t.txt")]
    for words, said in (
        (["hunt", "hello"], "A text of 5 symbols is too short"),
        (["hunt", "hello"], f"each half needs {PIECES * SHORTEST:,}: give {2 * PIECES * SHORTEST:,} at least"),
        ([*file, "--confirm", str(tmp_path / "t.csv")], "A text of 6 symbols is too short"),
        ([*file, "--feature", "nothing"], "There are: quotes"),
        ([*file, "--feature", "digit"], "must hold, and not hold"),
        ([*file, "--match", "("], "no regular expression"),
        ([*file, "--table", str(tmp_path / "t.csv"), "--column", "v"], "a text of 1,200 symbols"),
        ([*file, "--table", str(tmp_path / "t.csv"), "--column", "w"], "There are: v"),
        ([*file, "--column", "w"], "Give both"),
        ([*file, "--draws", "0"], "Draw 1 to"),
    ):
        assert main(words) == 2
        assert said in capsys.readouterr().err, words
