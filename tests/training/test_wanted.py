"""What can be chosen before a training: the recipe's values to begin with, and one sentence for whatever cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_tui.core.cells import CELLS, VARIED
from lstm_tui.tasks.catalogue import OWN, TASKS, recipe_of
from lstm_tui.training.material import task_of
from lstm_tui.training.wanted import FIELDS, RECIPE, RefusedError, applies, choices, order_of, usual, wrong_with

FIELD = {field.name: field for field in FIELDS}


@pytest.mark.parametrize("name", TASKS)
def test_what_stands_there_is_the_recipe_and_taking_it_orders_the_recipe(name: str) -> None:
    order = order_of(name, usual(name))
    assert order.recipe == recipe_of(name)
    assert (order.task, order.seed, order.source, order.fingerprint) == (name, 1, "", "")


def test_each_field_reaches_the_order() -> None:
    values = usual("reber") | {
        "cell": "lstm", "layers": "2", "hidden": "7", "forget_bias": "3", "rate": "0.5", "steps": "9", "batch": "5", "seed": "4",
    }  # fmt: skip
    order = order_of("reber", values)
    recipe = order.recipe
    assert (recipe.layers, recipe.hidden, recipe.forget_bias, recipe.rate) == (2, 7, "3", 0.5)
    assert (recipe.steps, recipe.batch, order.seed) == (9, 5, 4)
    assert {field.name for field in FIELDS} == {*RECIPE, "data", "seed"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("hidden", "x", "whole number from 1."), ("hidden", "0", "whole number from 1."), ("hidden", "1.5", "whole number"),
     ("hidden", "", "whole number"), ("hidden", "²", "whole number"), ("layers", "65", "from 1 to 64."), ("rate", "-1", "above 0"),
     ("rate", "nan", "above 0"), ("rate", "100", "below 100"), ("seed", "-1", "from 0."), ("cell", "gnu", "lstm"),
     ("forget_bias", "9", "chrono")],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_at_its_field(name: str, value: str, said: str) -> None:
    values = usual("reber") | {name: value}
    wrong = wrong_with(FIELD[name], "reber", values)
    assert said in wrong
    assert wrong.endswith(".") and wrong.count(". ") == 0
    with pytest.raises(RefusedError) as refused:
        order_of("reber", values)
    assert refused.value.field == name


def test_choices_come_from_the_registries_and_what_means_nothing_is_not_asked() -> None:
    values = usual("reber")
    assert choices("cell", values) == tuple(kind for kind, cell in CELLS.items() if cell not in VARIED)
    assert choices("forget_bias", values) == CELLS["lstm"].biases
    assert not applies("forget_bias", "reber", values | {"cell": "rnn"})
    assert not applies("timesteps", "reber", values)
    assert not applies("data", "reber", values)
    assert all(applies(name, "text", values) for name in FIELD)
    assert not wrong_with(FIELD["timesteps"], "reber", values | {"timesteps": "x"})


def test_a_text_is_read_and_read_again_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one two three\n" * 80)
    values = usual("text", str(path)) | {"batch": "2", "timesteps": "20", "hidden": "4"}
    order = order_of("text", values)
    assert (order.data, order.source) == ("a.txt", str(path))
    assert task_of(order).tokens.symbols == tuple(sorted(set("one two three\n")))
    path.write_text("four five six\n" * 80)
    with pytest.raises(Exception, match="not what this training learned from"):
        task_of(order)


@pytest.mark.parametrize(
    ("learn", "data", "field", "said"),
    [("text", "", "data", "Name a file"), ("text", "/nowhere/x", "data", "no file"), ("csv", "x.csv", "data", "names no column"),
     ("csv", "", "data", "FILE:COLUMN")],
)  # fmt: skip
def test_data_that_cannot_be_learned_from_are_refused_at_their_field(
    learn: str, data: str, field: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError, match=said) as refused:
        order_of(learn, usual(learn, data))
    assert refused.value.field == field


def test_a_text_too_short_and_a_network_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("short\n")
    with pytest.raises(RefusedError, match="symbols") as refused:
        order_of("text", usual("text", str(path)))
    assert refused.value.field == "data"
    with pytest.raises(RefusedError, match=r"memory|MiB") as refused:
        order_of("reber", usual("reber") | {"hidden": "100000"})
    assert refused.value.field == "hidden"
    assert set(OWN) == {"text", "lines", "csv"}
