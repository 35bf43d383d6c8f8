"""A kind of cell that the package has never heard of does everything the others do, once it is in the two registries."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from leaky import FAMILY, Leaky

from lstm_tui.cli import main
from lstm_tui.core.backward import backward
from lstm_tui.core.cells import CELLS
from lstm_tui.core.initialise import new_network
from lstm_tui.core.loss import mean_loss
from lstm_tui.core.network import Network
from lstm_tui.explain.digits import number
from lstm_tui.family import FAMILIES, read_lead, tell, work_out
from lstm_tui.models import native
from lstm_tui.session import Session
from lstm_tui.ui.app import LstmTuiApp
from lstm_tui.ui.region import PanelRegion


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS, "leaky", Leaky)
    monkeypatch.setitem(FAMILIES, "leaky", FAMILY)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A model of this kind, trained by the command."""
    out = tmp_path / "leaky.safetensors"
    words = ["train", "--task", "latch", "--cell", "leaky", "--layers", "2", "--steps", "60", "--out", str(out)]
    assert main(words) == 0
    return out


def test_it_trains_saves_and_opens(trained: Path) -> None:
    bundle = native.load(trained)
    assert [cell.kind for cell in bundle.network.cells] == ["leaky", "leaky"]
    assert "leaky integrator" in bundle.title
    assert bundle.snapshots[-1].loss < bundle.snapshots[0].loss


def test_its_steps_are_those_of_the_plain_loop(trained: Path) -> None:
    session = Session.open(native.load(trained), "1..#.?-")
    for layer, cell in enumerate(session.run.bundle.network.cells):
        state = {"h": np.zeros(cell.hidden_size, np.float32)}
        for t in range(7):
            step = session.run.trace.step(t, layer)
            plain = cell.plain_step(step["x"], state)
            for name in cell.quantities:
                np.testing.assert_allclose(step[name], plain[name], rtol=0, atol=2e-6, err_msg=name)
            state = {"h": step["h"]}


def test_its_gradients_are_finite_differences() -> None:
    network = new_network("leaky", 4, 3, 4, np.random.default_rng(1), layers=2, dtype=np.float64)
    inputs, targets = np.array([0, 2, -1, 3, 1]), np.array([1, 0, 2, 2, 3])
    probs = network.forward(inputs).column("probs").copy()
    probs[np.arange(5), targets] -= 1
    found = backward(network.forward(inputs), probs / 5).gradient.by_name
    for name, array in network.parameters.items():
        flat = array.reshape(-1)
        for k in range(flat.size):
            kept, ends = flat[k], []
            for change in (1e-5, -1e-5):
                flat[k] = kept + change
                network.refresh()
                ends.append(mean_loss(network, inputs, targets))
            flat[k] = kept
            network.refresh()
            assert found[name].reshape(-1)[k] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-8), (name, k)


def test_every_phase_is_explained_and_worked_out(trained: Path) -> None:
    session, seen = Session.open(native.load(trained), "1.?"), []
    while True:
        reading = read_lead(session, 1)
        story, lines = tell(reading), work_out(reading)
        assert story.sentences
        assert story.equation
        for span in (span for line in lines for span in line if span.place is not None):
            value = session.run.trace.column(span.place.quantity, span.place.layer)[
                span.place.timestep, span.place.unit
            ]
            assert number(span.text) == pytest.approx(float(value), abs=0.006)
        seen.append(session.phase.key)
        if session.next_phase() is session:
            break
        session = session.next_phase()
    assert seen[:9] == ["input", "leak", "candidate", "hidden"] * 2 + ["prediction"]
    assert any("a = sigmoid" in line.code for line in tell(read_lead(session.to_phase("leak"), 0)).code)


@pytest.mark.parametrize("how", ["text", "json", "csv", "npz"])
def test_the_commands_know_it(trained: Path, tmp_path: Path, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    assert main(["trace", "1.?", "--model", str(trained), "--format", how, "-o", str(out)]) == 0
    a = native.load(trained).network.forward(native.load(trained).tokens.encode("1.?")).column("a", 1)
    if how == "json":
        np.testing.assert_allclose(json.loads(out.read_text())["layers"][1]["a"], a)
    elif how == "csv":
        rows = [
            row for row in csv.DictReader(io.StringIO(out.read_text())) if (row["layer"], row["quantity"]) == ("2", "a")
        ]
        np.testing.assert_allclose([float(row["value"]) for row in rows], a.ravel())
    elif how == "npz":
        np.testing.assert_array_equal(np.load(out)["layer2.a"], a)
    else:
        assert "takes in" in out.read_text(encoding="utf-8")
    assert main(["diagram", "1.?", "--model", str(trained), "--phase", "leak"]) == 0
    assert "leaky integrator" in capsys.readouterr().out


def test_its_numbers_open_and_it_says_what_it_cannot(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("loss", "h[0]", "came[0]", "a[0]", "z_g[0]", "h_prev[0]"):
        assert (
            main(["origin", "1..?", "--model", str(trained), "--timestep", "2", "--layer", "2", "--place", name]) == 0
        )
    told = capsys.readouterr().out
    assert "layer2.a[0] = σ(layer2.z_a[0])" in told
    assert main(["trace", "1..?", "--model", str(trained), "--operate", "a[0]=0"]) == 2
    assert "stages of this leaky integrator are not told" in capsys.readouterr().err
    assert main(["ink", "1..?", "--model", str(trained)]) == 2


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_it_is_stepped_on_the_screen(trained: Path, size: tuple[int, int]) -> None:
    app = LstmTuiApp(session=Session.open(native.load(trained), "1..?"))
    async with app.run_test(size=size) as pilot:
        while app.screen is not app.stepper:
            await pilot.pause()
        seen = set()
        for _ in app.standing.session.stops:
            await pilot.pause()
            seen.add("\n".join(region.canvas.text() for region in app.stepper.query(PanelRegion) if region.canvas))
            await pilot.press("right")
        assert len(seen) == len(app.standing.session.stops)
        assert any("takes in" in screen for screen in seen)


def test_the_whole_run_is_looked_over(trained: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr("lstm_tui.hunting.hunt.TWINS", 2)
    with_it = ["--model", str(trained), "--format", "json"]
    text = Session.open(native.load(trained), native.load(trained).card.default_text).run.text * 200
    for words in (
        ["lens", text, "--order", "clustered"],
        ["saturation", text],
        ["gradients", text[:60], "--bias", "1"],
    ):
        assert main([*words, *with_it]) == 0
        assert json.loads(capsys.readouterr().out)["model" if words[0] != "gradients" else "runs"]
    assert main(["hunt", text, "--draws", "9", *with_it]) == 0
    assert json.loads(capsys.readouterr().out)["finds"]


def test_the_package_does_not_name_it() -> None:
    package = Path(native.__file__).parents[1]
    assert not [path for path in package.rglob("*.py") if "leaky" in path.read_text(encoding="utf-8").lower()]
    assert isinstance(new_network("leaky", 2, 2, 2, np.random.default_rng(0)), Network)
