"""From options to a session standing where they say."""

from __future__ import annotations

import argparse

from lstm_tui.models import registry
from lstm_tui.run import FALLBACK_TEXT
from lstm_tui.session import Session


def open_session(options: argparse.Namespace, text: str | None, timesteps: int | None = None) -> Session:
    """Open the text with the model asked for and go to the timestep (from 1), layer (from 1) and phase asked for.

    Raises:
        LstmTuiError: any of them does not exist; the message says which there are.
    """
    bundle = registry.load(options.model or registry.DEFAULT)
    session = Session.open(bundle, text or bundle.card.default_text or FALLBACK_TEXT, timesteps)
    if options.layer is not None:
        session = session.to_layer(options.layer - 1)
    if options.phase is not None:
        session = session.to_phase(options.phase)
    if options.timestep is not None:
        if timesteps is not None and 0 < options.timestep <= len(session):
            session.run.trace.advance_to(options.timestep)
        session = session.seek(options.timestep - 1)
    return session
