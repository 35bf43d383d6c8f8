"""The hunt: chosen on one text, confirmed on another, and told beside how often chance finds as much.

For each unit and feature the quantity and the sign with the best AUC on the first text are taken, and scored on the second.
Three things must be passed before a unit counts as found:

labels borrowed   every piece of the second text is given the labels of another piece, both read from an empty state; of each
                  such draw the largest AUC over all units, quantities and features is kept; p = (b + 1) / (N + 1), where b
                  of N draws reach the unit's AUC (family-wise; drifting labels are as drifting when borrowed)
the symbol alone  the best guess from the present symbol, learned on the first text, must do worse on the second
untrained twins   networks of the same build with fresh weights, hunted in the same way: in units of their spread the find
                  must lie above the best find of each of them in any feature (one more of 20: 5 %)

Beside them stands what a random rotation of the units finds: where that is as much, the feature is in the layer, not in
a unit. What is found is encoded, and need not be used: see `effect.py`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lstm_tui.core.activations import Array
from lstm_tui.hunting.borrowed import AT_ONCE, Lending
from lstm_tui.hunting.finds import Detail, Find, Labels, Miss
from lstm_tui.hunting.pieces import Reader, Text, fresh_like, shortened, shortened_labels
from lstm_tui.hunting.scoring import (
    Numbers,
    as_chosen,
    auc,
    auc_from,
    by_symbol,
    folded,
    in_spreads,
    ranks,
    sums_of,
    threshold,
)
from lstm_tui.run import Run

Scoring = Generator[None, None, Numbers]
DRAWS, TWINS, CHANCE = 999, 19, 0.05
CONTROLLED = 4096  # symbols of each text on which twins and the rotation are hunted
DRAWN_AT_ONCE = 20
MISSES, CLOSER = 5, 2


class Hunt:
    """Hunts in one layer of a run's model. Attributes: stage: what is being done, in words; share: how much of it all.

    Args: seed: of all that is drawn.
    """

    def __init__(
        self,
        run: Run,
        layer: int,
        first: Text,
        second: Text,
        labels: Sequence[Labels],
        seed: int = 0,
        draws: int = DRAWS,
    ) -> None:
        self.run, self.layer, self.first, self.second, self.labels = run, layer, first, second, tuple(labels)
        self.hidden = run.hidden_size(layer)
        self.stage, self.share, self.draws = "reading", 0.0, draws
        self._rng = np.random.default_rng(seed)
        self._readers = tuple(Reader(run.bundle.network, run.tokens, text, layer) for text in (first, second))
        self.names = self._readers[0].names
        self._on_first, self._on_second = (
            np.array([getattr(one, side) for one in labels]) for side in ("first", "second")
        )
        self.chosen: Numbers | None = None  # (F, Q, H), AUC on the first text
        self.found: Numbers | None = None  # the same on the second
        self.chance: Numbers = np.empty(0)  # the largest AUC of every draw so far
        self.symbol: Numbers = np.full(len(labels), 0.5)
        self.rotated: Numbers | None = None  # (F,)
        self.twins: Numbers = np.empty((0, len(labels)))  # each one's best in every feature
        self._own: Numbers | None = None  # (F, H): the run's own, on what twins are hunted on
        self.finds: tuple[Find, ...] = ()
        self._details: dict[tuple[str, int], Detail] = {}

    @property
    def done(self) -> bool:
        """Whether all is known."""
        return self.stage == "done"

    def steps(self) -> Iterator[None]:
        """Hunt; between two steps there is time for a key. `finds` grow truer as it goes on."""
        for k, reader in enumerate(self._readers):
            for _ in reader.steps():
                self._at("reading", 0.05 * k)
                yield
        self.chosen = yield from self._scored(self._readers[0].values, self._on_first, 0.1)
        yield from self._symbol_alone()
        yield from self._borrowed()
        self.finds = tuple(self._find(f, unit) for f in range(len(self.labels)) for unit in range(self.hidden))
        self._judge()
        self._at("borrowing labels", 0.4)
        yield
        yield from self._look_closer()
        yield from self._drawn()
        yield from self._controls()
        self._at("done", 1.0)

    def _at(self, stage: str, share: float) -> None:
        self.stage, self.share = stage, share

    # the scores ------------------------------------------------------------------

    def _scored(self, values: Array, labels: NDArray[np.bool_], begun: float) -> Scoring:
        """Return the AUC of every column for every feature, (F, Q, H)."""
        n, columns = values.shape
        ones = labels.sum(axis=1).astype(float)
        found, weights = np.empty((len(labels), columns)), labels.astype(np.float32)
        for start in range(0, columns, AT_ONCE):
            part = slice(start, start + AT_ONCE)
            found[:, part] = auc_from(sums_of(weights, ranks(values[:, part])), ones, n)
            self._at("scoring", begun + 0.1 * start / columns)
            yield
        return found.reshape(len(labels), len(self.names), self.hidden)

    def _symbol_alone(self) -> Iterator[None]:
        inputs = [np.concatenate(reader.inputs) for reader in self._readers]
        if inputs[0].ndim > 1:  # numbers: no symbol to guess from
            return
        first, second = (read.astype(np.int64) + 1 for read in inputs)
        kinds = self.run.bundle.network.input_size + 1
        for f, one in enumerate(self.labels):
            guess = by_symbol(first, one.first, kinds)[second]
            self.symbol[f] = auc(guess[:, None].astype(np.float32), one.second)[0]
            yield

    def _borrowed(self) -> Iterator[None]:
        """Score the second text, piece by piece, so that labels can be borrowed."""
        values = self._readers[1].values
        self._lending = Lending(self._on_second, self.second.bounds(), values.shape[1])
        for share in self._lending.steps(values):
            self._at("confirming", 0.2 + 0.2 * share)
            yield
        self.found = self._lending.own().reshape(len(self.labels), len(self.names), self.hidden)

    def _drawn(self) -> Iterator[None]:
        while len(self.chance) < self.draws:
            some = min(DRAWN_AT_ONCE, self.draws - len(self.chance))
            most = [self._lending.most(self._rng) for _ in range(some)]
            self.chance = np.concatenate([self.chance, most])
            self._judge()
            self._at("borrowing labels", 0.4 + 0.2 * len(self.chance) / self.draws)
            yield

    # the controls ----------------------------------------------------------------

    def _controls(self) -> Iterator[None]:
        texts = tuple(shortened(text, CONTROLLED) for text in (self.first, self.second))
        sides = tuple(
            np.array([shortened_labels(text, CONTROLLED, getattr(one, side)) for one in self.labels])
            for text, side in ((self.first, "first"), (self.second, "second"))
        )
        network, tokens = self.run.bundle.network, self.run.tokens
        readers = [Reader(network, tokens, text, self.layer) for text in texts]
        for reader in readers:
            for _ in reader.steps():
                yield
        own = [reader.values for reader in readers]
        self._own = yield from self._confirmed(own, sides)
        turn = np.linalg.qr(self._rng.normal(size=(self.hidden, self.hidden)))[0].astype(np.float32)
        blocks = [
            np.ascontiguousarray(values.reshape(len(values), -1, self.hidden) @ turn).reshape(values.shape)
            for values in own
        ]
        self.rotated = (yield from self._confirmed(blocks, sides)).max(axis=1)
        for k in range(TWINS):
            twin = fresh_like(network, self._rng)
            readers = [Reader(twin, tokens, text, self.layer) for text in texts]
            for reader in readers:
                for _ in reader.steps():
                    self._at("untrained twins", 0.65 + 0.35 * k / TWINS)
                    yield
            best = (yield from self._confirmed([reader.values for reader in readers], sides)).max(axis=1)
            self.twins = np.concatenate([self.twins, best[None]])
        self._judge()

    def _confirmed(self, values: Sequence[Array], sides: Sequence[NDArray[np.bool_]]) -> Scoring:
        """Return what each unit scores on the second text with the quantity and sign that it chose on the first, (F, H)."""
        scores = []
        for side, labels in zip(values, sides, strict=True):
            ones, found = labels.sum(axis=1).astype(float), np.empty((len(labels), side.shape[1]))
            for start in range(0, side.shape[1], 4 * AT_ONCE):
                part = slice(start, start + 4 * AT_ONCE)
                found[:, part] = auc_from(sums_of(labels.astype(np.float32), ranks(side[:, part])), ones, len(side))
                yield
            scores.append(found.reshape(len(labels), len(self.names), self.hidden))
        return as_chosen(*scores)[0]

    # what is found ---------------------------------------------------------------

    def _find(self, f: int, unit: int) -> Find:
        assert self.chosen is not None
        assert self.found is not None
        q = int(folded(self.chosen[f, :, unit]).argmax())
        first, second = float(self.chosen[f, q, unit]), float(self.found[f, q, unit])
        sign = 1 if first >= 0.5 else -1
        scores = (first, second) if sign > 0 else (1 - first, 1 - second)
        return Find(self.labels[f].name, unit, self.names[q], sign, *scores, symbol=float(self.symbol[f]))

    def detail(self, find: Find) -> Detail:
        """Return the threshold that the first text gives a find, and how it does on the second."""
        key = (find.feature, find.unit)
        if key not in self._details:
            column = self.names.index(find.quantity) * self.hidden + find.unit
            first, second = (find.sign * reader.values[:, column] for reader in self._readers)
            one = next(one for one in self.labels if one.name == find.feature)
            cut = threshold(first, one.first)
            above = second > cut
            wrong = above != one.second
            far = np.where(wrong, np.abs(second - cut), -1)
            worst = [int(t) for t in np.argsort(-far, kind="stable")[:MISSES] if wrong[t]]
            misses = tuple(Miss(t, bool(one.second[t]), float(find.sign * second[t])) for t in worst)
            self._details[key] = Detail(
                find.sign * cut, float(above[one.second].mean()), float(above[~one.second].mean()), misses
            )
        return self._details[key]

    def known(self, find: Find) -> Detail | None:
        """Return the details of a find where they are worked out already."""
        return self._details.get((find.feature, find.unit))

    def _look_closer(self) -> Iterator[None]:
        """Work out the details of what is listed first."""
        for one in self.labels:
            for find in [find for find in self.finds if find.feature == one.name][:CLOSER]:
                self.detail(find)
                yield

    def _judge(self) -> None:
        """Say of every find how often chance finds as much and, once all is known, whether it beats it."""
        far, most = (None, 0.0) if self._own is None or len(self.twins) < TWINS else in_spreads(self._own, self.twins)
        draws, order = np.sort(self.chance), {one.name: f for f, one in enumerate(self.labels)}
        judged = []
        for find in self.finds:
            f = order[find.feature]
            p = (
                None
                if not len(draws)
                else float((len(draws) - np.searchsorted(draws, find.auc, "left") + 1) / (len(draws) + 1))
            )
            beats = None
            if far is not None:
                beats = p is not None and p <= CHANCE and find.auc > find.symbol and bool(far[f, find.unit] > most)
            judged.append(replace(
                find, p=p, beats=beats, twins=float(self.twins[:, f].max()) if len(self.twins) else None,
                rotated=None if self.rotated is None else float(self.rotated[f]),
            ))  # fmt: skip
        self.finds = tuple(sorted(judged, key=lambda find: (not find.beats, -find.auc, find.feature, find.unit)))

    @property
    def units(self) -> tuple[int, ...]:
        """The units that beat chance, the best find first."""
        return tuple(dict.fromkeys(find.unit for find in self.finds if find.beats))

    def value(self, find: Find) -> float:
        """Return the mean over the first text of what was found: what the unit is clamped at."""
        column = self.names.index(find.quantity) * self.hidden + find.unit
        return float(self._readers[0].values[:, column].mean(dtype=np.float64))

    def spread(self, quantity: str) -> Numbers:
        """Return each unit's standard deviation over the first text, (H,)."""
        start = self.names.index(quantity) * self.hidden
        return np.asarray(self._readers[0].values[:, start : start + self.hidden].std(axis=0, dtype=np.float64))
