"""Where a number comes from: opened into the terms that it is made of, each of which can be opened in turn.

A pre-activation opens into its products one by one, a gate into its pre-activation, a product into its factors, the note
into what was kept and written, a logit into its products, a probability into its softmax, down to the first symbol and
the weights. The terms add up to the number as printed.
"""

from __future__ import annotations

from lstm_tui.core.place import Place
from lstm_tui.explain.naming import LOSS
from lstm_tui.explain.notation import Notation
from lstm_tui.explain.origin.cell import open_quantity
from lstm_tui.explain.origin.prediction import open_logit, open_loss, open_probability
from lstm_tui.explain.origin.spot import Spot
from lstm_tui.explain.origin.terms import Origin
from lstm_tui.run import Run

SHOWN = 12  # terms of a sum that are told one by one
PREDICTED = {"logits": open_logit, "probs": open_probability, LOSS: open_loss}


def origin_of(run: Run, notation: Notation, place: Place, shown: int = SHOWN) -> Origin:
    """Open a number of a run.

    Args: notation: of the run's kind of cell. shown: how many terms of a sum are told one by one.

    Raises:
        LstmTuiError: the timestep is not there or not computed yet.
    """
    spot = Spot(run, notation, place, shown)
    return PREDICTED.get(place.quantity, open_quantity)(spot)
