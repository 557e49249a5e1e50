"""The progress page: calendar, range over the sessions, corrections, and what to do with them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import parts
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:  # pydantic and numpy would delay the first page of the app
    from posecoach.app.desktop.progress.delete import Delete
    from posecoach.app.desktop.progress.tasks import OneAtATime
    from posecoach.app.desktop.progress.view import ProgressView
    from posecoach.app.desktop.window import Window
    from posecoach.records.data import DeskSpellData, Numbered

_WIDEST = 700  # of a card with a message


class Progress(Page):
    """How it goes. The record is read each time the page is shown."""

    name = "progress"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self._stretch = ""
        self.task: OneAtATime | None = None
        self.asked: Delete | None = None
        self.view: ProgressView | None = None

    def enter(self) -> None:
        self._show()

    def _show(self, said: str = "") -> None:
        """Reads the record and shows it.

        Args:
            said: what has just been done, in words.
        """
        from posecoach.app.desktop.progress import tasks as tasks
        from posecoach.app.desktop.progress.view import ProgressView

        if self.task is None:
            self.task = tasks.OneAtATime(self)
        self.view = self.asked = None
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes it
        try:
            sessions, desk = tasks.read(), tasks.read_desk()
        except PosecoachError as error:
            self._put(self._message(tr(_("Your record cannot be shown")), told(error), again=True))
            return
        if not sessions and not desk:
            about = tr(_("Your progress appears here after your first session."))
            self._put(self._message(tr(_("Nothing here yet")), f"{said} {about}".strip()))
            return
        if not sessions:
            self._put(self._only_desk(desk))
            return
        self.view = ProgressView(self, sessions, self._stretch, desk)
        self._put(self.view)
        if said:
            self.view.say(said)

    def _again(self, said: str = "") -> None:
        self._show(said)
        focus = self.primary or self.focusProxy()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, content: QWidget) -> None:
        """Shows something in the place of what was there."""
        if self._content is not None:
            self._content.hide()
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self._layout.addWidget(content)

    def _message(self, title: str, words: str, *, again: bool = False) -> QWidget:
        """A card in the middle with one button."""
        from posecoach.app.desktop.widgets.flow import Inner

        scale = self.scale
        if again:
            self.primary = self.button(tr(_("Try again")), self._again, "primary", "repeat")
        else:
            self.primary = self.button(
                tr(_("Start")), lambda: self.app.sessions.start(None, None), "start", "play"
            )
            self.primary.setAccessibleName(tr(_("Start your first session")))
        icon, ink = (
            ("alert", self.theme.colours.danger)
            if again
            else ("progress", self.theme.colours.primary)
        )
        content = parts.column(
            self.icon(icon, 56, ink), parts.text(title, "page", wrap=True),
            parts.text(words, wrap=True), parts.row(self.primary, 1), spacing=scale.px(20),
        )  # fmt: skip
        card = parts.card(content, "card" if again else "hero", scale.px(40))
        card.setMaximumWidth(scale.px(_WIDEST))
        inner = Inner()
        middle = QHBoxLayout()
        middle.addWidget(card)
        whole = parts.column(1, middle, 2, spacing=0)
        whole.setContentsMargins(scale.px(24), scale.px(8), scale.px(24), scale.px(28))
        inner.setLayout(whole)
        return parts.scrolled(inner)

    def _only_desk(self, spells: "Sequence[DeskSpellData]") -> QWidget:
        """Days at the desk, but no session yet."""
        from posecoach.app.desktop.progress import desk

        about = tr(_("Your progress appears here after your first session."))
        message = self._message(tr(_("No stretching yet")), about)
        card = desk.card(self, spells, self.app.today())
        if card is None:
            return message
        content = QWidget()
        margin = self.scale.px(24)
        whole = parts.column(card, message, spacing=margin)
        whole.setContentsMargins(margin, margin, margin, 0)
        content.setLayout(whole)
        return content

    # ------------------------------------------------------------------ what can be done

    def stretch_chosen(self, stretch: str) -> None:
        """The stretch stays chosen when the page is shown again."""
        self._stretch = stretch

    def open_report(self, chosen: "Numbered", *, to_print: bool) -> None:
        """Opens the report of a session in the browser."""
        from posecoach.app.desktop.progress import tasks as tasks

        def done(words: str, view: "ProgressView | None" = self.view) -> None:
            path = made.pop() if made else None
            if view is not None and view is self.view:
                view.say(tasks.open_page(path, to_print=to_print) if path else words)

        def work() -> str:
            made.append(tasks.report_of(chosen.id))
            return ""

        made: list[Path] = []
        self._begin(tr(_("Preparing the report …")), work, done)

    def export(self) -> None:
        """Writes the record to a file of the user's choice."""
        from posecoach.app.desktop.progress import tasks as tasks

        where = tasks.ask_where(self)
        if where is None:
            return
        path, kind = where
        self._begin(tr(_("Exporting …")), lambda: tasks.export(path, kind), self._say)

    def _begin(self, now: str, work: Callable[[], str], done: Callable[[str], object]) -> None:
        if self.task is not None and not self.task.busy:
            self._say(now)
            self.task.start(work, done)

    def _say(self, words: str) -> None:
        if self.view is not None:
            self.view.say(words)

    def ask_delete(self, chosen: "Numbered", number: int) -> None:
        """Asks what to delete, in the place of the page."""
        from posecoach.app.desktop.progress.delete import Delete

        self.asked = Delete(self, chosen, number, self._delete, self._keep)
        margin = self.scale.px(24)
        self.asked.setContentsMargins(margin, 0, margin, margin)
        self.view, self.primary = None, self.asked.keep
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes it
        self._put(self.asked)
        self.asked.one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self._show()
        if self.view is not None:  # back to where the question came from
            self.view.delete.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete(self, session: int | None) -> None:
        from posecoach.app.desktop.progress import tasks as tasks

        try:
            said = tasks.forget(session)
        except PosecoachError as error:
            said = told(error)
        self._again(said)

    # ------------------------------------------------------------------ keys

    def forward(self) -> None:
        """Page Down scrolls; it never deletes."""
        if self.view is not None:
            bar = self.view.area.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep())

    def back(self) -> None:
        """Escape: nothing is deleted; else back home."""
        if self.asked is not None:
            self._keep()
        else:
            self.app.go("home")
