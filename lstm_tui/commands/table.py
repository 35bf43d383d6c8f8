"""lstm-tui table: the first layer of a model whose layers see the symbol alone, as the table that it then is."""

from __future__ import annotations

import argparse
import json

from lstm_tui.commands.options import add_model

DESCRIPTION = (
    "Show what the first layer says of every symbol, where it sees nothing else (minGRU, minLSTM): V × H numbers."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_model(parser)
    parser.add_argument("--quantity", metavar="Q", help="which one alone, such as u or g")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> None:
    """Print a row a symbol, a column a unit."""
    from lstm_tui.core.lookup import table_of
    from lstm_tui.errors import LstmTuiError
    from lstm_tui.explain.digits import short
    from lstm_tui.family import FAMILIES
    from lstm_tui.models import registry
    from lstm_tui.visible import quoted, visible

    bundle = registry.load(options.model or registry.DEFAULT)
    symbols, cell = bundle.tokens.symbols, bundle.network.cells[0]
    if not symbols:
        raise LstmTuiError(
            f"'{bundle.name}' reads numbers: there is no table of them.", "Choose one that reads symbols."
        )
    found = table_of(bundle.network)
    if options.quantity is not None:
        if options.quantity not in found:
            raise LstmTuiError(
                f"There is no '{visible(options.quantity)}' that hangs on the symbol alone.",
                f"There are: {', '.join(found)}.",
            )
        found = {options.quantity: found[options.quantity]}
    if options.format == "json":
        tables = {name: values.tolist() for name, values in found.items()}
        print(json.dumps({"model": bundle.name, "symbols": list(symbols), "tables": tables}))
        return
    quantities, equations = (
        FAMILIES[cell.kind].notation.quantities,
        {phase.focus: phase.equation for phase in cell.phases},
    )
    for name, values in found.items():
        print(f"{bundle.name}: {equations.get(name, name)}, {len(symbols)} symbols × {cell.hidden_size} units")
        for symbol, row in zip(symbols, values.tolist(), strict=True):
            print(f"  {quoted(symbol):<5}" + " ".join(short(value, quantities[name].signed) for value in row))
