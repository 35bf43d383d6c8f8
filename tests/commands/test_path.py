"""lstm-tui path: the pure module's numbers, as text and JSON."""

from __future__ import annotations

import json

import pytest

from lstm_tui.cli import main
from lstm_tui.models import registry
from lstm_tui.paths import Plane, path_of
from lstm_tui.run import Run


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["path", *words]) == 0
    return capsys.readouterr().out


def test_components_as_json_and_text(capsys) -> None:
    told = json.loads(said(capsys, "--model", "reber", "BTBTSXSETE", "--components", "1,3", "--format", "json"))
    run = Run.open(registry.load("reber"), "BTBTSXSETE")
    path = path_of(run, 0, Plane(True, 0, 2))
    assert [[point["x"], point["y"]] for point in told["points"]] == path.points.tolist()
    assert told["shares"] == [told["all_shares"][0], told["all_shares"][2]]
    assert [point["truth"] for point in told["points"]] == list(run.truth() or ())
    text = said(capsys, "--model", "reber", "BTBTSXSETE", "--components", "1,3")
    assert f"{told['shares'][0] * 100:.1f} % + {told['shares'][1] * 100:.1f} % of the variance" in text
    for point in told["points"]:
        assert f"{point['x']:+.6f}" in text
        assert f"{point['y']:+.6f}" in text
    assert json.loads(said(capsys, "BTBTSXSETE", "--model", "reber", "--components", "--format", "json"))["axes"] == [
        "component 1",
        "component 2",
    ]


def test_units_and_what_is_done_by_hand(capsys) -> None:
    told = json.loads(said(capsys, "aab.", "--model", "counter", "--units", "1,0", "--format", "json"))
    assert [(point["x"], point["y"]) for point in told["points"]] == [(0, 1), (0, 2), (1, 1), (0, 0)]
    assert told["shares"] is None
    operated = json.loads(said(capsys, "aab.", "--model", "counter", "--operate", "c[0]@2=5", "--format", "json"))
    assert [point["x"] for point in operated["points"]] == [1, 5, 4, 0]
    latch = said(capsys, "1?", "--model", "latch", "--units", "0")
    assert "+0.761594" in latch


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--model", "latch", "--units", "0,1"], "no unit 1"),
        (["--model", "counter", "--units", "x"], "no pair of axes"),
        (["--model", "counter", "--components", "1"], "no pair of axes"),
        (["--model", "counter", "--components", "1,3"], "no component 3"),
        (["--model", "counter", "--components", "--units", "0,1"], "not allowed with"),
    ],
)
def test_what_is_not_there_is_one_sentence(words: list[str], wrong: str, capsys) -> None:
    assert main(["path", *words]) == 2
    assert wrong in capsys.readouterr().err
