"""Bundled models and their cards; files that are damaged, hostile or of another kind."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui.core.cells import LSTM
from lstm_tui.core.network import Network
from lstm_tui.core.tokens import Vocabulary
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native, registry
from lstm_tui.models.bundle import ModelBundle, Snapshot
from lstm_tui.models.bundled import ABOUT
from lstm_tui.models.card import Card
from lstm_tui.models.scales import percentile
from lstm_tui.session import Session
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.tasks.language import Brackets

HERE = registry.BUNDLED / "counter.safetensors"


@pytest.mark.parametrize("name", registry.names())
def test_every_bundled_model_has_a_full_card(name: str) -> None:
    card = registry.load(name).card
    assert card.what
    assert card.how
    assert card.held_out
    assert card.licence
    assert card.default_text


@pytest.mark.parametrize("name", ["counter", "latch"])
def test_the_hand_set_models_give_a_reason_for_every_kind_of_weight(name: str) -> None:
    reasons = " ".join(registry.load(name).card.reasons)
    for weight in ("W_xi ", "W_xg ", "W_xf ", "b_i ", "b_f ", "b_o ", "W_hy", "W_ho"):
        assert weight in reasons


def test_a_saved_model_is_the_same_model(tmp_path: Path) -> None:
    bundle = registry.load("shakespeare")
    native.save(bundle, tmp_path / "copy.safetensors")
    copy = native.load(tmp_path / "copy.safetensors")
    assert (copy.tokens.symbols, copy.card) == (bundle.tokens.symbols, bundle.card)
    text = bundle.tokens.encode("the same")
    assert np.array_equal(copy.network.forward(text).column("h"), bundle.network.forward(text).column("h"))


def test_the_nearest_name_is_the_hint() -> None:
    with pytest.raises(LstmTuiError) as refused:
        registry.load("shakespear")
    assert refused.value.hint == "Did you mean 'shakespeare'?"


@pytest.mark.parametrize("length", [0, 3, 8, 100, -1])
def test_a_file_that_is_cut_off(tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.safetensors"
    path.write_bytes(HERE.read_bytes()[:length])
    with pytest.raises(LstmTuiError):
        native.load(path)


def hostile(about: object, header: dict[str, object] | None = None) -> bytes:
    content = json.dumps((header or {}) | {"__metadata__": {native.KEY: json.dumps(about)}}).encode()
    return struct.pack("<Q", len(content)) + content


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"\0" * 100,
        struct.pack("<Q", 2**60) + b"{}",
        struct.pack("<Q", 2) + b"{}",
        hostile([]),
        hostile({"version": 99}),
        hostile({"version": 1, "cell": "os.system", "layers": 1, "vocabulary": "ab"}),
        hostile({"version": 1, "cell": "lstm", "layers": 10**9, "vocabulary": "ab"}),
        hostile({"version": 1, "cell": "lstm", "layers": 1, "vocabulary": "ab"}),
        hostile({"version": 1, "cell": "lstm", "layers": 1, "vocabulary": "aa"}),
        hostile({"version": 1, "cell": "lstm", "layers": 1, "vocabulary": "ab"},
                {"layer1.W_ih": {"dtype": "F32", "shape": [2**40, 2], "data_offsets": [0, 2**43]}}),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hostile.safetensors"
    path.write_bytes(content)
    with pytest.raises(LstmTuiError):
        native.load(path)


def test_missing_and_folders(tmp_path: Path) -> None:
    for path, wrong in ((tmp_path / "none.safetensors", "There is no file"), (tmp_path, "is not a regular file")):
        with pytest.raises(LstmTuiError, match=wrong):
            native.load(path)


@pytest.mark.parametrize("name", registry.names())
def test_a_bundled_models_figure_is_what_its_task_finds_now(name: str):
    """The card's figure is of fresh sequences; drawn again from other seeds it holds but for chance, or five per cent."""
    bundle = registry.load(name)
    if not bundle.task:
        pytest.skip("not trained on a task")
    task = task_named(bundle.task)
    verdict = task.verdict(bundle.network, np.random.default_rng(123))
    said, total = (int(word.replace(",", "")) for word in bundle.card.held_out.split()[:3:2])
    chance = 4 * np.sqrt(2 * verdict.share * (1 - verdict.share) / total)  # two samples, four standard deviations
    assert verdict.share == pytest.approx(said / total, abs=max(0.05, chance))


@pytest.mark.parametrize("name", registry.names())
def test_moments_of_a_training_end_at_the_model(name: str):
    bundle = registry.load(name)
    if bundle.snapshots:
        assert 4 <= len(bundle.snapshots) <= 12
        assert bundle.snapshots[0].step == 0
        last = bundle.at_snapshot(-1).network
        assert all(np.array_equal(last.parameters[key], array) for key, array in bundle.network.parameters.items())
        assert "lstm-tui train" in bundle.card.how


