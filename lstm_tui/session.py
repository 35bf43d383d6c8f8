"""Where a person stands: one run or more under one cursor. Immutable: every move returns a new session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lstm_tui.core.phases import Phase
from lstm_tui.core.sampling import Sampling
from lstm_tui.core.stack import Stop
from lstm_tui.core.tokens import alike
from lstm_tui.core.trace import Trace
from lstm_tui.errors import LstmTuiError
from lstm_tui.models.bundle import ModelBundle
from lstm_tui.operations.force import Alignment, Operated, operate, operate_as_far_as_it_goes
from lstm_tui.operations.kinds import Operation
from lstm_tui.run import FIRST_TIMESTEPS, Run
from lstm_tui.visible import visible

AT_ONCE = 512  # timesteps computed again between a key and what it shows: stage by stage they take longer


@dataclass(frozen=True)
class Cursor:
    """A place in a run: timestep, layer and phase, all counted from 0."""

    timestep: int = 0
    layer: int = 0
    phase: int = 0


@dataclass(frozen=True, eq=False)
class Session:
    """Runs, and the one cursor in them. The first run leads: its layers and phases are those of the cursor.

    Attributes: work: the run that leads as it is without operations, and those that are wanted; None where none are.
    """

    runs: tuple[Run, ...]
    cursor: Cursor = Cursor()
    work: Operated | None = None

    @classmethod
    def open(cls, bundle: ModelBundle, text: str, timesteps: int | None = None) -> Session:
        """Run the model over the text (its first `timesteps`, or all) and stand at the beginning.

        Raises:
            LstmTuiError: the text is empty or too long.
        """
        return cls((Run.open(bundle, text, timesteps),))

    @property
    def run(self) -> Run:
        """The run that leads."""
        return self.runs[0]

    def __len__(self) -> int:
        return len(self.run)

    @property
    def base(self) -> Run:
        """The run that leads as it is without operations: its text and its model are the person's own."""
        return self.work.free if self.work is not None else self.run

    @property
    def free(self) -> Run | None:
        """The untouched run beside the one that leads; None where nothing is in force."""
        return None if self.base is self.run else self.base

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What is in force."""
        return self.work.operations if self.work is not None else ()

    @property
    def wanted(self) -> tuple[Operation, ...]:
        """What is to be in force; a part of it may have to wait for a text and model that have what it names."""
        return self.work.wanted if self.work is not None else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """For each of what is wanted why it is not in force; "" where it is."""
        return self.work.reasons if self.work is not None else ()

    @property
    def alignment(self) -> Alignment:
        """Which timestep of the untouched run stands beside one of the run that leads."""
        return self.work.alignment if self.work is not None else Alignment()

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What is computed: of every run, and of the untouched one."""
        free = (self.base.trace,) if self.free is not None else ()
        return (*(run.trace for run in self._abreast), *free)

    @property
    def _abreast(self) -> tuple[Run, ...]:
        """The runs whose timesteps are those of the cursor: all but the untouched one, which `alignment` leads."""
        return tuple(run for run in self.runs if run is not self.free)

    @property
    def computed(self) -> int:
        """The timesteps that every run has read, the untouched one included."""
        known, free = min(run.trace.computed for run in self._abreast), self.base.trace
        lacking = self.free is not None and free.computed < len(free)
        return max(0, min(known, free.computed - self.alignment.ahead)) if lacking else known

    @property
    def read(self) -> bool:
        """Whether every run has read its text to the end."""
        return all(trace.computed == len(trace) for trace in self.traces)

    def advance_to(self, timestep: int) -> None:
        """Compute all timesteps before this one, of every run."""
        for run in self._abreast:
            run.trace.advance_to(timestep)
        self.base.trace.advance_to(timestep + self.alignment.ahead)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop inside a timestep, in order."""
        return self.run.stops

    @property
    def stop(self) -> int:
        """The cursor's place among the stops of a timestep."""
        return self.cursor.layer * len(self.run.bundle.network.cell.phases) + self.cursor.phase

    @property
    def phase(self) -> Phase:
        """The phase at the cursor."""
        return self.stops[self.stop].phase

    # moves -------------------------------------------------------------------

    def next_phase(self) -> Session:
        """One phase on, into the next timestep after the last; the same session at the very end."""
        if self.stop + 1 < len(self.stops):
            return self._at(self.cursor.timestep, self.stop + 1)
        return self._at(self.cursor.timestep + 1, 0) if self.cursor.timestep + 1 < self.computed else self

    def previous_phase(self) -> Session:
        """One phase back; the same session at the very beginning."""
        if self.stop > 0:
            return self._at(self.cursor.timestep, self.stop - 1)
        return self._at(self.cursor.timestep - 1, len(self.stops) - 1) if self.cursor.timestep > 0 else self

    def next_timestep(self) -> Session:
        """The same phase one timestep on; the same session at the end."""
        return self.seek(self.cursor.timestep + 1) if self.cursor.timestep + 1 < self.computed else self

    def previous_timestep(self) -> Session:
        """The same phase one timestep back; the same session at the beginning."""
        return self.seek(self.cursor.timestep - 1) if self.cursor.timestep > 0 else self

    def seek(self, timestep: int) -> Session:
        """Go to a timestep (from 0), keeping the phase.

        Raises:
            LstmTuiError: it is outside the text or not computed yet; says which timesteps there are.
        """
        for run in self._abreast:
            run.trace.step(timestep)
        beside = self.alignment.untouched(timestep)
        if beside is not None:
            self.base.trace.step(beside)
        return replace(self, cursor=replace(self.cursor, timestep=timestep))

    def to_phase(self, key: str) -> Session:
        """Go to a phase of the cursor's layer by its key; of the top layer where only that one has it.

        Raises:
            LstmTuiError: this cell has no such phase; the hint names those that there are.
        """
        places = [stop for stop, place in enumerate(self.stops) if place.phase.key == key]
        if not places:
            keys = ", ".join(dict.fromkeys(stop.phase.key for stop in self.stops))
            title = self.run.bundle.network.cell.title
            raise LstmTuiError(f"There is no phase '{key}' in this {title}.", f"There are: {keys}.")
        here = [stop for stop in places if self.stops[stop].layer == self.cursor.layer]
        return self._at(self.cursor.timestep, (here or places)[0])

    def to_layer(self, layer: int) -> Session:
        """Go to a layer (from 0), keeping the phase where that layer has it.

        Raises:
            LstmTuiError: there is no such layer.
        """
        if not 0 <= layer < self.run.layers:
            raise LstmTuiError(f"There is no layer {layer + 1}.", f"This model has {self.run.layers}.")
        phase = min(self.cursor.phase, len(self.run.bundle.network.phases(layer)) - 1)
        return replace(self, cursor=replace(self.cursor, layer=layer, phase=phase))

    def _at(self, timestep: int, stop: int) -> Session:
        layer, phase = divmod(stop, len(self.run.bundle.network.cell.phases))
        last = self.run.layers - 1
        if layer > last:  # the prediction stands behind the phases of the top layer
            layer, phase = last, len(self.run.bundle.network.cell.phases)
        return replace(self, cursor=Cursor(timestep, layer, phase))

    # operations ------------------------------------------------------------------

    def operated(self, operations: Sequence[Operation]) -> Session:
        """Put these operations in force, in the place of those that are; with none the very same run comes back.

        Raises:
            LstmTuiError: one that the run does not have; this session is as good as before.
        """
        return self._with(operate(self.base, operations, self._known, self.work), self._known)

    def wanting(self, operations: Sequence[Operation]) -> Session:
        """Put those of these operations in force that the run has; the others wait, each with its reason."""
        return self._with(operate_as_far_as_it_goes(self.base, operations, self._known, self.work), self._known)

    def soon_wanting(self, operations: Sequence[Operation], timestep: int) -> Session:
        """As `wanting`, at a timestep (from 0) of any, where no more than AT_ONCE must be computed for that.

        Else one stands at the last timestep that these few lead to, to go on from there as more is read.
        """
        work = operate_as_far_as_it_goes(self.base, operations, 0, self.work)
        computed = min(work.run.trace.computed, max(0, work.free.trace.computed - work.alignment.ahead))
        target = min(timestep, len(work.run) - 1, computed + AT_ONCE - 1)
        here = replace(self, cursor=replace(self.cursor, timestep=target))
        return here._with(work, min(self._known, computed + AT_ONCE))

    @property
    def _known(self) -> int:
        """As many timesteps as are computed before anything is shown."""
        known = FIRST_TIMESTEPS if self.read else min(self.run.trace.computed, FIRST_TIMESTEPS)
        return max(self.cursor.timestep + 1, known)

    def _with(self, work: Operated, timesteps: int) -> Session:
        timestep = min(self.cursor.timestep, len(work.run) - 1)
        cursor = replace(self.cursor, timestep=timestep)
        new = Session((work.run, *self._beside(work)), cursor, work if work.wanted else None)
        new.advance_to(max(timestep + 1, timesteps))
        return new

    def _reading(self, base: Run, timesteps: int, before: Operated | None = None) -> Session:
        """Let another untouched run lead, under the operations that are wanted."""
        return self._with(operate_as_far_as_it_goes(base, self.wanted, timesteps, before), timesteps)

    # other runs beside it ------------------------------------------------------------

    def beside(self, others: Sequence[Run]) -> Session:
        """Put other runs under the cursor, each on the text that the leading one reads, at the symbols known of it.

        The untouched run may be one of them.

        Raises:
            LstmTuiError: one of them cannot read this text.
        """
        return replace(self, runs=(self.run, *(self._abreast_with(run, self.run, self.computed) for run in others)))

    def opened_beside(self, bundle: ModelBundle) -> Run:
        """Return the run of another model on the text that the leading one reads.

        Raises:
            LstmTuiError: it reads something else.
        """
        _check_alike(bundle, self.run.bundle)
        return Run.open(bundle, self.run.text, self.computed)

    def _abreast_with(self, run: Run, lead: Run, timesteps: int) -> Run:
        if run is self.free:
            return run
        _check_alike(run.bundle, lead.bundle)
        run = run if run.text == lead.text else run.with_text(lead.text, timesteps)
        run.trace.advance_to(timesteps)
        return run

    def _beside(self, work: Operated) -> tuple[Run, ...]:
        """Return the runs beside the one that leads, once it is another one; the untouched one as it is then, if any is."""
        known = work.run.trace.computed
        others = (work.free if run is self.free else self._abreast_with(run, work.run, known) for run in self.runs[1:])
        return tuple(run for run in others if run is not work.run)

    # changes of what is read -----------------------------------------------------

    def with_text(self, text: str, timesteps: int | None = None) -> Session:
        """Read another text (all of it, or at least `timesteps` and up to the cursor), the operations in force.

        The cursor stays where it is, or at the end of a shorter text.

        Raises:
            LstmTuiError: the text is empty or too long; this session is as good as before.
        """
        whole = len(text) + len(self.wanted)  # each may put one symbol in
        wanted = whole if timesteps is None else max(timesteps, self.cursor.timestep + 1)
        return self._reading(self.base.with_text(text, wanted), wanted, self.work)

    def to_snapshot(self, index: int) -> Session:
        """Let the run that leads be read by its model at a moment of its training (from 0), the cursor held still.

        Raises:
            LstmTuiError: the model has no such moment.
        """
        return self._reading(self.base.to_snapshot(index, self._known), self._known)

    def with_model(self, bundle: ModelBundle, text: str | None = None) -> Session:
        """Let another model read the text, or one given with it; those beside it stay where they can read it.

        The cursor keeps its timestep, and its phase where the model has it. Operations that the model does not have wait.
        """
        run = self.base.with_model(bundle, text, self.cursor.timestep + 1)
        cursor = Cursor(min(self.cursor.timestep, len(run) - 1))
        alone = Session((run,), cursor).wanting(self.wanted)
        new = alone.beside(
            tuple(run for run in self.runs[1:] if run is not self.free and alike(run.tokens, alone.run.tokens))
        )
        keys = {stop.phase.key for stop in new.stops}
        return new.to_phase(self.phase.key) if self.phase.key in keys else new

    def write(self, sampling: Sampling, seed: int) -> tuple[Session, float]:
        """Let the run that leads write one symbol behind the text; return the session standing there, and its probability.

        See `Run.chosen`.
        """
        symbol, p = self.run.chosen(sampling, seed)
        longer = self.with_text(self.base.text + symbol)
        return longer.seek(len(longer) - 1), p


def _check_alike(bundle: ModelBundle, lead: ModelBundle) -> None:
    if not alike(bundle.tokens, lead.tokens):
        reads = [
            f"{len(model.tokens)} numbers a timestep" if not model.tokens.symbols else "symbols"
            for model in (bundle, lead)
        ]
        raise LstmTuiError(
            f"'{visible(bundle.name)}' reads {reads[0]}, '{visible(lead.name)}' {reads[1]}: they share no text.",
            "Choose models that read alike.",
        )
