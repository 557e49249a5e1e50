"""What can be done with the sessions on the progress page: its row of buttons."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QPushButton, QWidget

from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records.data import Numbered

if TYPE_CHECKING:
    from posecoach.app.desktop.progress.page import Progress


class Actions(QWidget):
    """Open, print, export and delete; above them, what was just done.

    Attributes:
        column: of its parts, whose margins the page sets.
    """

    def __init__(self, page: "Progress", chosen: Callable[[], Numbered], sessions: int) -> None:
        """Makes the buttons.

        Args:
            page: what does the work.
            chosen: gives the session that is meant when a button is pressed.
            sessions: how many there are.
        """
        super().__init__()
        px = page.scale.px
        self.open = page.button(
            tr(_("Open a session")), lambda: page.open_report(chosen(), to_print=False),
            "primary", "list",
        )  # fmt: skip
        prints = page.button(
            tr(_("Print")), lambda: page.open_report(chosen(), to_print=True), icon="print"
        )
        export = page.button(tr(_("Export")), page.export, icon="export")
        self.delete: QPushButton = page.button(
            tr(_("Delete…")), lambda: page.ask_delete(chosen(), sessions), "danger", "delete"
        )
        self._said = parts.text("", "good", wrap=True)
        self._said.hide()
        first = QWidget()
        first.setLayout(Flow(self.open, prints, export, spacing=px(12)))
        row = parts.row(spacing=px(12))
        row.addWidget(first, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignBottom)
        self.column = parts.column(self._said, row, spacing=px(8))
        self.setLayout(self.column)

    def say(self, told: str) -> None:
        """Tells what was done, to the eye and to a screen reader."""
        self._said.setText(told)
        self._said.setAccessibleName(told)
        self._said.setVisible(bool(told))
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))
