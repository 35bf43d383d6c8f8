"""lstm-tui diagram: the module of a model, drawn in characters."""

from __future__ import annotations

import argparse

from lstm_tui.commands.place import open_session
from lstm_tui.commands.text_input import read_text
from lstm_tui.family import read_lead
from lstm_tui.panels.module import draw_module


def run(options: argparse.Namespace) -> None:
    """Print the module at the phase asked for, or when everything is known."""
    if options.phase is None:
        options.phase = "prediction"
    session = open_session(options, read_text(options))
    reading = read_lead(session, session.run.default_unit(session.cursor.layer))
    wide = options.width >= 77
    print(draw_module(reading, 78 if wide else 49, 14 if wide else 9).text())
