"""Finished trials, a file each: what was stopped is taken up again where it stood."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

Trial = dict[str, Any]


class Kept:
    """A folder with ROW/KERNEL-SEED.json for every trial that was finished."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, row: str, kernel: str, seed: int) -> Path:
        return self.folder / row / f"{kernel}-{seed:02}.json"

    def __contains__(self, job: tuple[str, str, int]) -> bool:
        return self._path(*job).exists()

    def keep(self, job: tuple[str, str, int], trial: Trial) -> None:
        """Write a trial; a file that stands there stays whole until the new one is complete."""
        path = self._path(*job)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(trial, indent=1) + "\n", encoding="utf-8")
        half.replace(path)

    def of(self, row: str) -> dict[str, list[Trial]]:
        """Return the trials of a row, by kernel, in the order of their seeds."""
        found: dict[str, list[Trial]] = defaultdict(list)
        for path in sorted((self.folder / row).glob("*.json")):
            trial = json.loads(path.read_text(encoding="utf-8"))
            found[trial["made on"]["kernel"]].append(trial)
        return {
            kernel: sorted(trials, key=lambda trial: int(trial["seed"])) for kernel, trials in sorted(found.items())
        }
