"""The panels of a training, drawn from recorded reports: as text and roles, and the laws of what they print."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from syrupy.assertion import SnapshotAssertion
from test_panels import with_roles

from lstm_tui.core.loss import MEASURES
from lstm_tui.drawing.targets import ToMoment
from lstm_tui.panels.course import Course
from lstm_tui.panels.training_gates import draw_gate_histograms
from lstm_tui.panels.training_heading import draw_training_heading
from lstm_tui.panels.training_heard import draw_heard
from lstm_tui.panels.training_judged import draw_judged
from lstm_tui.panels.training_loss import draw_loss, scale_of
from lstm_tui.panels.training_note import draw_fixed_note
from lstm_tui.panels.training_samples import draw_samples
from lstm_tui.tasks.showing import Sample
from lstm_tui.training.report import HeldOut, Report

PANELS = {
    "heading": draw_training_heading, "loss": draw_loss, "judged": draw_judged, "note": draw_fixed_note,
    "gates": draw_gate_histograms, "samples": draw_samples, "heard": draw_heard,
}  # fmt: skip
SIZES = {
    "80x24": {"heading": (80, 2), "loss": (48, 9), "judged": (32, 9), "note": (48, 8), "gates": (32, 8), "samples": (80, 4),
              "heard": (32, 4)},
    "120x40": {"heading": (120, 2), "loss": (78, 14), "judged": (42, 14), "note": (78, 15), "gates": (42, 15),
               "samples": (78, 8), "heard": (42, 8)},
    "200x60": {"heading": (200, 2), "loss": (130, 22), "judged": (70, 22), "note": (130, 20), "gates": (70, 20),
               "samples": (130, 15), "heard": (70, 15)},
}  # fmt: skip


def report(**more: object) -> Report:
    values = dict(  # noqa: C408

        number=10, sequences=20, loss=0.5, gradient_norm=1.0, rate=0.1, speed=5.0, heard=np.array([1e-4, 1e-2, 1.0]),
        symbols=("a", "b"), note=np.zeros((2, 3)), gates={"f": np.array([0.05, 0.95, 0.97, 0.5]), "i": np.ones(4), "o": np.zeros(4)},
        kind="lstm",
    )  # fmt: skip
    return Report(**{**values, **more})


def lines(canvas) -> list[str]:
    return ["".join(text for text, _ in row) for row in canvas.rows()]


def test_gates_are_counted_shut_below_a_tenth_and_open_above_nine():
    course = Course("x", 100)
    course = course.with_report(report())
    text = "\n".join(lines(draw_gate_histograms(course, 42, 14)))
    assert "25 % shut" in text
    assert "50 % open" in text
    assert "100 % open" in text


def test_the_gradient_is_drawn_in_decades_below_its_largest():
    course = Course("x", 100)
    course = course.with_report(report())
    rows = lines(draw_heard(course, 20, 13))[1:10]  # 9 rows for 8 decades
    heights = [sum(row[2 + 4 * k] != " " for row in rows) for k in range(3)]
    assert heights == [math.ceil(9 * share) for share in (4 / 8, 6 / 8, 1)]


@pytest.mark.parametrize("width", [30, 36, 42, 60, 110])
@pytest.mark.parametrize("timesteps", [1, 21, 100, 110])
def test_the_foot_of_the_gradient_names_first_and_last_timestep(width: int, timesteps: int):
    course = Course("x", 100).with_report(report(heard=np.full(timesteps, 0.5)))
    foot = draw_heard(course, width, 14).text().splitlines()[-2]
    shown = min(timesteps, width - 4)
    words = foot.strip("│ ").split("  ")
    assert words[0] == f"t {timesteps - shown + 1}"
    assert f"t {timesteps}" in [word.strip() for word in words]


def recorded(**more: object) -> Course:
    """A training of a thousand updates, its loss falling from 2 to ½ nats, right from update 500 on."""
    fields: dict[str, object] = {
        "title": "a grammar", "steps": 1000, "maker": "LSTM · 3 units · seed 1", "criterion": "strings that are right",
        "pace": "at 10×",
    }  # fmt: skip
    course = Course(**{**fields, **more})
    rng = np.random.default_rng(5)
    samples = (Sample("B", "TBTXSETE", right=True), Sample("B", "TBPVVEPETE", 6, "after E only T may come", False))
    for number in range(0, 1001, 20):
        loss = 0.5 + 1.5 * math.exp(-number / 150)
        course = course.with_report(
            report(
                number=max(number, 1), sequences=8 * number, loss=loss, rate=0.02, speed=99.0, symbols=tuple("BTBTXSETE"),
                scale=4.0,
                note=np.tanh(rng.normal(0, 1, (9, 3))) * 3, gates={name: rng.uniform(0, 1, 27) for name in "ifo"},
                heard=np.exp(-np.arange(9.0))[::-1], levels=(("who knows the grammar", 0.45),),
                held_out=HeldOut(loss + 0.05, min(64, number // 8), 64) if number % 100 == 0 else None,
                moment=number in (0, 200, 600), samples=samples if number in (0, 200, 600) else (),
            )
        )  # fmt: skip
    return course


@pytest.mark.parametrize("size", SIZES)
def test_the_panels_of_a_training(size: str, snapshot: SnapshotAssertion) -> None:
    twin = Course("a grammar", 1000).with_report(report(number=1, loss=2.0, kind="rnn", gates={}))
    course = replace(recorded(), twin=twin.with_report(report(number=900, loss=1.2, kind="rnn", gates={})))
    drawn = {name: with_roles(draw(course.looking_at(1), *SIZES[size][name])) for name, draw in PANELS.items()}
    assert "\n\n".join(f"{name}\n{rows}" for name, rows in drawn.items()) == snapshot


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (20, 4), (33, 7), (250, 3), (12, 40)])
def test_every_panel_draws_in_any_room_and_before_anything_is_known(name: str, size: tuple[int, int]) -> None:
    for course in (Course("x", 100), recorded(), recorded(trained_to=10), Course("x", 1).in_state("stopped")):
        canvas = PANELS[name](course, *size)
        assert (canvas.width, canvas.height) == size


def test_the_legend_says_the_last_value_of_each_curve() -> None:
    course = recorded()
    legend = draw_loss(course, 130, 20).text().splitlines()[1]
    assert f"training {course.points[-1][1]:.4f}, smoothed" in legend
    assert f"held out {course.held_out[-1][1].loss:.4f} at 1,000" in legend
    assert "nats · linear scale" in draw_loss(course, 130, 20).text().splitlines()[0]
    numbers = replace(course, chance=False, measure=MEASURES["linear"])
    assert "½ squared error · logarithmic scale" in draw_loss(numbers, 130, 20).text().splitlines()[0]


def test_the_scale_of_the_loss_holds_every_curve_and_level() -> None:
    for course in (recorded(), recorded(chance=False)):
        scale = scale_of(replace(course, twin=recorded()))
        values = [loss for _, loss in course.points] + [found.loss for _, found in course.held_out] + [0.45]
        assert all(scale.low <= value <= scale.high for value in values)
    assert scale_of(Course("x", 10)).low < 1 <= scale_of(Course("x", 10)).high


def test_moments_are_clicked_where_they_are_drawn_and_the_one_looked_at_is_filled() -> None:
    course = recorded()
    assert [moment.number for moment in course.moments] == [1, 200, 600]
    for place in range(3):
        canvas = draw_training_heading(course.looking_at(place), 120, 2)
        (x,) = [x for x, glyph in enumerate(canvas.characters[0]) if glyph == "●"]
        assert canvas.target_at(x, 0).meaning == ToMoment(place)
        assert f"you look at update {course.moments[place].number:,}" in canvas.text()
    now = draw_training_heading(course, 120, 2)
    assert "●" not in now.text()
    assert "you look at" not in now.text()


def test_looking_back_stays_where_one_looks_while_reports_come() -> None:
    course = recorded().looking_back(-1)
    assert course.shown is course.moments[2]
    course = course.looking_back(-1).with_report(report(number=2000, moment=True))
    assert course.shown is course.moments[1]
    assert course.report.number == 2000
    assert course.looking_back(-9).shown is course.moments[0]
    assert course.looking_back(9).shown is course.report
    assert course.judged == HeldOut(course.held_out[2][1].loss, 25, 64), "as it was judged by then"


def test_what_is_right_is_said_as_it_was_measured_then() -> None:
    text = draw_judged(recorded(), 42, 14).text()
    assert "64 of 64 strings that are right" in text.replace("│", " ").replace("\n", " ")
    early = draw_judged(recorded().looking_at(1), 42, 14).text()
    assert "25 of 64" in early
    reach = replace(recorded(), trained_to=10, held_out=((1, HeldOut(1.0, 3, 64, 0)), (900, HeldOut(0.1, 60, 64, 37))))
    assert "accepts n = 1 to 37" in draw_judged(reach, 60, 14).text()
    assert "trained up to n = 10" in draw_judged(reach, 60, 14).text()
    assert "accepts not even n = 1" in draw_judged(reach.looking_at(0), 60, 14).text()


def test_samples_are_marked_and_long_runs_are_powers() -> None:
    canvas = draw_samples(recorded(), 78, 8)
    rows = canvas.text().splitlines()
    assert "at update 600" in rows[1]
    assert "✓ BTBTXSETE" in rows[2]
    assert "✗ BTBPVVEPETE  after E only T may come" in rows[3]
    assert (
        "".join(glyph for glyph, role in zip(canvas.characters[3], canvas.roles[3], strict=True) if role == "vermilion")
        == "✗PETE"
    )
    counted = report(number=3, moment=True, samples=(Sample("S" + "a" * 30 + "b", "b" * 29 + "T", right=True),) * 2)
    assert "Sa³⁰bb²⁹T" in draw_samples(Course("x", 9).with_report(counted), 60, 6).text()


def test_in_a_wide_room_the_moments_before_stand_beside() -> None:
    row = draw_samples(recorded(), 130, 8).text().splitlines()[1]
    assert row.index("at update 200") < row.index("at update 600")
    assert "at update 600" not in draw_samples(recorded().looking_at(1), 130, 8).text()


def test_a_page_keeps_its_lines() -> None:
    page = report(number=3, moment=True, samples=(Sample("", "one two three\nfour"),))
    rows = draw_samples(Course("x", 9).with_report(page), 20, 6).text().splitlines()
    assert [row.strip("│ ") for row in rows[1:5]] == ["at update 3", "one two three", "four", ""]


def test_the_note_prints_the_values_that_it_draws() -> None:
    course = recorded()
    canvas = draw_fixed_note(course, 100, 6)
    printed = [float(word) for word in re.findall(r"[+-]\d\.\d\d", "\n".join(canvas.text().splitlines()[2:]))]
    np.testing.assert_allclose(np.sort(printed), np.sort(course.report.note.ravel()), atol=0.0051)
    for y, roles in enumerate(canvas.roles):
        for x in (x for x, role in enumerate(roles) if role.endswith(".hang") and not roles[x - 1].endswith(".hang")):
            assert "".join(canvas.characters[y][x : x + 10]).strip("█▇▆▅▄▃▂▁ ").startswith("-"), (
                "only what is below zero hangs"
            )


def test_a_cell_without_gates_shows_what_stands_on_its_note() -> None:
    note = np.array([[0.95, -0.99, 0.1, 0.2]])
    course = Course("x", 10).with_report(report(kind="rnn", gates={}, note=note, symbols=("a",)))
    text = draw_gate_histograms(course, 42, 10).text()
    assert "50 % beyond" in text
    assert "no gates" in text
