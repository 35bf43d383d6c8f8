"""What comes from outside is shown, wherever it comes in and comes out: in a real terminal no control of it arrives."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from terminal import Terminal, program, surroundings

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))
from drive import CONTROLS, ESCAPES

from lstm_tui.models import native, registry

EVIL = "ev\x1b]0;owned\x07\u202e\u200b\x9bil"
PASTE = b"\x1b[200~" + EVIL.encode() + b"\nand on\x1b[201~"
ESCAPE, PALETTE, F3 = b"\x1b", b"\x10", b"\x1b[13~"


def test_no_control_of_what_comes_from_outside_reaches_the_terminal(tmp_path: Path) -> None:
    """File names, cards, texts and pastes, in lists, notices, forms, the palette, the place and the line to find in."""
    folder, pictures = tmp_path / "data" / "lstm-tui" / "models", tmp_path / "pic\x1b]0;owned\x07\u202e"
    folder.mkdir(parents=True)
    pictures.mkdir()
    bundle = registry.load("counter")
    card = replace(bundle.card, what=EVIL, default_text=f"a{EVIL}")
    native.save(replace(bundle, card=card), folder / "ev\x1b]0;owned\x07\u202e.safetensors")
    (folder / "damaged\x1b]0;owned\x07\u200b.safetensors").write_bytes(b"no model")
    environment = surroundings(
        HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"), XDG_STATE_HOME=str(tmp_path / "state"), XDG_PICTURES_DIR=str(pictures)
    )  # fmt: skip
    with Terminal([*program(), f"hello {EVIL}"], environment=environment) as terminal:
        terminal.wait_for("symbols unknown")
        for keys, words in (
            (b"m", "Which model"), (b"\x1b[F", "cannot be read"), (b"\r", "symbols unknown"), (b"M", "timestep 1 of 18"),
            (b"/", "Enter keep it"), (PASTE, "and on"), (b"\r", "symbols unknown"),
            (b"f", "find"), (PASTE, "hit 1 of 1"), (b"\r", "phase"), (F3, "From the start again"),
            (b"y", "How the model chooses"), (PASTE, ""), (b"\r", "is not a number"), (ESCAPE, ""),
            (PALETTE, "what to do"), (PASTE, ""), (ESCAPE, "timestep"),
            (b"s", "Saved"), (b"Y", "Copied"), (b"g", "Timestep"), (PASTE, ""), (b"\r", ""), (ESCAPE, "phase"),
        ):  # fmt: skip
            terminal.send(keys)
            terminal.wait_for(words or (lambda: True))
            terminal.settle(0.4 if keys == ESCAPE else 0.1)  # what follows Escape at once is one key with it
        shown = ESCAPES.sub(b"", bytes(terminal.raw)).decode("utf-8", "replace")
        assert CONTROLS.findall(shown) == []
        assert b"\x1b]0;" not in terminal.raw, "the title stays"
        (picture,) = pictures.iterdir()
        assert not CONTROLS.search(picture.read_text(encoding="utf-8"))
