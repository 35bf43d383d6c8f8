"""The hunter: what was found, as a list that is chosen from, and what stands beside the chosen find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lstm_tui.drawing.canvas import Canvas
from lstm_tui.drawing.frame import framed, wrap
from lstm_tui.drawing.targets import Do
from lstm_tui.hunting.effect import Effect
from lstm_tui.hunting.finds import Find, Miss
from lstm_tui.hunting.hunt import TWINS, Hunt
from lstm_tui.hunting.summary import sentence
from lstm_tui.visible import visible

COLUMNS = (
    ("unit", 5),
    ("of", 4),
    ("AUC", 6),
    ("hits", 6),
    ("false", 6),
    ("p", 6),
    ("symbol", 7),
    ("twins", 6),
    ("rotated", 8),
)
NAME, BELOW = 17, 12  # columns of a feature's name; rows under the list


@dataclass(frozen=True, eq=False)
class Hunted:
    """What is shown. Attributes: chosen: place in the list of finds. effects: of the units that were clamped. measuring: one is."""

    hunt: Hunt | None
    finds: tuple[Find, ...] = ()
    chosen: int = 0
    effects: Mapping[int, Effect] | None = None
    measuring: float | None = None

    @property
    def find(self) -> Find | None:
        """The chosen find."""
        return self.finds[self.chosen] if self.chosen < len(self.finds) else None


def draw_hunter(shown: Hunted, width: int, height: int) -> Canvas:
    """Draw the sentence, the finds, and what is known of the chosen one."""
    hunt = shown.hunt
    right = (
        ""
        if hunt is None
        else f"{len(hunt.first):,} and {len(hunt.second):,} symbols, {len(hunt.second.pieces)} pieces each"
    )
    canvas = framed(width, height, "the hunter", right)
    if width < 40 or height < 8:
        return canvas
    if hunt is None:
        canvas.write(2, 1, "setting out …", "faint")
        return canvas
    canvas.write(2, 1, sentence(hunt, shown.effects or {})[: width - 4], "title" if hunt.done else "faint")
    below = min(BELOW, max(0, height - 10))
    _list(canvas, shown, hunt, 3, height - 1 - below)
    if below >= 4 and shown.find is not None:
        _beside(canvas, shown, hunt, shown.find, height - 1 - below)
    return canvas


def _list(canvas: Canvas, shown: Hunted, hunt: Hunt, y: int, end: int) -> None:
    canvas.write(4, y - 1, "holds", "faint")
    x = 4 + NAME
    shown_columns = []
    for name, wide in COLUMNS:
        if x + wide >= canvas.width - 2:
            break
        canvas.write(x + wide - len(name), y - 1, name, "faint")
        shown_columns.append((name, x, wide))
        x += wide + 1
    rows = max(1, end - y)
    first = max(0, min(shown.chosen - rows // 2, len(shown.finds) - rows))
    for row, find in enumerate(shown.finds[first : first + rows]):
        place, at = first + row, y + row
        role = "title" if place == shown.chosen else "text" if find.beats else "faint"
        if place == shown.chosen:
            canvas.write(1, at, "▸", "chosen.mark")
        canvas.write(
            2, at, "●" if find.beats else "·" if find.beats is False else " ", "green.bold" if find.beats else "faint"
        )
        canvas.write_any(4, at, find.feature[: NAME - 1], role)
        canvas.target(1, at, canvas.width - 2, Do(f"choose({place})"))
        for name, x, wide in shown_columns:
            text = _cell(hunt, find, name)
            canvas.write(x + wide - len(text), at, text, role)


def _cell(hunt: Hunt, find: Find, name: str) -> str:
    if name == "unit":
        return str(find.unit)
    if name == "of":
        return f"{'−' if find.sign < 0 else ''}{find.quantity}"
    if name in ("hits", "false"):
        detail = hunt.known(find)
        return "" if detail is None else f"{(detail.hits if name == 'hits' else detail.false_alarms) * 100:.0f} %"
    value = {"AUC": find.auc, "p": find.p, "symbol": find.symbol, "twins": find.twins, "rotated": find.rotated}[name]
    return "" if value is None else f"{value:.3f}"


def _beside(canvas: Canvas, shown: Hunted, hunt: Hunt, find: Find, y: int) -> None:
    """Say what chance and the controls do, what clamping did, and where the find is wrong."""
    canvas.write(1, y, "─" * (canvas.width - 2), "frame")
    x = canvas.write(2, y, f" unit {find.unit}, {'low' if find.sign < 0 else 'high'} {find.quantity}: ", "title")
    canvas.write_any(x, y, f"{find.feature} ", "title")
    y, end, room = y + 1, canvas.height - 1, canvas.width - 4
    for line in (*wrap(_chance(hunt, find), room), *_clamped(shown, find, room)):
        if y < end:
            canvas.write_any(2, y, line, "text")
            y += 1
    detail = hunt.detail(find)
    if y < end:
        cut = f"threshold {detail.cut:+.3g}".replace("-", "−")
        canvas.write(2, y, f"worst misses on the second text, {cut}:" if detail.misses else f"No miss, {cut}.", "faint")
    for row, miss in enumerate(detail.misses, y + 1):
        if row < end:
            _miss(canvas, hunt, miss, row)


def _chance(hunt: Hunt, find: Find) -> str:
    said = f"AUC {find.auc:.3f} ({find.chosen:.3f} on the first text)."
    if find.p is not None:
        reached = round(find.p * (len(hunt.chance) + 1)) - 1
        said += f" Labels borrowed from other pieces reach it in {reached:,} of {len(hunt.chance):,} draws, p = {find.p:.3f}."
    said += f" The symbol alone: {find.symbol:.3f}."
    if find.twins is not None:
        said += f" Best of {min(TWINS, len(hunt.twins))} untrained twins: {find.twins:.3f}."
    return said if find.rotated is None else f"{said} Units rotated at random: {find.rotated:.3f}."


def _clamped(shown: Hunted, find: Find, room: int) -> list[str]:
    effect = (shown.effects or {}).get(find.unit)
    if effect is None:
        return [f"clamping: {shown.measuring * 100:.0f} %"] if shown.measuring is not None else []
    holds, rest = effect.most
    said = (
        f"{effect.operation.quantity}[{find.unit}] held at {effect.operation.value:.3g}: the loss goes {effect.holds[0]:.3f} → "
        f"{effect.holds[1]:.3f} where it holds (others {max(holds, default=0.0):+.3f} at most), {effect.rest[0]:.3f} → "
        f"{effect.rest[1]:.3f} elsewhere ({max(rest, default=0.0):+.3f}): {'it matters' if effect.matters else 'it does not matter'}."
    )
    return wrap(said.replace("-", "−"), room)


def _miss(canvas: Canvas, hunt: Hunt, miss: Miss, y: int) -> None:
    room = max(10, canvas.width - 30)
    before, symbol, behind = hunt.second.context(miss.position, room * 2 // 3, room // 4)
    canvas.write(2, y, "missed" if miss.holds else "false alarm", "vermilion")
    canvas.write(14, y, f"{miss.value:+7.2f}".replace("-", "−"), "text")
    x = canvas.write(23, y, visible(before), "faint")
    x = canvas.write_any(x, y, symbol, "cursor")
    canvas.write(x, y, visible(behind)[: max(0, canvas.width - 2 - x)], "faint")
