"""The question before sessions are deleted, in the place of the page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.progress.stretch import NO_DOT
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow, Inner
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.records.data import Numbered

_WIDEST = 760


class Delete(QWidget):
    """Asks which sessions to delete: the chosen one, or all; or to keep them.

    Attributes:
        one, all: the choice; the focus begins there, where Enter does nothing.
        keep, go: what to do.
    """

    def __init__(
        self,
        page: Page,
        chosen: "Numbered",
        number: int,
        delete: Callable[[int | None], object],
        keep: Callable[[], object],
    ) -> None:
        """Makes the question.

        Args:
            page: it stands on.
            chosen: the session that is chosen.
            number: of all sessions.
            delete: called with the number of the session to delete, or None for all.
            keep: called if nothing is to be deleted.
        """
        super().__init__()
        scale = page.scale
        day = words.whole_day(chosen.day.date(), page.app.today())
        which = f"{day}, {chosen.day:%H:%M}, {words.minutes([chosen])}"
        title = parts.text(tr(_("Which sessions do you want to delete?")), "heading", wrap=True)
        about = parts.text(
            tr(_("Chosen in the calendar: {session}.")).format(session=which), wrap=True
        )
        everything = words.sessions(number)
        self.one = _radio(tr(_("Only the chosen session")), f": {which}")
        self.all = _radio(tr(_("All: {sessions}")).format(sessions=everything), "")
        self.one.setChecked(True)
        warning = tr(
            _("What is deleted is gone for good, also from the report. Deleting all also forgets "
              "how far you usually reach. Export first if you want to keep a copy.")
        )  # fmt: skip
        self.keep = page.button(tr(_("Keep everything")), keep, "primary", "back")
        self.go = page.button(
            tr(_("Delete for good")),
            lambda: delete(chosen.id if self.one.isChecked() else None),
            "danger",
            "delete",
        )
        choices, actions = QWidget(), QWidget()
        choices.setStyleSheet(NO_DOT)
        choices.setLayout(Flow(self.one, self.all, spacing=scale.px(12)))
        actions.setLayout(Flow(self.keep, self.go, spacing=scale.px(16)))
        content = parts.column(
            title, about, choices, parts.text(warning, "muted", wrap=True), actions,
            spacing=scale.px(20),
        )  # fmt: skip
        card = parts.card(content, padding=scale.px(32))
        card.setMaximumWidth(scale.px(_WIDEST))
        inner = Inner()
        middle = parts.row(spacing=0)
        middle.addWidget(card, 1)
        inner.setLayout(parts.column(1, middle, 2, spacing=0))
        layout = parts.column(parts.scrolled(inner), spacing=0)
        self.setLayout(layout)
        self.setTabOrder(self.one, self.all)


def _radio(text: str, more: str) -> QRadioButton:
    made = QRadioButton(text)
    made.setProperty("kind", "choice")
    made.setAccessibleName(text + more)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
