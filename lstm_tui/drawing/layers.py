"""Bars of three inks, one behind the other: what stayed (solid), what is newly written (▒), what was rubbed out (░).

From zero outwards a bar has solid ink up to one height, new ink up to a second, and the trace of what was rubbed out up to
a third. A cell with one of them alone shows its sign; a cell in which two meet shows a block to an eighth, the inner ink
in front of the outer. What grows down or left is the same with front and ground exchanged.
"""

from __future__ import annotations

from functools import cache, lru_cache

from lstm_tui.drawing.bars import BEYOND, GROWING, RISING, SMALLEST

Heights = tuple[int, int, int]  # eighths from zero: the end of what is solid, of what is new, of what was rubbed out
INKS = ("solid", "new", "erased", "paper")
WHOLE = {"solid": "█", "new": "▒", "erased": "░", "paper": " "}


@cache
def cell(solid: int, new: int, erased: int) -> tuple[str, str, int]:
    """Return the inner ink, the outer ink and the eighths of the inner one that show a cell with these ends, 0 to 8 each.

    A cell has two inks at most: where three meet, those that put the fewest eighths wrong.
    """
    truth = [INKS[0]] * solid + [INKS[1]] * (new - solid) + [INKS[2]] * (erased - new) + [INKS[3]] * (8 - erased)
    best: tuple[int, str, str, int] = (9, "paper", "paper", 0)
    for cut in {0, solid, new, erased, 8}:
        parts = truth[:cut], truth[cut:]
        inner, outer = (max(INKS, key=part.count) if part else "" for part in parts)
        wrong = sum(ink != inner for ink in parts[0]) + sum(ink != outer for ink in parts[1])
        if wrong < best[0]:
            best = (wrong, inner or outer, outer or inner, cut if inner and outer else 8)
    _, inner, outer, cut = best
    return (inner, outer, cut) if inner != outer else (inner, inner, 8)


@lru_cache(maxsize=8192)
def bar(heights: Heights, cells: int, blocks: str, hang: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a bar from zero outwards: the characters of its cells, and their roles on the note.

    Args: blocks: RISING or GROWING. hang: it grows against the direction of the blocks.
    """
    glyphs, roles = [], []
    for at in range(cells):
        inner, outer, cut = cell(*(max(0, min(8, end - 8 * at)) for end in heights))
        if inner == outer:
            glyphs.append(WHOLE[inner])
            roles.append(f"note.{inner}")
        else:
            glyphs.append(blocks[8 - cut if hang else cut])
            roles.append(f"note.{inner}.{outer}" + (".hang" if hang else ""))
    return tuple(glyphs), tuple(roles)


def heights(stays: float, comes: float, was: float, scale: float, cells: int) -> tuple[Heights, Heights, bool]:
    """Return a unit's heights above and below zero, and whether they reach beyond the scale.

    Args: stays, comes, was: what is left of the old ink, what is added, what stood there, signed. scale: of `cells`.
    """
    most = 8 * cells
    up = _ends(max(0.0, stays), max(0.0, comes), max(0.0, was), scale, most)
    down = _ends(max(0.0, -stays), max(0.0, -comes), max(0.0, -was), scale, most)
    return up[:3], down[:3], up[3] or down[3]


def _ends(solid: float, fresh: float, old: float, scale: float, most: int) -> tuple[int, int, int, bool]:
    top = solid + fresh
    far = max(top, old)
    if not far > 0:  # nothing on this side, or no number
        return 0, 0, 0, False
    ends = [_eighths(part / scale, most) for part in (solid, top, far)]
    new = max(ends[0], ends[1])
    return ends[0], new, max(new, ends[2]), far > scale * 1.001


def _eighths(share: float, most: int) -> int:
    if not share > SMALLEST:
        return 0
    return max(1, round(share * most)) if share < 1 else most


def standing(up: Heights, down: Heights, cells: int, beyond: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a column of `cells` above zero and as many below, from the top down: characters and roles."""
    above, roles_above = bar(up, cells, RISING, False)
    below, roles_below = bar(down, cells, RISING, True)
    glyphs, roles = [*reversed(above), *below], [*reversed(roles_above), *roles_below]
    if beyond:
        end, arrow = (0, BEYOND["up"]) if max(up) >= 8 * cells else (-1, BEYOND["down"])
        glyphs[end], roles[end] = arrow, "note.ink"
    return tuple(glyphs), tuple(roles)


def lying(up: Heights, down: Heights, half: int, beyond: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a row of `half` cells left of zero and as many right of it: characters and roles."""
    right, roles_right = bar(up, half, GROWING, False)
    left, roles_left = bar(down, half, GROWING, True)
    glyphs, roles = [*reversed(left), *right], [*reversed(roles_left), *roles_right]
    if beyond and glyphs:
        end, arrow = (-1, BEYOND["right"]) if max(up) >= 8 * half else (0, BEYOND["left"])
        glyphs[end], roles[end] = arrow, "note.ink"
    return tuple(glyphs), tuple(roles)
