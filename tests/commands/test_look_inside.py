"""origin, ink, measure and --operate: the same numbers as the core's, and one sentence for what is not there."""

from __future__ import annotations

import json
import math

import pytest

from lstm_tui.cli import main
from lstm_tui.core import provenance
from lstm_tui.measuring import loss_of, silencing
from lstm_tui.models import registry
from lstm_tui.run import Run


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_origin_says_what_adds_up(capsys) -> None:
    told = json.loads(
        said(
            capsys, "origin", "to be or not", "--timestep", "7", "--place", "c[20]", "--depth", "3", "--format", "json"
        )
    )
    run = Run.open(registry.load(), "to be or not")
    assert told["value"] == float(run.trace.step(6, 0)["c"][20])
    kept, written = told["terms"]
    assert kept["value"] + written["value"] == pytest.approx(told["value"], rel=1e-6)
    f, c_prev = kept["opened"]["terms"]
    assert f["value"] * c_prev["value"] == pytest.approx(kept["value"], rel=1e-6)
    assert f["opened"]["equation"].startswith("f[20] = σ(z_f[20])")
    text = said(capsys, "origin", "to be or not", "--timestep", "7", "--place", "c[20]")
    assert text.splitlines()[0] == f"c[20] at timestep 7 = {told['printed']}"
    assert said(capsys, "origin", "to be", "--timestep", "2").startswith("loss at timestep 2 = ")


def test_ink_is_the_bookkeeping_of_the_core(capsys) -> None:
    run = Run.open(registry.load(), "to be or not")
    told = json.loads(said(capsys, "ink", "to be or not", "--unit", "20", "--format", "json"))
    shares = provenance.of_unit(run.trace, 0, 20, len(run) - 1)
    assert told["written"] == shares.written.tolist()
    assert math.fsum((*told["written"], told["before"], told["rest"], told["rounding"])) == pytest.approx(told["value"])
    logit = json.loads(
        said(capsys, "ink", "to be or not", "--of", "logit", "--symbol", "e", "--timestep", "5", "--format", "json")
    )
    assert logit["value"] == float(run.trace.step(4, 0)["logits"][run.tokens.index("e")])
    note = json.loads(said(capsys, "ink", "to be", "--of", "note", "--format", "json"))
    assert (note["rest"], note["rounding"]) == (0, None)
    assert note["itself"] == pytest.approx(float(abs(Run.open(registry.load(), "to be").trace.step(4)["c"]).sum()))
    assert "rounding" not in said(capsys, "ink", "to be", "--of", "note")
    lives = json.loads(said(capsys, "ink", "to be", "--half-lives", "--format", "json"))
    assert lives["of"] == "ln ½ / ln(mean f)"
    assert "ln ½ / ln(mean f)" in said(capsys, "ink", "to be", "--half-lives")
    assert lives["half_lives"] == provenance.half_lives(Run.open(registry.load(), "to be").trace, 0).tolist()
    text = said(capsys, "ink", "to be", "--unit", "20")
    assert "Bookkeeping" in text
    folded = json.loads(said(capsys, "ink", "to be or not", "--unit", "20", "--last", "3", "--format", "json"))
    assert folded["written"] == told["written"][-3:]
    assert folded["before"] == pytest.approx(math.fsum(told["written"][:-3]))
    rows = json.loads(said(capsys, "ink", "to be or not", "--unit", "20", "--triangle", "--format", "json"))["rows"]
    assert rows[-1] == pytest.approx(told["written"], rel=1e-12)
    shown = said(capsys, "ink", "to be or not", "--unit", "20", "--triangle", "--last", "4").splitlines()
    assert len(shown) == 6
    assert shown[4].split()[-1] == f"{told['value']:+.2f}".replace("-", "−")


