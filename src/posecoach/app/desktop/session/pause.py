"""The pause page: large buttons, where the session is, and the keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session import said
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Inner
from posecoach.app.desktop.widgets.sure import Sure
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.session.view import Action
    from posecoach.app.desktop.window import Window

_KEYS: "dict[str, Action]" = {"n": "next", "r": "repeat", "m": "mute", "c": "contrast"}


class Pause(Page):
    """Shown while the user has paused the session."""

    name = "pause"
    dark = True
    bare = True

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        scale = self.scale
        self._sure = Sure(window.context.clock)
        self.go_on = self._large(_("Go on"), self._resume, "play", primary=True)
        self.primary = self.go_on
        self.leave_out = self._large(_("Leave out for good"), self._leave_out, "leave_out")
        buttons = [
            self.go_on,
            self._large(_("Repeat"), lambda: self._act("repeat"), "repeat"),
            self._large(_("Skip"), lambda: self._act("next"), "skip"),
            self.leave_out,
            self._large(_("End"), self._end, "end"),
        ]
        self._title = parts.text(tr(_("Paused")), "display")
        self._stretch = parts.text("", "page", wrap=True)
        self._done: QLabel = parts.text("", "heading", wrap=True)
        hands = parts.text(
            tr(_("Hands busy? Cross your wrists for two seconds to pause, and to go on.")),
            "section", wrap=True,
        )  # fmt: skip
        keys = "     ".join(f"{key}  {tr(meaning)}" for key, meaning in words.ALL_KEYS)
        left = parts.column(
            self._title, self._stretch, self._done, 1, hands,
            parts.text(keys, "small", wrap=True), spacing=scale.px(16),
        )  # fmt: skip
        inside = Inner()
        inside.setLayout(left)
        right = parts.column(1, *buttons, 1, spacing=scale.px(16))
        tall = window.height() > window.width()
        both = (parts.column if tall else parts.row)(spacing=scale.px(48))
        both.addWidget(parts.scrolled(inside), 5)
        both.addLayout(right, 6)
        both.setContentsMargins(scale.px(64), scale.px(40), scale.px(56), scale.px(40))
        self.setLayout(both)

    def _large(
        self, text: str, pressed: Callable[[], object], icon: str, *, primary: bool = False
    ) -> QPushButton:
        kind = "large_primary" if primary else "large"
        return self.button(f"  {tr(text)}", pressed, kind, icon)

    def enter(self) -> None:
        self._sure.forget()
        self.leave_out.setAccessibleDescription(tr(_("Settings bring it back.")))
        run = self.app.sessions.run
        now = None if run is None or run.view is None else run.view.now
        if now is None:
            return
        self._stretch.setText(words.short_name(now.plan.stretch))
        result = now.results[-1] if now.results else None
        self._done.setText("\n".join(said.sides(result)) if result is not None else "")

    def _act(self, action: "Action") -> None:
        run = self.app.sessions.run
        if run is None or run.view is None:
            return
        run.view.act(action)
        if action != "pause":
            run.view.act("pause")

    def _resume(self) -> None:
        self._act("pause")
        self.app.go("coaching")

    def _leave_out(self) -> None:
        """Asks once, on the button itself."""
        if self._sure.means(self.leave_out):
            self._act("leave_out")

    def _end(self) -> None:
        if self.app.sessions.run is not None:
            self.app.sessions.run.end("ended")

    def back(self) -> None:
        """Escape ends."""
        self._end()

    def key(self, key: str) -> bool:
        """The keys of a session work here too."""
        if key in ("b", ".", "?"):
            self._resume()
        elif key == "q":
            self._end()
        elif key == "x":
            self._leave_out()
        elif key == "space":
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and focus is not self.go_on:
                return False
            self._resume()
        elif key in _KEYS:
            if key in ("m", "c"):
                run = self.app.sessions.run
                if run is not None and run.view is not None:
                    run.view.act(_KEYS[key])
            else:
                self._act(_KEYS[key])
        else:
            return False
        return True
