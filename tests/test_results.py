"""The script behind docs/results.md: it can be stopped and taken up again, and its page says what was kept."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "docs" / "results"


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPT))
    spec = importlib.util.spec_from_file_location("results_script", SCRIPT / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def trial(row: str, kernel: str, seed: int) -> dict[str, object]:
    outcome = {"solved": True, "sequences": 1000 * seed, "wrong": seed if kernel == "Haswell" and seed == 3 else 0}
    made_on = {"kernel": kernel, "numpy": "2.4", "processor": "a processor", "day": "2026-11-25", "version": "abc"}
    return {"row": row, "seed": seed, "outcome": outcome, "seconds": 2.0, "made on": made_on}


def test_what_was_stopped_is_taken_up_again_and_no_trial_is_made_twice(
    results: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[tuple[str, str, int]] = []

    def made(job: tuple[str, str, int]) -> dict[str, object]:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(job)
        return trial(*job)

    words = [
        "python docs/results",
        "order",
        "--seeds",
        "3",
        "--keep",
        str(tmp_path / "kept"),
        "--out",
        str(tmp_path / "page.md"),
    ]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(results, "made", made)
    with pytest.raises(SystemExit) as stopped:
        results.main()
    assert stopped.value.code == 130
    first = list(done)
    monkeypatch.setattr(results, "made", lambda job: done.append(job) or trial(*job))
    results.main()
    assert sorted(done) == [("order", kernel, seed) for kernel in ("Haswell", "SkylakeX") for seed in (1, 2, 3)]
    assert first == done[:2]
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "3 of 3 seeds; mean 2,000 sequences, most 3,000; wrong of 2,560: 0, 0, 3 |" in page
    assert "3 of 3 seeds; mean 2,000 sequences, most 3,000; wrong of 2,560: 0, 0, 0 |" in page
    assert "| `order` | 1–3 / 1–3 | 1 of 3, solved alike | 2 | NumPy 2.4, a processor, 2026-11-25, abc |" in page
    assert "{" not in page


def test_the_first_loss_of_the_essay(results: ModuleType) -> None:
    """Karpathy's figure: logits 1.0, 2.2, −3.0, 4.1 and the target e give p = .1251, 2.0785 nats."""
    made = results.made(("hello", "Haswell", 1))
    assert round(made["outcome"]["loss"], 4) == 2.0785
    assert made["made on"]["kernel"] in ("Haswell", "unknown")
    assert {"numpy", "processor", "day", "version"} < set(made["made on"])


def test_the_page_in_the_repository_is_the_page_of_the_kept_trials(results: ModuleType) -> None:
    """Whoever changes prose, trials or a bundled model writes the page again: python docs/results --page."""
    from kept import Kept  # type: ignore[import-not-found]

    written = (SCRIPT.parent / "results.md").read_text(encoding="utf-8")
    assert written == results.written_page(Kept(SCRIPT / "trials"))


def test_every_kept_trial_says_what_it_was_made_on() -> None:
    for path in (SCRIPT / "trials").glob("*.jsonl"):
        seeds = []
        for line in path.read_text(encoding="utf-8").splitlines():
            kept = json.loads(line)
            assert path.stem == f"{kept['row']}-{kept['made on']['kernel']}"
            assert all(kept["made on"].values())
            assert not kept["made on"]["version"].endswith("+"), "made by code that is in no commit"
            seeds.append(kept["seed"])
        assert len(seeds) == len(set(seeds))


def test_a_line_that_was_cut_off_is_made_again(results: ModuleType, tmp_path: Path) -> None:
    kept = results.Kept(tmp_path)
    for seed in (1, 2):
        kept.keep(("lag", "Haswell", seed), trial("lag", "Haswell", seed))
    path = tmp_path / "lag-Haswell.jsonl"
    path.write_text(path.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    assert ("lag", "Haswell", 1) in kept
    assert ("lag", "Haswell", 2) not in kept
    assert ("lag-rnn", "Haswell", 1) not in kept
    kept.keep(("lag", "Haswell", 2), trial("lag", "Haswell", 2))
    assert [found["seed"] for found in kept.of("lag")["Haswell"]] == [1, 2]
