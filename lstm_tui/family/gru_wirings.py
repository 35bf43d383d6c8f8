"""The GRU's module on its grids: one note along the top, rewritten by shares; the candidate hears what the reset gate lets by."""

from __future__ import annotations

from lstm_tui.drawing.wiring import Node, Wire, Wiring

_INTO_GATES = ("reset-gate", "update-gate")


def large(after: bool) -> Wiring:
    """Return the module for a large room.

    Args: after: whether the reset gate stands behind the product with W_hn; else before it.
    """
    product = (Node("W_hn", (38, 8), "reset-gate", "past"),) if after else ()
    hears = (
        (
            Wire("h_prev", ((30, 8), (36, 8)), phases=("reset-gate",)),
            Wire("past", ((38, 8), (38, 6)), phases=("reset-gate",)),
        )
        if after
        else (Wire("h_prev", ((30, 8), (38, 8), (38, 6)), phases=("reset-gate",)),)
    )
    return Wiring(
        67,
        10,
        (
            Node("h_prev", (3, 1), "input", "h_prev"),
            Node("x t", (1, 9), "input", "x"),
            Node("[h,x]", (13, 8), "input", "h_prev"),
            Node("⊗", (19, 1), "update-gate", "kept"),
            Node("⊕", (50, 1), "hidden", "h"),
            Node("1−", (25, 3), "hidden", "written"),
            Node("⊗", (50, 3), "hidden", "written"),
            Node("⊗", (38, 6), "reset-gate", "heard"),
            Node("σ", (19, 6), "update-gate", "u", boxed=True, name="update"),
            Node("σ", (30, 6), "reset-gate", "r", boxed=True, name="reset"),
            Node("tanh", (50, 6), "candidate", "n", boxed=True, name="candidate"),
            Node("W_hy", (61, 6), "prediction", "probs", boxed=True, top=True),
            Node("h t", (65, 1), "hidden", "h"),
            Node("p", (63, 8), "prediction", "probs", top=True),
            *product,
        ),
        (
            Wire("h_prev", ((6, 1), (19, 1)), label=(7, 0), phases=("update-gate",)),
            Wire("h_prev", ((9, 1), (9, 8), (19, 8), (19, 7)), phases=("update-gate",)),
            Wire("h_prev", ((19, 8), (30, 8), (30, 7)), phases=("reset-gate",)),
            *hears,
            Wire("x", ((9, 9), (16, 9), (16, 8)), phases=("input", *_INTO_GATES)),
            Wire("x", ((16, 9), (50, 9), (50, 7)), phases=("input", "candidate")),
            Wire("r", ((30, 5), (30, 4), (38, 4), (38, 6)), label=(40, 4), name="r", phases=("reset-gate",)),
            Wire("heard", ((38, 6), (45, 6)), label=(39, 5), phases=("candidate",)),
            Wire("u", ((19, 5), (19, 1)), label=(21, 4), name="u", phases=("update-gate",)),
            Wire("u", ((19, 3), (24, 3)), phases=("hidden",)),
            Wire("u", ((26, 3), (50, 3)), phases=("hidden",)),
            Wire("kept", ((19, 1), (50, 1)), label=(21, 0), name="kept", phases=("hidden",)),
            Wire("n", ((50, 5), (50, 3)), label=(52, 4), name="n", phases=("hidden",)),
            Wire("written", ((50, 3), (50, 1)), label=(52, 2)),
            Wire("h", ((50, 1), (62, 1)), label=(52, 0), arrow=True, phases=("prediction",)),
            Wire("h", ((61, 1), (61, 5)), phases=("prediction",), top=True),
            Wire("probs", ((61, 7), (61, 8)), arrow=True, top=True),
        ),
    )


