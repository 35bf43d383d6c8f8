"""Make docs/results.md again: every trial in a process of its own, on each BLAS kernel.

    python docs/results                          all rows: some hours on two cores
    python docs/results order lag --seeds 5      some rows, fewer seeds
    python docs/results --page                   only the page, from the trials that are kept

It can be stopped (Ctrl+C) and started again: a finished trial is kept, as a line of a file, in docs/results/trials, or where
--keep says, and never made twice; delete its line to have it made again. Each trial runs on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from kept import Kept
from page import ROWS, written_page
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

HERE = Path(__file__).parent
KERNELS = ("Haswell", "SkylakeX")
Job = tuple[str, str, int]


def made(job: Job) -> dict[str, object]:
    """Make one trial in a process of its own, on this kernel and one thread."""
    row, kernel, seed = job
    around = os.environ | {"OPENBLAS_CORETYPE": kernel, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(HERE / "trials.py"), row, str(seed)], env=around, capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{row}, seed {seed}, {kernel}:\n{done.stderr}")
    trial: dict[str, object] = json.loads(done.stdout)
    return trial


def make(jobs: list[Job], kept: Kept, at_once: int, console: Console) -> None:
    """Make what is not kept yet, with a bar."""
    wanting = [job for job in jobs if job not in kept]
    columns = (
        TextColumn("{task.description:24}"),
        BarColumn(30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar, ThreadPoolExecutor(at_once) as pool:
        work = bar.add_task("trials", total=len(jobs), completed=len(jobs) - len(wanting))
        futures = {pool.submit(made, job): job for job in wanting}
        try:
            for future in as_completed(futures):
                job = futures[future]
                kept.keep(job, future.result())
                bar.update(work, advance=1, description=f"{job[0]} {job[2]} {job[1]}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def main() -> None:
    """Make the trials that are wanting, and the page of all that are kept."""
    parser = argparse.ArgumentParser(
        "python docs/results", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)} (default: all)")
    parser.add_argument("--seeds", type=int, metavar="N", help="seeds 1 to N at most (default: all that the row has)")
    parser.add_argument(
        "--kernels", nargs="+", default=KERNELS, metavar="K", help="OPENBLAS_CORETYPE of each (default: both)"
    )
    parser.add_argument("--keep", type=Path, default=HERE / "trials", metavar="FOLDER")
    parser.add_argument("--at-once", type=int, default=1, metavar="N", help="processes side by side (default 1)")
    parser.add_argument("--out", type=Path, default=HERE.parent / "results.md", metavar="FILE", help="the page")
    parser.add_argument("--page", action="store_true", help="make no trials")
    options = parser.parse_args()
    unknown = set(options.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    kept, console = Kept(options.keep), Console(stderr=True)
    jobs = [
        (name, kernel, seed)
        for name in options.rows or ROWS
        for kernel in options.kernels
        for seed in range(1, min(options.seeds or ROWS[name].seeds, ROWS[name].seeds) + 1)
    ]
    if not options.page:
        try:
            make(jobs, kept, options.at_once, console)
        except KeyboardInterrupt:
            console.print("Stopped. The same command goes on from here.")
            sys.exit(130)
    options.out.write_text(written_page(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
