"""Playing: a phase on, again and again, until paused or at the end."""

from __future__ import annotations

from textual.timer import Timer

from lstm_tui.ui.actions import shown
from lstm_tui.ui.views.walking import WalkingView

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # phases a second


class Player:
    """Steps the view by itself."""

    def __init__(self, view: WalkingView) -> None:
        self.view = view
        self.speed = 2
        self._timer: Timer | None = None

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer is not None

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.stop()
            return
        self._timer = self.view.set_interval(1 / SPEEDS[self.speed], self._step)
        play, faster, slower = (shown(name) for name in ("play", "faster", "slower"))
        words = (
            f"Playing {SPEEDS[self.speed]:g} phases a second: {play} pauses, {faster} and {slower} change the speed."
        )
        self.view.say(words)

    def stop(self) -> None:
        """Pause."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def change_speed(self, by: int) -> None:
        """Play faster (+1) or slower (−1), now or next time."""
        self.speed = max(0, min(self.speed + by, len(SPEEDS) - 1))
        if self.playing:
            self.stop()
            self.toggle()
        else:
            self.view.say(f"{SPEEDS[self.speed]:g} phases a second", 1.5)

    def _step(self) -> None:
        before = self.view.session
        self.view.go(before.next_phase())
        if self.view.session is before:
            self.stop()
