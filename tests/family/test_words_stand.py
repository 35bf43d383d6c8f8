"""Every sentence, equation, line of code and worked line of every phase, as it stands; read it when it changes.

The numbers in it are checked by the independent calculator (test_worked_lines.py); here it is the words that are held.
"""

from __future__ import annotations

import re

import pytest

from lstm_tui.explain.reading import Look
from lstm_tui.family import read_lead, tell, work_out
from lstm_tui.models import registry
from lstm_tui.session import Session

WHERE = {
    "counter": ("aab.", (1, 3, 4), (0, 1)),
    "shakespeare": ("To be, ñ", (1, 4, 8), (0, 21)),
    "shakespeare-rnn": ("To be", (1, 4), (5,)),
    "adding": ("0.5,0 -0.25,1 0.75,0 0.5,1", (1, 2, 4), (0, 3)),
    "reber": ("BTBTXSETE", (1, 2, 9), (1,)),
    "shakespeare-gru": ("To be", (1, 4), (20,)),
    "latch": ("1..?", (4,), (0,)),
}


def said(model: str) -> str:
    """Everything that is said at some timesteps and units, phase by phase."""
    text, timesteps, units = WHERE[model]
    session, lines = Session.open(registry.load(model), text), []
    for timestep in timesteps:
        for unit in units:
            for phase in session.run.bundle.network.phases(0):
                for look in (Look(), Look(kernel=True)):
                    reading = read_lead(session.seek(timestep - 1).to_phase(phase.key), unit, look)
                    story = tell(reading)
                    code = [re.sub(r":\d+$", "", f"{line.code}   {line.place}") for line in story.code]
                    if look.kernel:
                        lines += [f"  kernel  {line}" for line in code]
                        continue
                    lines += ["", f"timestep {timestep}, unit {unit}: {story.title}", *story.sentences, story.equation]
                    lines += [f"  code    {line}" for line in code]
                    lines += ["  = " + "".join(f"{span.text}" for span in line) for line in work_out(reading)]
                    lines += ["    " + " ".join(sorted({span.role for line in work_out(reading) for span in line}))]
    return "\n".join(lines)


@pytest.mark.parametrize("model", WHERE)
def test_the_words_stand(model: str, snapshot) -> None:
    assert said(model) == snapshot
