"""The palette: every action of the view in its group, found by its name, its key, its sentence and words beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from lstm_tui.ui.actions import GROUPS, Action
from lstm_tui.ui.views.base import View

WHOLE, PART, FUZZY = 2.0, 1.0, 0.5  # how good a find is: a word of the name, a word beside it, letters in order


def found(query: str, action: Action) -> float:
    """Return how well an action answers: 0 where one of the words is the beginning of nothing that is said of it."""
    words = query.lower().split()
    name = f"{action.group} {action.label} {action.shown}".lower().replace(",", " ").split()
    beside = f"{action.help} {action.also}".lower().replace(",", " ").replace(".", " ").split()
    scores = [
        WHOLE if any(said.startswith(word) for said in name) else PART if any(said.startswith(word) for said in beside) else 0.0
        for word in words
    ]  # fmt: skip
    return min(scores, default=0.0) and sum(scores) / len(scores)


class ActionsProvider(Provider):
    """Gives the palette the actions of the view that it lies over."""

    @property
    def _actions(self) -> list[Action]:
        actions = cast("View[object]", self.screen).ACTIONS if isinstance(self.screen, View) else ()
        return sorted(actions, key=lambda action: GROUPS.index(action.group))

    async def discover(self) -> Hits:
        """Yield every action, group by group."""
        for action in self._actions:
            yield DiscoveryHit(_shown(action), self._done(action), text=action.label, help=_plain(action.help))

    async def search(self, query: str) -> Hits:
        """Yield the actions that a query finds, the best first."""
        matcher = self.matcher(query)
        for action in self._actions:
            score = found(query, action) or FUZZY * matcher.match(action.label)
            if score > 0:
                yield Hit(score, _shown(action), self._done(action), text=action.label, help=_plain(action.help))

    def _done(self, action: Action) -> Callable[[], object]:
        return partial(self.screen.run_action, action.name)


def _shown(action: Action) -> Text:
    return Text.assemble((f"{action.group:<8}", "dim"), action.label, (f"  {action.shown}", "bold"))


def _plain(words: str) -> str:
    """Return words in which Textual sees no markup."""
    return words.replace("[", r"\[")
