"""The module in its ways, units × time and every large panel at five sizes, as text and as roles; looked at when accepted."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from models import model, text_for
from syrupy.assertion import SnapshotAssertion

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.explain.reading import Look
from lstm_tui.family import read_lead
from lstm_tui.session import Session
from lstm_tui.ui.zoom import LARGE, drawing_of

SIZES = {"80x24": (80, 18), "119x40": (119, 33), "120x40": (120, 33), "160x50": (160, 43), "200x60": (200, 53)}
SEATS = {"80x24": (49, 9), "119x40": (71, 12), "120x40": (72, 12), "160x50": (72, 14), "200x60": (72, 14)}
WHERE = {
    "counter": (3, "kept", 0),
    "shakespeare": (7, "cell", 20),
    "shakespeare-rnn": (7, "hidden", 5),
    "shakespeare-gru": (7, "candidate", 20),
    "adding": (5, "prediction", 3),
    "two": (4, "output-gate", 1),
}


def drawn(canvas: Canvas) -> str:
    """The text, and in one line a digest of the roles."""
    roles = hashlib.sha256("\n".join(" ".join(row) for row in canvas.roles).encode()).hexdigest()[:12]
    return f"{canvas.text()}\nroles {roles}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", WHERE)
def test_every_large_panel(name: str, size: str, snapshot: SnapshotAssertion) -> None:
    bundle = model(name)
    timestep, phase, unit = WHERE[name]
    session = Session.open(bundle, text_for(bundle)).seek(timestep)
    session = session.to_layer(session.run.layers - 1).to_phase(phase)
    found = {}
    for way in ("unrolled", "rolled"):
        look = Look(module=way)
        reading = read_lead(session, unit, look)
        found[way] = drawn(drawing_of("module", look)(reading, *SEATS[size]))
        found[f"{way}, large"] = drawn(drawing_of("module", look)(reading, *SIZES[size]))
    for panel in LARGE:
        found[panel] = drawn(drawing_of(panel, Look())(read_lead(session, unit), *SIZES[size]))
    assert "\n\n".join(f"{what}\n{text}" for what, text in found.items()) == snapshot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", WHERE)
def test_no_large_panel_is_half_empty(name: str, size: str) -> None:
    """The chain, its loop, units × time and the arithmetic reach into the last third of the room, across and down."""
    bundle = model(name)
    timestep, _, unit = WHERE[name]
    session = Session.open(bundle, text_for(bundle)).seek(timestep).to_phase("prediction")
    width, height = SIZES[size]
    for way in ("unrolled", "rolled"):
        look = Look(module=way)
        canvas = drawing_of("module", look)(read_lead(session, unit, look), width, height)
        reached(canvas, 0.66 if way == "unrolled" else 0.5)
    reached(drawing_of("units-time", Look())(read_lead(session, unit), width, height), 0.5)


def reached(canvas: Canvas, share: float) -> None:
    inner = [row[1:-1] for row in canvas.characters[1:-1]]
    rows = [y for y, row in enumerate(inner) if "".join(row).strip()]
    columns = [x for row in inner for x, character in enumerate(row) if character.strip()]
    assert (rows[-1] - rows[0] + 1) / len(inner) >= share, canvas.text()
    assert (max(columns) - min(columns) + 1) / len(inner[0]) >= share, canvas.text()


def test_one_column_less_is_no_cliff() -> None:
    """From 119 to 120 columns, and at every width between 80 and 200, no drawing of the module loses what it had."""
    bundle = model("shakespeare")
    session = Session.open(bundle, text_for(bundle)).seek(7).to_phase("cell")
    for way in ("unrolled", "rolled"):
        look = Look(module=way)
        reading = read_lead(session, 20, look)
        inks = []
        for width in range(49, 200):
            canvas = drawing_of("module", look)(reading, width, 14)
            inks.append(sum(character != " " for row in canvas.characters for character in row))
        assert all(after >= before * 0.85 for before, after in itertools.pairwise(inks))
