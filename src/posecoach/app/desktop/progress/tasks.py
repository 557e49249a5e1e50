"""What the progress page does with the record: reads it, opens a report, exports, deletes."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from posecoach.app.commands import records as commands
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.task import Task
from posecoach.errors import PosecoachError, RecordError, told
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import data_dir
from posecoach.records import archive, store
from posecoach.records.data import DeskSpellData, Numbered
from posecoach.reports import progress
from posecoach.sinks.screen.theme import hexa

ExportKind = Literal["csv", "json"]

log = logging.getLogger("posecoach")


def read() -> list[Numbered]:
    """The sessions with a person, oldest first, without their traces.

    Raises:
        PosecoachError: the record cannot be read.
    """
    with store.opened() as record:
        return progress.with_work(archive.read(record))


def read_desk() -> tuple[DeskSpellData, ...]:
    """The sittings and breaks at the desk.

    Raises:
        PosecoachError: the record cannot be read.
    """
    with store.opened() as record:
        return archive.desk(record)


def forget(session: int | None) -> str:
    """Deletes one session, or all; returns what was done in words.

    Raises:
        PosecoachError: it is still running, or the record cannot be written.
    """
    with store.opened() as record:
        number = record.forget(session)
    return tr(_("Deleted: {sessions}.")).format(sessions=words.sessions(number))


class OneAtATime(QObject):
    """Work of a second or two in a thread, which ends with a sentence; one at a time.

    Attributes:
        busy: whether there is work in hand.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.busy = False

    def start(self, work: Callable[[], str], done: Callable[[str], object]) -> None:
        """Begins; ``done`` gets what ``work`` returns, or why it failed, in the window's thread."""
        if self.busy:
            return
        self.busy = True

        def over(words_: str) -> None:
            self.busy = False
            done(words_)

        Task(self._parent, lambda: sentence(work), over, over)


def sentence(work: Callable[[], str]) -> str:
    """What the work says when it is done, or one sentence on why it failed."""
    try:
        return work()
    except PosecoachError as error:
        return told(error)
    except Exception:  # whatever fails, the window goes on
        log.exception("on the progress page")
        return tr(_("That did not work; the log says why."))


# ---------------------------------------------------------------------- the report


def report_of(session: int) -> Path:
    """Writes the report of a session; returns where it is.

    Raises:
        PosecoachError: it cannot be written, or there is no such session any more.
    """
    path = data_dir() / "report.html"
    commands.report(session, last=False, since=None, clinician=False, out=path, show=False)
    return path


def open_page(path: Path, *, to_print: bool) -> str:
    """Opens a page in the browser; returns what happened in words."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve()))):
        return tr(_("Open this file in your browser: {path}")).format(path=path)
    if to_print:
        keys = "⌘P" if sys.platform == "darwin" else tr(_("Ctrl+P"))
        return tr(_("Opened in your browser; print it there with {keys}.")).format(keys=keys)
    return tr(_("Opened in your browser."))


# ---------------------------------------------------------------------- exporting


def ask_where(page: Page) -> tuple[Path, ExportKind] | None:
    """Asks for a file to export to; None if the user thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(page, tr(_("Export")), folder)
    _dress(dialog, page)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    filters: dict[str, ExportKind] = {
        tr(_("Table for a spreadsheet")) + " (*.csv)": "csv",
        tr(_("Everything, for posecoach")) + " (*.json)": "json",
    }
    dialog.setNameFilters(list(filters))
    # The dialog itself must end the name, so that it asks before another file is written over.
    dialog.setDefaultSuffix("csv")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
    dialog.selectFile("posecoach")
    if not dialog.exec() or not dialog.selectedFiles():
        return None
    path = Path(dialog.selectedFiles()[0])
    return path, kind_of(path, filters[dialog.selectedNameFilter()])


def _dress(dialog: QFileDialog, page: Page) -> None:
    """Gives Qt's own dialog, which comes where the system has none, our colours and language."""
    theme = page.theme
    c = {name: hexa(colour) for name, colour in vars(theme.colours).items()}
    dialog.setStyleSheet(f"""
        QFileDialog {{ background: {hexa(theme.grounds.page)}; }}
        QAbstractItemView {{ background: {hexa(theme.grounds.surface)}; color: {c["text"]};
            border: 2px solid {c["edge"]}; selection-background-color: {c["primary"]};
            selection-color: {c["on_primary"]}; }}
        QAbstractItemView::item:selected {{ background: {c["primary"]}; color: {c["on_primary"]}; }}
        QAbstractItemView:focus, QToolButton:focus {{ border: 4px solid {c["focus"]}; }}
        QToolButton {{ background: {c["edge"]}; border: 4px solid {c["edge"]}; padding: 4px; }}
        """)
    labels = QFileDialog.DialogLabel
    for label, words_ in (
        (labels.Accept, tr(_("Save"))),
        (labels.Reject, tr(_("Cancel"))),
        (labels.FileName, tr(_("File name:"))),
        (labels.FileType, tr(_("Kind:"))),
        (labels.LookIn, tr(_("Folder:"))),
    ):
        dialog.setLabelText(label, words_)
    dialog.resize(page.scale.px(760), page.scale.px(520))


def kind_of(path: Path, chosen: ExportKind) -> ExportKind:
    """A name that was typed in full says the kind; otherwise the one that was chosen counts."""
    endings: dict[str, ExportKind] = {".csv": "csv", ".json": "json"}
    return endings.get(path.suffix.lower(), chosen)


def export(path: Path, kind: ExportKind) -> str:
    """Writes the whole record to a file; returns what happened in words.

    Raises:
        PosecoachError: the record cannot be read.
    """
    text, sessions = commands.exported(kind)
    try:
        commands.write_private(path, text)
    except RecordError:
        return tr(_("{path} cannot be written; choose another place.")).format(path=path)
    number = words.sessions(sessions)
    return tr(_("Exported {sessions} to {path}")).format(sessions=number, path=path)
