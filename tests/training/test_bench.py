"""A training in its own process: it paces itself, obeys, tells what it measures, and is neither lost nor left behind."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstm_tui import files
from lstm_tui.errors import LstmTuiError
from lstm_tui.models import native, registry
from lstm_tui.tasks.catalogue import task_named
from lstm_tui.training.bench import Bench
from lstm_tui.training.report import Report
from lstm_tui.training.unfinished import unfinished
from lstm_tui.training.worker import Job, Worker
from lstm_tui.training.workshop import Order, Workshop


def order(steps: int, task: str = "latch", **more: object) -> Order:
    return Order(task, replace(task_named(task).recipe, steps=steps), **more)


def until(holds: Callable[[], bool], seconds: float = 40.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(0.01)


def run_here(job: Job, *said: tuple[str, float]) -> list[Report]:
    """Run a worker in a thread of this process, tell it this before it begins, and return what it told."""
    here, there = multiprocessing.Pipe()
    for words in said:
        here.send(words)
    worker = Worker(there, job)
    thread = threading.Thread(target=worker.run)
    thread.start()
    found: list[Report] = []
    while not (found and found[-1].done):
        assert here.poll(40)
        found.append(here.recv())
    thread.join()
    return found


def test_a_training_paces_itself(tmp_path: Path) -> None:
    """Twelve updates at twenty a second take at least eleven twentieths of a second, whatever else the machine does."""
    here, there = multiprocessing.Pipe()
    worker = Worker(there, Job(order(12), tmp_path / "a.safetensors", pace=20.0))
    began = time.monotonic()
    worker.run()
    assert time.monotonic() - began >= 11 / 20
    assert worker.workshop.trainer.number == 12
    here.close()


def test_it_tells_what_it_measures_on_the_way_and_the_same_at_the_end(tmp_path: Path) -> None:
    job = Job(order(40), tmp_path / "a.safetensors")
    reports = run_here(job)
    measured = {report.number: report.held_out for report in reports if report.held_out}
    assert set(measured) >= {1, 40}
    moments = [report.number for report in reports if report.moment]
    assert moments == sorted(set(moments)) or moments[-1] == moments[-2] == 40
    assert all(report.samples for report in reports if report.moment and report.number < 40)
    bundle = native.load(job.path)
    assert measured[40].loss == pytest.approx(bundle.snapshots[-1].loss)
    assert measured[40].right is not None
    assert str(reports[-1].verdict) == bundle.card.held_out
    assert reports[-1].done


def test_a_stopped_training_goes_on_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    stopped = run_here(Job(order(300), path), ("stop", 1.0))
    assert 0 < stopped[-1].number < 300
    (left,) = unfinished([path])
    assert (left.path, left.number, left.order) == (path, stopped[-1].number, order(300))
    assert run_here(Job(left.order, path, resume=True))[-1].number == 300
    assert unfinished([path]) == []
    whole = Workshop(order(300), task_named("latch"))
    list(whole.steps())
    np.testing.assert_array_equal(Workshop.resume(path).trainer.weights, whole.trainer.weights)


def test_another_rate_holds_from_then_on_and_stands_on_the_card(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    reports = run_here(Job(order(30), path), ("rate", 0.004))
    assert reports[-1].rate == pytest.approx(0.004)
    assert "0.004" in native.load(path).card.how


def test_a_pause_holds_until_it_ends(tmp_path: Path) -> None:
    here, there = multiprocessing.Pipe()
    worker = Worker(there, Job(order(10**6), tmp_path / "a.safetensors"))
    here.send(("pause", 1.0))
    thread = threading.Thread(target=worker.run)
    thread.start()
    until(lambda: worker._paused)
    assert worker.workshop.trainer.number == 1
    here.send(("pause", 0.0))
    until(lambda: worker.workshop.trainer.number > 3)
    here.close()  # nobody watches any more
    thread.join(20)
    assert not thread.is_alive()
    assert unfinished([tmp_path / "a.safetensors"])


def test_a_closed_bench_leaves_no_process_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    bench = Bench(Job(order(10**6), path, pace=math.inf))
    process, told = bench._process, []
    until(lambda: bool(told.extend(bench.news()) or told))
    bench.close()
    assert not process.is_alive()
    (left,) = unfinished([path])
    assert left.number >= told[-1].number


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_what_there_is(number: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    bench = Bench(Job(order(10**6), path))
    told: list[Report] = []
    until(lambda: bool(told.extend(bench.news()) or told))
    os.kill(bench._process.pid or 0, number)
    until(lambda: bool(told.extend(bench.news()) or told[-1].done))
    assert unfinished([path])[0].number == told[-1].number
    bench.close()


def test_a_killed_watcher_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    script = tmp_path / "watcher.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from dataclasses import replace\n"
        "from lstm_tui.tasks.catalogue import task_named\n"
        "from lstm_tui.training.bench import Bench\n"
        "from lstm_tui.training.worker import Job\n"
        "from lstm_tui.training.workshop import Order\n"
        "if __name__ == '__main__':\n"
        "    order = Order('latch', replace(task_named('latch').recipe, steps=10**6))\n"
        "    bench = Bench(Job(order, Path(sys.argv[1]), pace=100.0))\n"
        "    while not bench.news():\n"
        "        time.sleep(0.01)\n"
        "    print(bench._process.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    watcher = subprocess.Popen([sys.executable, str(script), str(path)], stdout=subprocess.PIPE, text=True)
    assert watcher.stdout is not None
    process = int(watcher.stdout.readline())
    watcher.kill()
    watcher.wait()

    def gone() -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{process}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"

    until(gone)
    assert unfinished([path])


def test_a_twin_reads_the_same_sequences_with_weights_of_its_own() -> None:
    lead = order(10, "reber")
    twin = replace(lead, recipe=replace(lead.recipe, cell="rnn"), beside="lstm")
    shops = [Workshop(wanted, task_named("reber")) for wanted in (lead, twin)]
    for _ in range(4):
        one, two = (shop.task.next_batch(shop.trainer.rng, 8) for shop in shops)
        np.testing.assert_array_equal(one.inputs, two.inputs)
        np.testing.assert_array_equal(one.targets, two.targets)
    alone = Workshop(replace(twin, beside=""), task_named("reber"))
    assert not np.array_equal(alone.task.next_batch(alone.trainer.rng, 8).inputs, shops[0].task.next_batch(shops[0].trainer.rng, 8).inputs)  # fmt: skip
    assert shops[1].network.cell.kind == "rnn"


def test_nothing_that_is_kept_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_tui.files.models_folder", lambda: tmp_path)
    assert registry.free_path("reber").name == "my-reber.safetensors"
    (tmp_path / "my-reber.safetensors").touch()
    (tmp_path / "my-reber-2.safetensors").touch()
    assert registry.free_path("reber").name == "my-reber-3.safetensors"


def test_what_cannot_be_read_is_nobodys_unfinished_training(tmp_path: Path) -> None:
    for name, content in (("a", b""), ("b", b"\x00" * 100), ("c", b"{}")):
        (tmp_path / f"{name}.safetensors").write_bytes(content)
    assert unfinished([*tmp_path.iterdir(), tmp_path / "none.safetensors"]) == []


@pytest.mark.parametrize(
    "about",
    [{"task": "\x1b]0;x\x07"}, {"seed": -1}, {"recipe": {"cell": "[/x]"}}, {"recipe": {"steps": -5}}, {"recipe": {"rate": math.nan}}],
)  # fmt: skip
def test_a_hostile_training_is_not_offered(about: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    workshop = Workshop(order(30), task_named("latch"))
    next(iter(workshop.steps()))
    workshop.save(path, judged=False)
    assert unfinished([path])
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    ours = json.loads(header["__metadata__"]["lstm-tui"])
    known = ours["training"]["about"]
    ours["training"]["about"] = known | about | {"recipe": known["recipe"] | about.get("recipe", {})}
    header["__metadata__"]["lstm-tui"] = json.dumps(ours)
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + content[8 + length :])
    assert unfinished([path]) == []


def test_a_training_that_fails_says_so(tmp_path: Path) -> None:
    bench = Bench(Job(Order("text", task_named("latch").recipe, source=str(tmp_path / "none.txt")), tmp_path / "a"))
    with pytest.raises(LstmTuiError, match="There is no file"):
        until(lambda: bool(bench.news()))
    assert bench.ended
    bench.close()


def test_a_full_disk_on_the_way_ends_nothing_and_at_the_end_it_is_saved_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, elsewhere, save = tmp_path / "models" / "a.safetensors", tmp_path / "tmp", native.save
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(elsewhere))
    tried: list[Path] = []

    def full(bundle: object, where: Path, paused: object = None) -> None:
        tried.append(where)
        if where == path:
            raise LstmTuiError("It cannot be written: No space left on device.")
        save(bundle, where, paused)

    monkeypatch.setattr(native, "save", full)
    here, there = multiprocessing.Pipe()
    worker = Worker(there, Job(order(30), path))
    monkeypatch.setattr(worker._saver, "due", lambda: True)
    told: list[str] = []
    thread = threading.Thread(target=lambda: _told(worker, told))
    thread.start()
    thread.join(40)
    (saved,) = elsewhere.iterdir()
    assert "No space left" in told[0] and str(saved) in told[0]
    assert native.load(saved).snapshots[-1].step == 30
    assert len(tried) > 20, "it was tried on the way, and the training went on"
    here.close()


def _told(worker: Worker, told: list[str]) -> None:
    try:
        worker.run()
    except LstmTuiError as error:
        told.append(str(error))


def test_where_the_loss_is_lost_the_last_good_weights_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.safetensors"
    here, there = multiprocessing.Pipe()
    worker = Worker(there, Job(order(200), path))
    step = type(worker.workshop.trainer).step

    def breaks(self: object) -> object:
        if self.number == 90:
            self.weights[:] = 7
            raise LstmTuiError("The loss is not finite.")
        return step(self)

    monkeypatch.setattr(type(worker.workshop.trainer), "step", breaks)
    with pytest.raises(LstmTuiError, match="not finite"):
        worker.run()
    bundle = native.load(path)
    assert 0 < bundle.snapshots[-1].step <= 90
    assert not (bundle.network.W_hy == 7).any()
    here.close()


def test_what_another_process_trains_is_not_offered_and_what_is_done_is_not_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    bench = Bench(Job(order(20_000), path))
    until(lambda: files.held(path))
    told: list[Report] = []
    until(lambda: bool(told.extend(bench.news()) or path.exists()))
    assert unfinished([path]) == []
    bench.close()
    assert not files.held(path)
    assert unfinished([path])
    done = tmp_path / "b.safetensors"
    run_here(Job(order(5), done))
    here, there = multiprocessing.Pipe()
    with pytest.raises(LstmTuiError, match="to its end already"):
        Worker(there, Job(order(5), done, resume=True)).run()
    here.close()
