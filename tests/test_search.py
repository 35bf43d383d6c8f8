"""Finding in a text: the hits are those that a plain look at every timestep finds, however long the text is."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from lstm_tui.core.tokens import NumberTokens
from lstm_tui.search import MOST, Search


@given(text=st.text("ab\n", min_size=1, max_size=40), query=st.text("ab\n", min_size=1, max_size=3))
def test_hits_in_symbols_are_all_places_where_the_text_goes_on_like_this(text: str, query: str) -> None:
    search = Search(text, query)
    hits = [t for t in range(len(text)) if text.startswith(query, t)]
    check(search, hits, len(text))


@given(words=st.lists(st.sampled_from(["0.5", "0.25", "5", "1,0"]), min_size=1, max_size=20), query=st.sampled_from(["5", "0.", "5 0", ",0 1", "9"]))  # fmt: skip
def test_hits_in_numbers_are_the_words_in_which_it_begins(words: list[str], query: str) -> None:
    class Run:
        symbols, tokens = words, NumberTokens(1)

    text, starts = " ".join(words), [len(" ".join([*words[:k], ""])) for k in range(len(words))]
    begins = [t for t in range(len(text)) if text.startswith(query, t)]
    hits = sorted({max(k for k, start in enumerate(starts) if start <= at) for at in begins})
    check(Search.of(Run, query), hits, len(words))


def check(search: Search, hits: list[int], count: int) -> None:
    assert search.hits == hits
    for t in range(count):
        after, before = [hit for hit in hits if hit > t], [hit for hit in hits if hit < t]
        assert search.next(t) == ((after or hits or [None])[0], not after)
        assert search.previous(t) == ((before or hits or [None])[-1], not before)
        assert search.at_or_after(t) == next((hit for hit in hits if hit >= t), None)
        if t in hits:
            assert search.which(t) == f"hit {hits.index(t) + 1} of {len(hits)}"


def test_nothing_is_found_for_nothing() -> None:
    assert Search("aaa", "").hits == []
    assert Search("aaa", "").next(0) == (None, True)
    assert Search("aaa", "").previous(0) == (None, True)


def test_a_million_symbols_are_quick() -> None:
    """What a key press asks for, in the worst cases: nothing there, something everywhere, a hit only at the other end."""
    text = "to be or not to be, " * 50_000 + "Ω"
    begun = time.process_time()
    for query in ("x", "not to bo", "o", "Ω", "to be or not to be, to be or not"):
        search = Search(text, query)
        search.next(500_000), search.previous(500_000), search.which(500_000)
    assert time.process_time() - begun < 0.5, "five queries"
    assert Search(text, "o").which(1) == f"one of more than {MOST:,} hits"