def test_measure_says_what_the_core_measures(capsys) -> None:
    run = Run.open(registry.load("counter"), "aabb." * 3)
    told = json.loads(said(capsys, "measure", "silence", "aabb." * 3, "--model", "counter", "--format", "json"))
    assert told["loss"] == loss_of(run)
    rows = sorted(list(silencing(run, 0))[1:], key=lambda row: -row.rise)
    assert [row["loss"] for row in told["rows"]] == [row.loss for row in rows]
    assert "ablate" in said(capsys, "measure", "silence", "aabb." * 3, "--model", "counter", "--most", "1")
    assert "never torn off" in said(capsys, "measure", "memory", "aabb." * 3, "--model", "counter")
    memory = json.loads(said(capsys, "measure", "memory", "aabb." * 3, "--model", "counter", "--format", "json"))
    assert memory["over"] == {"predictions": 9, "known": 14, "first": 6, "everything": True}
    text = said(capsys, "measure", "memory", "aabb." * 3, "--model", "counter")
    assert text.splitlines()[1] == "  over 9 of 14 predictions, from timestep 6 on"
    memory = memory["reaches"]
    assert memory[-1]["symbols"] is None
    assert all(math.isfinite(reach["loss"]) for reach in memory)
    text = said(capsys, "measure", "mean", "BTBTSSXSETE" * 2, "--model", "reber", "--most", "99").replace("−", "-")
    free, *losses = (line.split() for line in text.splitlines())
    assert "=mean" in text
    assert len(losses) > 20
    assert all(f"{float(loss) - float(free[1]):+.4f}" == f"{float(rise):+.4f}" for loss, rise, *_ in losses)


def test_an_operation_on_the_command_line(capsys) -> None:
    told = json.loads(said(capsys, "trace", "aaa", "--model", "counter", "--format", "json", "--operate", "f[0]@2=0"))
    assert [round(row[0], 2) for row in told["layers"][0]["c"]] == pytest.approx([1, 1, 2], abs=0.02)
    twice = said(
        capsys,
        "trace",
        "aaa",
        "--model",
        "counter",
        "--format",
        "json",
        "--operate",
        "f[0]@2=0",
        "--operate",
        'insert @1="b"',
    )
    assert len(json.loads(twice)["symbols"]) == 4
    assert json.loads(twice)["operations"] == [
        {"operation": "f[0]@2=0", "words": "unit 0's forget gate held at 0 at timestep 2"},
        {"operation": 'insert @1="b"', "words": "'b' put in before timestep 1"},
    ]
    header = ("trace", "aaa", "--model", "counter", "--timestep", "1")
    assert said(capsys, *header, "--operate", "ablate 1", "--operate", 'change @2="b"').splitlines()[1:4] == [
        "in force: unit 1 silenced: h is 0 for everyone who listens (ablate 1)",
        "in force: timestep 2 reads 'b' (change @2=\"b\")",
        "",
    ]
    assert "in force" not in said(capsys, *header)
    assert "set by hand" in said(
        capsys, "trace", "aaa", "--model", "counter", "--timestep", "2", "--unit", "0", "--operate", "f[0]@2=0"
    )
    assert "set by hand" in said(
        capsys, "origin", "aaa", "--model", "counter", "--timestep", "2", "--place", "f[0]", "--operate", "f=0"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["origin", "ab", "--place", "q[1]"], "There is no 'q'"),
        (["origin", "ab", "--depth", "9"], "--depth is 1 to 6"),
        (["origin", "ab", "--timestep", "9"], "outside the text"),
        (["ink", "ab", "--model", "shakespeare-rnn"], "written anew as a whole"),
        (["ink", "ab", "--unit", "99"], "There is no unit 99"),
        (["ink", "ab", "--of", "logit"], "nothing comes next"),
        (["ink", "ab", "--last", "0"], "--last is at least 1"),
        (["measure", "mean", "ab", "--model", "shakespeare-rnn"], "no gates"),
        (["measure", "silence", "ab", "--layer", "2"], "There is no layer 2"),
        (["measure", "memory", "--model", "adding"], "answers with numbers"),
        (["trace", "ab", "--operate", "f[20@5=0"], "at character 5: ']' is wanted"),
        (["trace", "ab", "--operate", "f[99]=0"], "There is no unit 99"),
    ],
)
def test_what_is_not_there_is_one_sentence(words: list[str], sentence: str, capsys) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["shakespeare-deep"])
def test_what_x_is_in_an_upper_layer_is_said_by_the_equation_too(name: str, capsys) -> None:
    for layer, said in ((1, "x_t = the symbol just read"), (2, "x_t = h of layer 1")):
        told = ["trace", "hello", "--model", name, "--timestep", "2", "--phase", "input", "--layer", str(layer)]
        assert main(told) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.strip() for line in lines if line.strip().startswith("x_t =")] == [said]
