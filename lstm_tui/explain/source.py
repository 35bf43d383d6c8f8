"""The line of our own code that computed a quantity, found in the source rather than typed again.

A line that makes a quantity ends in a mark: `# -> f`, and one of a cell that may lack the part it is for says which:
`# -> z g; o when peepholes`. Here the marks are read.
"""

from __future__ import annotations

import linecache
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lstm_tui.core import trace
from lstm_tui.core.cells import CELLS, Cell

_MARK = "# -> "


@dataclass(frozen=True)
class CodeLine:
    """One line of source: the code, the file's name and the line's number."""

    code: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """File and line, as editors take them."""
        return f"{self.file}:{self.line}"


def _makes(cell: type[Cell], mark: str, quantity: str) -> bool:
    names, _, parts = mark.partition(" when ")
    return quantity in names.split() and cell.has.issuperset(parts.split())


@cache
def lines_for(kind: str, quantity: str, kernel: bool = False) -> tuple[CodeLine, ...]:
    """Return the lines that compute a quantity in a cell of this kind, in order; empty where none is marked.

    Args: kernel: the lines that ran, which serve all layers at once; else those of the plain step, which say the same.
    """
    cell = CELLS[kind]
    found = []
    for function in (cell.code(kernel), trace.Trace._predict):
        made = function.__code__
        source = linecache.getlines(made.co_filename)  # empty in a packed install without sources
        last = max(line for _, _, line in made.co_lines() if line is not None)
        for number, line in enumerate(source[made.co_firstlineno - 1 : last], made.co_firstlineno):
            code, mark, names = line.partition(_MARK)
            if mark and any(_makes(cell, made, quantity) for made in names.split(";")):
                found.append(CodeLine(code.strip(), Path(made.co_filename).name, number))
    return tuple(found)
