"""The command line: which command is meant, and errors as one sentence. Loads NumPy and Textual only inside commands."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from lstm_tui import __version__
from lstm_tui.errors import LstmTuiError

COMMANDS = ("trace", "diagram", "models", "train", "sample", "tasks")
EXAMPLES = """examples:
  lstm-tui                                   step through a short text
  lstm-tui "hello world"                     step through this text
  lstm-tui --model counter "aaabbb."         with another model (see: lstm-tui models)
  lstm-tui --file book.txt                   a long text; cat book.txt | lstm-tui - works too
  lstm-tui -- trace                          a text that is also a command's name
  lstm-tui trace "hello" --timestep 3        every number of the third timestep, as text
  lstm-tui trace "hello" --format json -o trace.json
  lstm-tui diagram --phase cell              the module, drawn in characters
  lstm-tui train --task reber --out my.safetensors   train a model, then: lstm-tui --model my.safetensors
  lstm-tui sample "To be" --length 80        let a model write on
"""


class _Parser(argparse.ArgumentParser):
    """Says what was wrong in one line, with a hint."""

    def error(self, message: str) -> NoReturn:
        raise LstmTuiError(f"{message[:1].upper()}{message[1:]}.", f"See '{self.prog} --help'.")


def _add_text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what to read; - for standard input")
    parser.add_argument("--file", metavar="PATH", help="read the text from a file (UTF-8)")


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="M", help="a model's name, or the path of its file")
    parser.add_argument("--timestep", type=int, metavar="N", help="the timestep, from 1")
    parser.add_argument("--phase", metavar="P", help="the phase, such as forget-gate or cell")
    parser.add_argument("--layer", type=int, metavar="L", help="the layer, from 1")


def _stepper_parser() -> _Parser:
    parser = _Parser(
        prog="lstm-tui",
        description="Step an LSTM over a text in the terminal, and see every number being made.",
        epilog=f"commands: {', '.join(COMMANDS)} (each has --help)\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_text(parser)
    _add_place(parser)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--version", action="version", version=f"lstm-tui {__version__}")
    return parser


def _command_parser(command: str) -> _Parser:
    parser = _Parser(prog=f"lstm-tui {command}")
    if command == "models":
        parser.description = "List the models with their cards; with a name, that card in full."
        parser.add_argument("name", nargs="?", metavar="NAME")
        return parser
    if command == "tasks":
        parser.description = (
            "List the tasks that a model can be trained on, each with its story and what counts as right."
        )
        return parser
    if command == "train":
        return _train_parser(parser)
    _add_text(parser)
    if command == "sample":
        return _sample_parser(parser)
    _add_place(parser)
    if command == "diagram":
        parser.description = "Print the module of a model at one phase of one timestep."
        parser.add_argument("--width", type=int, default=78, metavar="N", help="columns to draw in (default 78)")
        return parser
    parser.description = "Print every number of a run: what the screen shows, without a screen."
    parser.add_argument("--unit", type=int, metavar="J", help="the unit that is worked out in text, from 0")
    parser.add_argument("--format", choices=("text", "json", "csv", "npz"), default="text")
    parser.add_argument("-o", dest="out", metavar="FILE", help="write to a file")
    return parser


def _train_parser(parser: _Parser) -> _Parser:
    parser.description = "Train a model, in NumPy; Ctrl+C saves what there is and says how to go on."
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--task", metavar="NAME", help="a task (see: lstm-tui tasks)")
    source.add_argument("--text", metavar="FILE", help="the characters of a text (UTF-8)")
    source.add_argument("--csv", metavar="FILE:COLUMN", help="the next value of a column, by its name or number from 1")
    parser.add_argument("--resume", metavar="MODEL", help="go on where this saved training stopped")
    parser.add_argument("--out", metavar="MODEL", help="the file to write (default: the task's name.safetensors)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of every random choice (default 1)")
    parser.add_argument("--cell", choices=("lstm", "rnn"))
    for name, words in (("hidden", "units of a layer"), ("layers", "layers"), ("batch", "sequences side by side"),
                        ("timesteps", "symbols of a piece of text"), ("steps", "updates in all")):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, metavar="N", help=words)
    parser.add_argument("--try", dest="default_text", metavar="TEXT", help="the text that the model opens on")
    parser.add_argument("--licence", metavar="WORDS", help="of the data, for the model's card")
    parser.add_argument("--final", action="store_true", help="leave out what going on later needs: a smaller file")
    parser.add_argument("--rate", type=float, metavar="R", help="the learning rate")
    parser.add_argument("--optimiser", choices=("sgd", "momentum", "adagrad", "adam"))
    parser.add_argument("--schedule", choices=("constant", "cosine", "one-cycle"))
    parser.add_argument("--forget-bias", dest="forget_bias", choices=("0", "1", "3", "chrono", "none"))
    return parser


def _sample_parser(parser: _Parser) -> _Parser:
    parser.description = "Let a model write on from a text; the same seed writes the same."
    parser.add_argument("--model", metavar="M", help="a model's name, or the path of its file")
    parser.add_argument("--length", type=int, default=100, metavar="N", help="symbols to write (default 100)")
    parser.add_argument(
        "--temperature", type=float, default=1.0, metavar="T", help="0: always the likeliest (default 1)"
    )
    parser.add_argument("--top-k", type=int, default=0, metavar="K", help="only the K likeliest")
    parser.add_argument(
        "--top-p", type=float, default=1.0, metavar="P", help="only the likeliest that reach P together"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--show", action="store_true", help="a line for each choice, with its probability")
    return parser


def _run(arguments: Sequence[str]) -> int:
    command = arguments[0] if arguments else ""
    if command not in COMMANDS:
        options = _stepper_parser().parse_args(arguments)
        from lstm_tui.commands import stepper

        return stepper.run(options)
    options = _command_parser(command).parse_args(arguments[1:])
    module = importlib.import_module(f"lstm_tui.commands.{command}")
    status = module.run(options)
    sys.stdout.flush()
    return int(status or 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0, 2 for what the user got wrong, 1 for what we did."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except LstmTuiError as error:
        from lstm_tui.visible import visible

        print(f"lstm-tui: {visible(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a traceback in front of a user is a bug; this line at least is short
        from lstm_tui.visible import visible

        print(f"lstm-tui: something went wrong inside: {visible(repr(error))}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
