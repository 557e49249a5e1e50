"""The check of this computer as readable lines, and the bug report to copy or save."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QWidget

from posecoach.app.desktop.task import Task
from posecoach.app.desktop.widgets import icons, parts
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.commands.machine.doctor import DoctorFinding
    from posecoach.app.desktop.settings.page import SettingsPage

_NAMES = {
    "camera": _("Camera"),
    "model": _("Body model"),
    "faces": _("Face model"),
    "display": _("Window"),
    "voice": _("Voice"),
    "database": _("Record"),
    "cv2": "OpenCV",
    "mediapipe": "MediaPipe",
}
_STATES = {True: _("works"), False: _("does not work"), None: _("optional")}


class CheckPanel(QWidget):
    """A button that starts the check; then its lines, and below them what could be sent."""

    def __init__(self, page: "SettingsPage") -> None:
        super().__init__()
        self._page, scale = page, page.scale
        self._start = page.button(tr(_("Check now")), self._check)
        self._start.setObjectName("check")
        self._found = parts.column(spacing=scale.px(10))
        self.results = QWidget()
        self.results.setLayout(self._found)
        self.results.hide()
        self._make = page.button(tr(_("Show a report to send")), self._report)
        self._make.setObjectName("report")
        self._make.hide()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setObjectName("report_text")
        self._text.setAccessibleName(tr(_("Report")))
        self._text.setMinimumHeight(scale.px(220))
        note = parts.text(
            tr(_("This is all of it: no pictures, no names, nothing of your sessions.")),
            "small", wrap=True,
        )  # fmt: skip
        copy = page.button(tr(_("Copy")), self._copy)
        save = page.button(tr(_("Save")), self._save, icon="export")
        copy.setObjectName("report_copy")
        copy.setAccessibleName(tr(_("Copy the report")))
        save.setObjectName("report_save")
        save.setAccessibleName(tr(_("Save the report")))
        shown = parts.column(
            note, self._text, parts.row(copy, save, 1, spacing=scale.px(12)), spacing=scale.px(10)
        )
        self._shown = QWidget()
        self._shown.setLayout(shown)
        self._shown.hide()
        self.setLayout(
            parts.column(
                parts.row(self._start, 1), self.results, parts.row(self._make, 1), self._shown,
                spacing=scale.px(12),
            )
        )  # fmt: skip

    # ------------------------------------------------------------------ the check

    def _check(self) -> None:
        from posecoach.app.commands.machine.doctor import findings

        self._page.tell(tr(_("One moment …")))
        self._start.setEnabled(False)
        Task(self, findings, self._show, self._failed)

    def _failed(self, wrong: str) -> None:
        self._start.setEnabled(True)
        self._make.setEnabled(True)
        self._page.tell(wrong, bad=True)

    def _show(self, found: "list[DoctorFinding]") -> None:
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in found:
            self._found.addWidget(self._line(one))
        self._start.setEnabled(True)
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)
        self.results.show()
        self._make.show()
        self._page.see_soon(self._make)
        wrong = [tr(_NAMES.get(f.what, f.what)) for f in found if f.ok is False]
        if wrong:
            words = tr(_("Not all works: {names}.")).format(names=", ".join(wrong))
            self._page.tell(words, bad=True)
        else:
            self._page.tell(tr(_("All that is needed works.")))

    def _line(self, found: "DoctorFinding") -> QWidget:
        """One finding: a mark, what it is and whether it works, and the detail below."""
        page, theme = self._page, self._page.theme
        icon, ink = {
            True: ("tick", theme.colours.primary),
            False: ("alert", theme.colours.danger),
            None: ("next", theme.colours.muted),
        }[found.ok]
        mark = QLabel()
        size = page.scale.px(24)
        mark.setPixmap(icons.pixmap(icon, size, ink))
        mark.setFixedSize(size, size)
        name = f"{tr(_NAMES.get(found.what, found.what))}: {tr(_STATES[found.ok])}"
        # Paths have no spaces; without these marks a label could not break them.
        detail = found.detail.replace("/", "/\u200b").replace("\\", "\\\u200b")
        about = parts.text(detail, "small", wrap=True)
        about.setAccessibleName(found.detail)
        words = parts.column(parts.text(name, "strong", wrap=True), about, spacing=0)
        line = parts.row(spacing=page.scale.px(12))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    # ------------------------------------------------------------------ the report

    def _report(self) -> None:
        from posecoach.app.commands.machine.bug_report import report

        self._page.tell(tr(_("One moment …")))
        self._make.setEnabled(False)
        Task(self, report, self._show_report, self._failed)

    def _show_report(self, text: str) -> None:
        self._make.setEnabled(True)
        self._text.setPlainText(text)
        self._shown.show()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._page.tell(tr(_("The report is below; read it through before you send it.")))
        self._page.see_soon(self._shown)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._page.tell(tr(_("Copied; paste it into a message.")))

    def _save(self) -> None:
        from posecoach.app.desktop.settings.record import write

        start = str(Path.home() / "posecoach-report.txt")
        title, kinds = tr(_("Save the report")), f"{tr(_('Text'))} (*.txt)"
        name, _kind = QFileDialog.getSaveFileName(self, title, start, kinds)
        if not name:
            return
        text = self._text.toPlainText() + "\n"
        words = tr(_("Written to {file}; read it through once more before you send it."))
        Task(
            self,
            lambda: write(Path(name), text),
            lambda _none: self._page.tell(words.format(file=name)),
            lambda wrong: self._page.tell(wrong, bad=True),
        )
