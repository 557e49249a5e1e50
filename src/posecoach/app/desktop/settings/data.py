"""The group for the user's own data: where it is, taking it out and in, and deleting it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QWidget

from posecoach.app.desktop.pages.choices import Group
from posecoach.app.desktop.settings import record as settings_record
from posecoach.app.desktop.settings.check import CheckPanel
from posecoach.app.desktop.task import Task
from posecoach.app.desktop.widgets import parts
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import data_dir

if TYPE_CHECKING:
    from posecoach.app.desktop.settings.page import SettingsPage

T = TypeVar("T")


class DataGroup(Group):
    """Where the record is, export and import, safety pages, the check of this computer, delete."""

    page: "SettingsPage"

    def fill(self) -> None:
        page, scale = self.page, self.page.scale
        where = self._folder()
        show = page.button(tr(_("Show the folder")), self._show_folder)
        show.setObjectName("folder")
        shown = self.add(tr(_("Where your record is")), _breakable(where), show).about
        shown.setAccessibleName(where)
        table = page.button(tr(_("As a table (CSV)")), lambda: self._export("csv"), icon="export")
        whole = page.button(tr(_("Whole (JSON)")), lambda: self._export("json"), icon="export")
        for name, made in (("export_csv", table), ("export_json", whole)):
            made.setAccessibleName(f"{tr(_('Take a copy out'))}: {made.text()}")
            made.setObjectName(name)
        holder = QWidget()
        holder.setLayout(parts.column(table, whole, spacing=scale.px(10)))
        self.add(
            tr(_("Take a copy out")),
            tr(_("A table for a spreadsheet, or all of it, to take in on another computer.")),
            holder,
        )
        take_in = page.button(tr(_("Take in a copy")), self._take_in)
        take_in.setObjectName("import")
        self.add(
            tr(_("Take in a copy")),
            tr(_("From a JSON file; sessions that are already here stay as they are.")),
            take_in,
        )
        self.switch(
            "keep_last",
            tr(_("Keep the last session's body points")),
            tr(_("To report a wrong count with. No picture; the next session takes their place.")),
        )
        wrong = page.button(tr(_("Make a file")), lambda: page.app.go("feedback"))
        wrong.setObjectName("feedback")
        self.add(
            tr(_("Was a count wrong?")),
            tr(_("One file for the makers, without a picture. You see all that is in it.")),
            wrong,
        )
        again = page.button(tr(_("Read them again")), self._safety)
        again.setObjectName("safety")
        self.add(tr(_("Safety pages")), tr(_("When not to stretch, and when to ask.")), again)
        self.check = CheckPanel(page)
        self.add(
            tr(_("Check this computer")),
            tr(_("Camera, voice, models, record: what works, and what to do where it does not.")),
            self.check,
            below=True,
        )
        self._delete = page.button(tr(_("Delete everything")), self._ask, "danger", "delete")
        self._delete.setObjectName("delete")
        self.add(
            tr(_("Delete everything")),
            tr(_("All sessions, your own ranges and body points. Your settings stay.")),
            self._delete,
        )
        self._question, self._sure = self._confirm()
        self._rows.addWidget(self._question)

    # ------------------------------------------------------------------ where it is

    def _folder(self) -> str:
        try:
            return str(data_dir())
        except PosecoachError as error:
            return told(error)

    def _show_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder())):
            self.page.tell(tr(_("No program here shows folders.")), bad=True)

    # ------------------------------------------------------------------ out and in

    def _export(self, kind: Literal["csv", "json"]) -> None:
        title = tr(_("Take a copy out"))
        start = str(Path.home() / f"posecoach.{kind}")
        name, _kind = QFileDialog.getSaveFileName(self, title, start, f"{kind.upper()} (*.{kind})")
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_suffix(f".{kind}")
            words = tr(_("{number} sessions written to {file}."))
            self._later(
                lambda: settings_record.export(kind, path),
                lambda number: words.format(number=number, file=path),
            )

    def _take_in(self) -> None:
        title = tr(_("Take in a copy"))
        name, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), "JSON (*.json)")
        if name:
            words = tr(_("{added} sessions added; {known} were there already."))
            self._later(
                lambda: settings_record.take_in(Path(name)),
                lambda found: words.format(added=found[0], known=found[1]),
            )

    def _later(self, work: Callable[[], T], words: Callable[[T], str]) -> None:
        """Does work on the record, and says in the status line what came of it."""
        self.page.tell(tr(_("One moment …")))
        tell = self.page.tell
        Task(self, work, lambda found: tell(words(found)), lambda wrong: tell(wrong, bad=True))

    # ------------------------------------------------------------------ safety

    def _safety(self) -> None:
        """Shows the safety pages without the set-up that follows them in the first run."""
        app = self.page.app
        app.handover.sets_up = False
        app.handover.then = lambda: app.go("settings")
        app.go("first_run")

    # ------------------------------------------------------------------ deleting

    def _confirm(self) -> tuple[QFrame, QLabel]:
        """The question before everything is deleted; hidden until then."""
        page, scale = self.page, self.page.scale
        sure = parts.text("", "strong", wrap=True)
        self._keep = page.button(tr(_("Keep everything")), self._keep_all, "primary")
        self._keep.setObjectName("keep_all")
        away = page.button(tr(_("Delete for good")), self._forget, "danger", "delete")
        away.setObjectName("delete_for_good")
        buttons = parts.row(self._keep, away, 1, spacing=scale.px(12))
        frame = parts.card(parts.column(sure, buttons, spacing=scale.px(14)), padding=scale.px(18))
        frame.hide()
        return frame, sure

    def _ask(self) -> None:
        from posecoach.records import store

        try:
            with store.opened() as record:
                number = len(record.sessions())
        except PosecoachError as error:
            self.page.tell(told(error), bad=True)
            return
        words = tr(
            _(
                "Delete all {number} sessions, your own ranges and your days at the desk? "
                "Nobody can bring it back."
            )
        )
        self._sure.setText(words.format(number=number))
        self._keep.setAccessibleDescription(self._sure.text())
        self._question.show()
        self._delete.setEnabled(False)
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.see_soon(self._question)

    def _close_question(self) -> None:
        self._delete.setEnabled(True)
        self._delete.setFocus(Qt.FocusReason.OtherFocusReason)
        self._question.hide()

    def _keep_all(self) -> None:
        self._close_question()
        self.page.tell(tr(_("Nothing was deleted.")))

    def _forget(self) -> None:
        self._close_question()
        words = tr(_("Everything is deleted."))
        self._later(settings_record.forget, lambda _number: words)

    def back(self) -> bool:
        """Escape answers the question with no."""
        asked = not self._question.isHidden()
        if asked:
            self._keep_all()
        return asked


def _breakable(path: str) -> str:
    """A path that a label can break after each folder."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
