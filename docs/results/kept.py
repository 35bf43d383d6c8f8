"""Finished trials, a line each: what was stopped is taken up again where it stood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Trial = dict[str, Any]


class Kept:
    """A folder with a file ROW-KERNEL.jsonl for each row and kernel, a line for every trial that was finished."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, job: tuple[str, str, int]) -> bool:
        row, kernel, seed = job
        return any(trial["seed"] == seed for trial in self._read(self.folder / f"{row}-{kernel}.jsonl"))

    def keep(self, job: tuple[str, str, int], trial: Trial) -> None:
        """Add a trial; the file stays whole until the new one is complete."""
        row, kernel, _ = job
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{row}-{kernel}.jsonl"
        lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in [*self._read(path), trial]]
        half = path.with_suffix(".half")
        half.write_text("".join(lines), encoding="utf-8")
        half.replace(path)

    def of(self, row: str) -> dict[str, list[Trial]]:
        """Return the trials of a row, by kernel, in the order of their seeds."""
        found: dict[str, list[Trial]] = {}
        for path in sorted(self.folder.glob(f"{row}-*.jsonl")):
            trials = [trial for trial in self._read(path) if trial["row"] == row]
            if trials:
                found[path.stem.removeprefix(f"{row}-")] = sorted(trials, key=lambda trial: int(trial["seed"]))
        return found

    @staticmethod
    def _read(path: Path) -> list[Trial]:
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]  # a line that was cut off is none
