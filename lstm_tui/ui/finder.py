"""Finding in the text: a line at the foot, followed while one types; then from hit to hit."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from lstm_tui.search import Search
from lstm_tui.session import Session
from lstm_tui.ui.actions import shown
from lstm_tui.ui.text_field import TextField, from_field, to_field
from lstm_tui.ui.views.walking import WalkingView
from lstm_tui.visible import visible


class FindLine(Horizontal):
    """The line at the foot: what is looked for, and which hit one stands at."""

    def compose(self) -> ComposeResult:
        """A name, the line, and the hits."""
        yield Static(" find ", classes="name")
        yield TextField(id="find", compact=True)
        yield Static("", id="hits")


class Finder:
    """Looks for a piece of the text; the cursor goes with what is typed, and Escape brings it back.

    Attributes: query: what was looked for last.
    """

    def __init__(self, view: WalkingView) -> None:
        self.view = view
        self.query = ""
        self._from: Session | None = None  # where one stood, while the line is open
        self._search = Search("", "")
        self._searched: object = None  # the symbols that the search is in

    @property
    def open(self) -> bool:
        """Whether the line is open."""
        return self._from is not None

    def begin(self) -> None:
        """Open the line, with what was looked for last."""
        self._from = self._from or self.view.session
        self.view.add_class("-finding")
        field = self.view.query_one("#find", TextField)
        field.value = to_field(self.query)
        self.view.set_focus(field)  # at once: what is typed on the heels of the key is meant for it
        self._say(self._hits(self.view.session.cursor.timestep))

    def changed(self, line: str) -> None:
        """Go to the first hit from where one stood on, or to the first of all."""
        if self._from is None or from_field(line) == self.query:
            return
        self.query = from_field(line)
        search, here = self._searching(), self._from.cursor.timestep
        found = search.at_or_after(here)
        found = search.at_or_after(0) if found is None else found
        if found is None:
            self.view.go(self._from)
            self._say("not found" if self.query else "")
        else:
            self.view.seek(found)
            self._say(self._hits(found))

    def take(self) -> None:
        """Stay at the hit."""
        if self.open:
            self._end()
            if self.query:
                self._tell(self.view.session.cursor.timestep if self.view.goal is None else self.view.goal)

    def leave(self) -> None:
        """Go back to where one stood."""
        if self._from is not None:
            self.view.go(self._from)
            self._end()
            self.view.read_on()

    def go(self, on: bool) -> None:
        """Go to the next hit, or the one before; round the end of the text, and saying so."""
        if not self.query:
            self.begin()
            return
        search, here = self._searching(), self.view.session.cursor.timestep
        if self.view.goal is not None:
            here = self.view.goal  # a hit that is not read yet
        found, round_ = search.next(here) if on else search.previous(here)
        if found is None:
            self._say("not found")
            self.view.say(f"{self._quoted} is not in the text.")
            return
        self.view.seek(found)
        self._tell(found, (" From the start again." if on else " From the end again.") if round_ else "")

    def _tell(self, found: int, more: str = "") -> None:
        on, back = shown("next_hit"), shown("previous_hit")
        unread = f" It is shown as soon as timestep {found + 1:,} is read." if self.view.goal is not None else ""
        self._say(self._hits(found) + more)
        self.view.say(f"{self._quoted}: {self._hits(found)}.{more}{unread} {on} next, {back} before.")

    @property
    def _quoted(self) -> str:
        shortened = visible(to_field(self.query))
        return f"“{shortened[:40]}{'…' if len(shortened) > 40 else ''}”"

    def _hits(self, timestep: int) -> str:
        search = self._searching()
        if not self.query:
            return ""
        return search.which(timestep) if search.hits else "not found"

    def _searching(self) -> Search:
        """Return the search in the text as it is now."""
        run = self.view.session.run
        if self._searched is not run.symbols:
            self._searched, self._search = run.symbols, Search.of(run, self.query)
        elif self._search.query != self.query:
            self._search = self._search.for_query(self.query)
        return self._search

    def _say(self, words: str) -> None:
        self.view.query_one("#hits", Static).update(
            Content(f" {words}  {shown('next_hit')} next  Enter stay  Esc back ")
        )

    def _end(self) -> None:
        self._from = None
        self.view.remove_class("-finding")
        self.view.set_focus(None)