@pytest.mark.parametrize("name", ["counter", "latch"])
def test_the_scale_of_a_hand_set_model_covers_its_own_text(name: str) -> None:
    bundle = registry.load(name)
    c = np.abs(bundle.network.forward(bundle.tokens.encode(bundle.card.default_text)).column("c")).max()
    assert bundle.scale is not None
    assert bundle.scale / 2 < c <= bundle.scale


def test_all_bundled_models_take_less_than_7_megabytes():
    assert sum(path.stat().st_size for path in registry.BUNDLED.glob("*.safetensors")) < 7_000_000


def test_a_moment_that_is_not_a_number_is_refused(tmp_path: Path) -> None:
    bundle = registry.load("latch")
    weights = np.concatenate([array.reshape(-1) for array in bundle.network.parameters.values()])
    for wrong in (np.nan, np.inf):
        broken = weights.copy()
        broken[3] = wrong
        path = tmp_path / "moment.safetensors"
        native.save(replace(bundle, snapshots=(Snapshot(1, 0.5, broken),)), path)
        with pytest.raises(LstmTuiError, match="snapshot 1"):
            native.load(path)


@pytest.mark.parametrize("symbols", ["10.?", "10.?#x"])
def test_a_vocabulary_of_another_size_is_refused(tmp_path: Path, symbols: str) -> None:
    path = tmp_path / "size.safetensors"
    native.save(replace(registry.load("latch"), tokens=Vocabulary(symbols)), path)
    with pytest.raises(LstmTuiError, match=f"vocabulary has {len(symbols)} symbols"):
        native.load(path)


def test_square_weights_keep_their_names(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    cell = LSTM(random.normal(size=(12, 3)), random.normal(size=(12, 3)), random.normal(size=12))
    bundle = ModelBundle("square", Network([cell], random.normal(size=(3, 3))), Vocabulary("abc"), Card("square"))
    flat = np.concatenate([cell.W_ih.ravel(), cell.W_hh.ravel(), cell.b, bundle.network.W_hy.ravel(), np.zeros(3)])
    native.save(replace(bundle, snapshots=(Snapshot(0, 1.0, flat),)), tmp_path / "square.safetensors")
    again = native.load(tmp_path / "square.safetensors")
    for network in (again.network, again.at_snapshot(0).network):
        np.testing.assert_array_equal(network.cells[0].parameters["W_ih"], cell.W_ih)
        np.testing.assert_array_equal(network.cells[0].parameters["W_hh"], cell.W_hh)


@pytest.mark.parametrize(
    "moment", [[float("inf"), 1.0], [1, float("nan")], [-1, 1.0], [True, 1.0], [1, 10**400], [1], "1", None]
)
def test_a_moment_that_is_no_moment_is_refused(tmp_path: Path, moment: object) -> None:
    bundle = registry.load("latch")
    weights = np.concatenate([array.reshape(-1) for array in bundle.network.parameters.values()])
    path = tmp_path / "moment.safetensors"
    native.save(replace(bundle, snapshots=(Snapshot(1, 0.5, weights),)), path)
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    about = json.loads(header["__metadata__"][native.KEY])
    about["snapshots"] = [moment]
    header["__metadata__"][native.KEY] = json.dumps(about)
    changed = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(changed)) + changed + content[8 + length :])
    with pytest.raises(LstmTuiError, match="snapshot 1"):
        native.load(path)


@pytest.mark.parametrize("cell", [[], {}, 3, None, "gru2", True])
def test_a_cell_that_is_none_is_refused(tmp_path: Path, cell: object) -> None:
    content = HERE.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    about = json.loads(header["__metadata__"][native.KEY]) | {"cell": cell}
    header["__metadata__"][native.KEY] = json.dumps(about)
    changed = json.dumps(header).encode()
    path = tmp_path / "cell.safetensors"
    path.write_bytes(struct.pack("<Q", len(changed)) + changed + content[8 + length :])
    with pytest.raises(LstmTuiError, match="does not fit itself"):
        native.load(path)


def test_each_model_is_described_by_what_makes_it_interesting() -> None:
    described = [registry.load(name).card.what for name in registry.names()]
    assert len(set(described)) == len(described)
    assert not any("Predicts what comes next" in words for words in described)
    assert set(ABOUT) <= set(registry.names())
    assert all(60 < len(words) < 220 for words in described)


def test_what_is_said_of_counting_is_so() -> None:
    """One unit of anbn climbs with every a and comes down with every b, also where it never learned so many."""
    run = Session.open(registry.load("anbn"), "S" + "a" * 15 + "b" * 15 + "T").run
    steps = np.diff(run.trace.column("c"), axis=0)
    assert any((steps[:15, unit] > 0).all() and (steps[16:30, unit] < 0).all() for unit in range(steps.shape[1]))
    assert "without forget gate" in run.bundle.title
    assert registry.load("brackets").task == "brackets"
    assert Brackets.deepest == 6


@pytest.mark.parametrize("share", [0, 50, 99, 100])
def test_a_percentile_is_numpys(share: int) -> None:
    for size in (1, 2, 7, 400):
        values = np.random.default_rng(size).normal(size=(size, 3))
        assert percentile(values, share) == pytest.approx(np.percentile(values, share), abs=1e-15)
