"""Every sentence is true: at extremes, at ties, on an empty note, of one unit, and along the bundled models' own texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from claims import CLAIMS
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_tui.core.cells import CELLS
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.explain.reading import Look, Reading
from lstm_tui.family import read, tell
from lstm_tui.family.words import LESSONS
from lstm_tui.models import registry
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.models.card import Card
from lstm_tui.session import Session

EXTREME = 200.0  # σ of it is 1, of its negative 0, and tanh of it 1, to the last digit


def hold(reading: Reading) -> int:
    """Check every sentence of a reading; return how many there are."""
    sentences = tell(reading).sentences
    assert sentences, reading.phase.key
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        known = [(match, check) for pattern, check in CLAIMS if (match := pattern.fullmatch(sentence))]
        assert known, f"nobody checks: {sentence}"
        where = (reading.phase.key, reading.cursor, reading.unit)
        assert any(check(reading, *match.groups()) for match, check in known), (sentence, where)
    return len(sentences)


def readings(session: Session, units: list[int], timesteps: list[int]) -> Iterator[Reading]:
    for timestep in timesteps:
        for stop in range(len(session.stops)):
            here = session._at(timestep, stop)
            for unit in units:
                for seen in (0, LESSONS):
                    yield read(here.run, here.cursor, unit, Look(seen=seen))


def rigged(
    kind: str, biases: dict[str, float], *, H: int = 3, layers: int = 1, scale: float = 0.0, seed: int = 0,
    output: str = "softmax", unknown: int | None = None,
) -> Session:  # fmt: skip
    """A session of a model whose layers stand at these pre-activations, with weights this large beside them."""
    random, cell_class, D = np.random.default_rng(seed), CELLS[kind], 4
    cells = []
    for layer in range(layers):
        shapes = cell_class.shapes(D if layer == 0 else H, H)
        weights = {name: random.normal(size=shape) * scale for name, shape in shapes.items()}
        for name, value in biases.items():
            start = cell_class.fused.index(name) * H
            weights["b"][start : start + H] += value
        cells.append(cell_class.from_weights({name: array.astype(np.float32) for name, array in weights.items()}))
    W_hy = (random.normal(size=(D, H)) * scale).astype(np.float32)
    network = Network(cells, W_hy, output=output)
    return Session.open(ModelBundle("rigged", network, Vocabulary("abc ", unknown), Card("rigged")), "ab? cb")


@pytest.mark.parametrize("name", registry.names())
def test_along_the_bundled_models(name: str) -> None:
    bundle = registry.load(name)
    session = Session.open(bundle, bundle.card.default_text)
    H = bundle.network.cell.hidden_size
    few = 16 if session.run.remarks() else 5
    timesteps = sorted({*range(min(few, len(session))), len(session) // 2, len(session) - 1})
    assert sum(map(hold, readings(session, sorted({0, H - 1}), timesteps))) > 100


EXTREMES = [
    (kind, {gate: sign * EXTREME for gate, sign in zip(CELLS[kind].fused, signs, strict=True)}, H, layers)
    for kind, signs, H, layers in [
        ("lstm", (1, 1, 1, 1), 3, 1), ("lstm", (1, -1, 1, 1), 3, 1), ("lstm", (-1, 1, 1, -1), 3, 1),
        ("lstm", (-1, -1, -1, -1), 2, 1), ("lstm", (1, 1, 0, 1), 3, 1), ("lstm", (1, 0, -1, 0), 1, 1),
        ("lstm", (0, 0, 0, 0), 1, 1), ("lstm", (0, 0, 0, 0), 4, 2), ("lstm", (1, 1, 1, -1), 2, 2),
        ("rnn", (1,), 3, 1), ("rnn", (-1,), 1, 1), ("rnn", (0,), 2, 2),
        *((kind, *case) for kind in ("gru", "gru~reset-before") for case in [
            ((1, 1, 1), 3, 1), ((1, -1, 1), 3, 1), ((-1, -1, -1), 2, 1), ((-1, 1, 0), 3, 1), ((0, 0, 0), 1, 1),
            ((0, 0, 0), 4, 2), ((0, -1, 1), 2, 2),
        ]),
    ]
]  # fmt: skip


@pytest.mark.parametrize(("kind", "biases", "H", "layers"), EXTREMES)
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_at_extremes_ties_and_an_empty_note(kind: str, biases: dict, H: int, layers: int, output: str) -> None:
    for scale in (0.0, 0.001, 1.0) if output == "softmax" else (0.0,):
        session = rigged(kind, biases, H=H, layers=layers, scale=scale, output=output)
        sum(map(hold, readings(session, [0, H - 1], [0, 1, 2, 5])))


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), scale=st.sampled_from([0.01, 0.5, 3.0, 40.0]), kind=st.sampled_from(list(CELLS)),
       H=st.integers(1, 5), unknown=st.sampled_from([None, 2]))  # fmt: skip
def test_of_any_weights(seed: int, scale: float, kind: str, H: int, unknown: int | None) -> None:
    session = rigged(kind, {}, H=H, scale=scale, seed=seed, unknown=unknown)
    sum(map(hold, readings(session, [0, H - 1], [0, 1, 2, 3, 5])))


@pytest.mark.parametrize("kind", list(CELLS))
def test_beyond_the_range_of_numbers(kind: str) -> None:
    for seed in range(2):
        session = rigged(kind, {}, scale=1e37, seed=seed, H=2)
        for reading in readings(session, [0, 1], [1, 5]):
            assert not any("nan" in sentence or "inf " in sentence for sentence in tell(reading).sentences)


def test_gates_that_swing_are_named() -> None:
    session = rigged("lstm", {}, H=5, scale=60.0, seed=3)
    said = [tell(reading).sentences for reading in readings(session, [0], list(range(1, len(session))))]
    assert any("swung open" in sentence for sentences in said for sentence in sentences)
    assert any("swung shut" in sentence for sentences in said for sentence in sentences)


@pytest.mark.parametrize("name", ["shakespeare", "shakespeare-rnn", "reber", "agreement"])
def test_what_is_the_same_at_every_step_is_said_three_times_and_no_more(name: str) -> None:
    bundle = registry.load(name)
    session = Session.open(bundle, bundle.card.default_text)
    unit, last = session.run.default_unit(0), min(10, len(session) - 1)
    for stop in range(len(session.stops)):
        said = []
        for timestep in range(last):
            here = session._at(timestep, stop)
            said.append(set(tell(read(here.run, here.cursor, unit, Look(seen=timestep))).sentences))
        assert not set.intersection(*said[LESSONS:]), session.stops[stop].phase.key


def test_what_is_said_hangs_on_the_place_and_what_was_seen_alone() -> None:
    session = Session.open(registry.load("shakespeare"), "To be, or not").seek(5).to_phase("cell")
    for seen in range(5):
        first, again = (tell(read(session.run, session.cursor, 3, Look(seen=seen))).sentences for _ in range(2))
        assert first == again