def small() -> Wiring:
    """Return the module for a small room, where W_hn is left out."""
    return Wiring(
        46,
        7,
        (
            Node("h", (0, 1), "input", "h_prev"),
            Node("x", (0, 6), "input", "x"),
            Node("[h,x]", (7, 5), "input", "h_prev"),
            Node("⊗", (12, 1), "update-gate", "kept"),
            Node("⊕", (31, 1), "hidden", "h"),
            Node("1−", (17, 2), "hidden", "written"),
            Node("⊗", (31, 2), "hidden", "written"),
            Node("σ", (12, 4), "update-gate", "u"),
            Node("σ", (20, 4), "reset-gate", "r"),
            Node("⊗", (25, 5), "reset-gate", "heard"),
            Node("tanh", (31, 4), "candidate", "n"),
            Node("update", (12, 6), "update-gate", "u"),
            Node("reset", (20, 6), "reset-gate", "r"),
            Node("candidate", (31, 6), "candidate", "n"),
            Node("x", (35, 5), "input", "x"),
            Node("W_hy", (42, 5), "prediction", "probs", top=True),
            Node("p", (42, 6), "prediction", "probs", top=True),
            Node("h", (45, 1), "hidden", "h"),
        ),
        (
            Wire("h_prev", ((2, 1), (12, 1)), label=(4, 0), phases=("update-gate",)),
            Wire("h_prev", ((3, 1), (3, 5), (12, 5), (12, 4)), phases=("update-gate",)),
            Wire("h_prev", ((12, 5), (20, 5), (20, 4)), phases=("reset-gate",)),
            Wire("h_prev", ((20, 5), (25, 5)), phases=("reset-gate",)),
            Wire("x", ((6, 6), (7, 6), (7, 5)), phases=("input", *_INTO_GATES)),
            Wire("x", ((34, 5), (31, 5), (31, 4)), phases=("candidate",)),
            Wire("r", ((20, 4), (25, 4), (25, 5)), label=(21, 3), name="r", phases=("reset-gate",)),
            Wire("heard", ((25, 5), (31, 5), (31, 4)), phases=("candidate",)),
            Wire("u", ((12, 4), (12, 1)), label=(14, 3), phases=("update-gate",)),
            Wire("u", ((12, 2), (16, 2)), phases=("hidden",)),
            Wire("u", ((18, 2), (31, 2)), phases=("hidden",)),
            Wire("kept", ((12, 1), (31, 1)), label=(14, 0), phases=("hidden",)),
            Wire("n", ((31, 4), (31, 2)), label=(33, 3), phases=("hidden",)),
            Wire("written", ((31, 2), (31, 1)), label=(33, 2)),
            Wire("h", ((31, 1), (43, 1)), label=(33, 0), arrow=True, phases=("prediction",)),
            Wire("h", ((42, 1), (42, 5)), phases=("prediction",), top=True),
        ),
    )


LITTLE = Wiring(
    14,
    5,
    (
        Node("⊗", (3, 0), "update-gate", "kept"),
        Node("⊕", (10, 0), "hidden", "h"),
        Node("⊗", (10, 2), "hidden", "written"),
        Node("σ", (3, 3), "update-gate", "u"),
        Node("σ", (6, 3), "reset-gate", "r"),
        Node("⊗", (8, 4), "reset-gate", "heard"),
        Node("t", (10, 3), "candidate", "n"),
    ),
    (
        Wire("h_prev", ((0, 0), (2, 0)), phases=("input", "update-gate")),
        Wire("h_prev", ((1, 0), (1, 4), (3, 4), (3, 3)), phases=("input", "update-gate")),
        Wire("h_prev", ((3, 4), (6, 4), (6, 3)), phases=("input", "reset-gate")),
        Wire("h_prev", ((6, 4), (7, 4)), phases=("input", "reset-gate")),
        Wire("r", ((6, 3), (8, 3), (8, 4)), phases=("reset-gate",)),
        Wire("heard", ((8, 4), (10, 4), (10, 3)), phases=("candidate",)),
        Wire("u", ((3, 2), (3, 1)), phases=("update-gate",)),
        Wire("u", ((3, 2), (9, 2)), phases=("hidden",)),
        Wire("n", ((10, 3), (10, 2)), phases=("hidden",)),
        Wire("written", ((10, 1), (10, 1))),
        Wire("kept", ((4, 0), (9, 0)), phases=("hidden",)),
        Wire("h", ((11, 0), (13, 0)), phases=("prediction",)),
    ),
)

LEAST = Wiring(
    13,
    3,
    (
        Node("⊗", (3, 0), "update-gate", "kept"),
        Node("⊕", (9, 0), "hidden", "h"),
        Node("σ", (3, 1), "update-gate", "u"),
        Node("σ", (6, 1), "reset-gate", "r"),
        Node("t", (9, 1), "candidate", "n"),
    ),
    (
        Wire("h_prev", ((0, 0), (2, 0)), phases=("input", "update-gate")),
        Wire("h_prev", ((1, 0), (1, 2), (3, 2), (3, 1)), phases=("input", "update-gate")),
        Wire("h_prev", ((3, 2), (6, 2), (6, 1)), phases=("input", "reset-gate")),
        Wire("h_prev", ((6, 2), (9, 2), (9, 1)), phases=("input", "candidate")),
        Wire("kept", ((4, 0), (8, 0)), phases=("hidden",)),
        Wire("h", ((10, 0), (12, 0)), phases=("prediction",)),
    ),
)
