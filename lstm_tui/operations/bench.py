"""The bench: operations laid out in order, each switched on or off, and the way back to every list that there was.

Immutable. Undo is the inverse of every change, redo the inverse of undo; a new change forgets what was undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lstm_tui.operations.kinds import Operation


@dataclass(frozen=True)
class Item:
    """An operation on the bench. Attributes: on: whether it is to be in force."""

    operation: Operation
    on: bool = True


Items = tuple[Item, ...]


@dataclass(frozen=True)
class Bench:
    """Attributes: items: what lies there. past, future: the lists that undo and redo bring back, the nearest last."""

    items: Items = ()
    past: tuple[Items, ...] = ()
    future: tuple[Items, ...] = ()

    @classmethod
    def of(cls, operations: tuple[Operation, ...]) -> Bench:
        """Return a bench with these operations, all switched on, as if they had been done one by one."""
        return cls.begun(tuple(Item(operation) for operation in operations))

    @classmethod
    def begun(cls, items: Items) -> Bench:
        """Return a bench with these items, as if they had been laid there one by one: undo takes the last first."""
        return cls(items, tuple(items[:count] for count in range(len(items))))

    @property
    def wanted(self) -> tuple[Operation, ...]:
        """The operations that are switched on."""
        return tuple(item.operation for item in self.items if item.on)

    def laid(self, items: Items) -> Bench:
        """Lay out another list; undo brings back this one."""
        return self if items == self.items else Bench(items, (*self.past, self.items))

    def done(self, operation: Operation) -> Bench:
        """Add one operation, switched on."""
        return self.laid((*self.items, Item(operation)))

    def switched(self, index: int) -> Bench:
        """Switch one off, or on again; where there is none, nothing changes."""
        return self._with(index, lambda item: (Item(item.operation, not item.on),))

    def replaced(self, index: int, operation: Operation) -> Bench:
        """Lay another operation, switched on, in the place of one."""
        return self._with(index, lambda item: (Item(operation),))

    def removed(self, index: int) -> Bench:
        """Take one away; where there is none, nothing changes."""
        return self._with(index, lambda item: ())

    def _with(self, index: int, change: Callable[[Item], Items]) -> Bench:
        if not 0 <= index < len(self.items):
            return self
        return self.laid((*self.items[:index], *change(self.items[index]), *self.items[index + 1 :]))

    def undone(self) -> Bench:
        """Go back to the list before; the same bench where there is none."""
        if not self.past:
            return self
        return Bench(self.past[-1], self.past[:-1], (*self.future, self.items))

    def redone(self) -> Bench:
        """Bring back what was undone last; the same bench where nothing was."""
        if not self.future:
            return self
        return Bench(self.future[-1], (*self.past, self.items), self.future[:-1])


EMPTY = Bench()
