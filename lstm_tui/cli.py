"""The command line: which command is meant, and errors as one sentence. What a command needs is loaded with it."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import NoReturn

from lstm_tui import __version__, streams
from lstm_tui.errors import LstmTuiError

COMMANDS = (
    "trace",
    "origin",
    "operate",
    "ink",
    "measure",
    "lens",
    "saturation",
    "twins",
    "automaton",
    "path",
    "gradients",
    "hunt",
    "picture",
    "diagram",
    "open",
    "table",
    "models",
    "train",
    "sample",
    "tasks",
)
FULL = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)  # a device that takes nothing more
EXAMPLES = """examples:
  lstm-tui                                   step through a short text
  lstm-tui "hello world"                     step through this text
  lstm-tui --model counter "aaabbb."         with another model (see: lstm-tui models)
  lstm-tui --file book.txt                   a long text; cat book.txt | lstm-tui - works too
  lstm-tui --timestep 3 --phase cell --unit 20 "hello"   stand just there (Y in the stepper copies such a line)
  lstm-tui -- trace                          a text that is also a command's name
  lstm-tui trace "hello" --timestep 3        every number of the third timestep, as text
  lstm-tui trace "hello" --format json -o trace.json
  lstm-tui picture "hello" --timestep 3 --phase cell -o cell.svg   the screen there (also .html, .txt; --all-phases)
  lstm-tui origin "hello" --timestep 3 --place "f[20]"   where a number comes from, term by term
  lstm-tui --operate "f[20]@2:4=0" "hello"   what if: hold, ablate, tear off, edit (o in the stepper, S saves it)
  lstm-tui open hello.toml                   a session that was saved
  lstm-tui ink "hello world" --unit 20       who wrote what on the note
  lstm-tui measure silence --file book.txt   which units the predictions need
  lstm-tui lens --file book.txt              every unit over the whole text; also saturation, gradients, hunt
  lstm-tui twins "To be, or not" --beside shakespeare-rnn   two models on one text, and where they part
  lstm-tui automaton --model reber           what finite automaton the network has become
  lstm-tui path --model counter "aaabbb." --units 0,1   the note as a path in the plane
  lstm-tui diagram --phase cell              the module, drawn in characters
  lstm-tui train --task reber --out my.safetensors   train a model, then: lstm-tui --model my.safetensors
  lstm-tui sample "To be" --length 80        let a model write on
"""


class _Parser(argparse.ArgumentParser):
    """Says what was wrong in one line, with a hint."""

    def error(self, message: str) -> NoReturn:
        raise LstmTuiError(f"{message[:1].upper()}{message[1:]}.", f"See '{self.prog} --help'.")


def _stepper_parser(stepper: ModuleType) -> _Parser:
    parser = _Parser(
        prog="lstm-tui",
        description="Step an LSTM over a text in the terminal, and see every number being made.",
        epilog=f"commands: {', '.join(COMMANDS)} (each has --help)\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    stepper.add_options(parser)
    parser.add_argument("--version", action="version", version=f"lstm-tui {__version__}")
    return parser


def _run(arguments: Sequence[str]) -> int:
    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    if "--processes" in arguments:  # which are the threads of a training; BLAS is told before NumPy is loaded
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    module = importlib.import_module(f"lstm_tui.commands.{command or 'stepper'}")
    if not command:
        return int(module.run(_stepper_parser(module).parse_args(arguments)))
    parser = _Parser(prog=f"lstm-tui {command}", description=module.DESCRIPTION)
    module.add_options(parser)
    status = module.run(parser.parse_args(arguments[1:]))
    sys.stdout.flush()
    return int(status or 0)


def _say(words: str) -> None:
    with suppress(OSError):  # there may be nobody to hear it
        print(words, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0, 2 for what the user got wrong, 1 for what we did."""
    streams.prepare()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except LstmTuiError as error:
        from lstm_tui.visible import visible

        _say(f"lstm-tui: {visible(str(error))}")
        return 2
    except BrokenPipeError:
        streams.silence()
        return 0
    except OSError as error:
        if error.errno not in FULL:
            return _failed(error)
        streams.silence()
        _say(f"lstm-tui: Standard output cannot be written: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say that it was us: a traceback in front of a user is a bug, so it goes into a file."""
    from lstm_tui.aftermath import report

    _say(f"lstm-tui: {report(error)}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
