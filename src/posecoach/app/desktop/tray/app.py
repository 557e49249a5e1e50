"""``posecoach desk`` with a display: an icon in the tray, or a small window where there is none."""

import contextlib
import logging
import subprocess
from collections.abc import Callable
from functools import partial
from typing import IO

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from posecoach.app import breaks
from posecoach.app.desk import make
from posecoach.app.desk.live import LiveDesk
from posecoach.app.desktop import start
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.tray.icon import tray_icon
from posecoach.app.desktop.tray.later import LaterBreak
from posecoach.app.desktop.tray.offer import LATER, Offer
from posecoach.app.desktop.tray.state import state
from posecoach.app.desktop.tray.window import SmallWindow
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.app.signals import StopSignal
from posecoach.app.unexpected import as_error
from posecoach.desk import words
from posecoach.desk.events import AskUpright, DeskEvent, Notified, NotLearnt
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import program

log = logging.getLogger("posecoach")

# Put off in its window, it ends and tells: while it waited, nothing would be looked at.
_BREAK = ("break", "--no-wait")
_POLL_MS = 300
_TITLE = "posecoach"

#: Starts another program; the tray asks it now and then whether it has ended.
StartProcess = Callable[[tuple[str, ...]], "subprocess.Popen[bytes]"]


def _start(command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    out = subprocess.PIPE if _BREAK[0] in command else None
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)


def _text(stream: "IO[bytes] | None") -> str:
    return "" if stream is None else stream.read().decode("utf-8", "replace")


def _why_not(code: int, wrong: str) -> str:
    """Why there was no break: what the command's code says, or its own sentence."""
    if code == breaks.NO_CAMERA:
        return tr(_("No break now: there is no camera, or another program uses it."))
    if code == breaks.BUSY:
        return tr(breaks.RUNNING)
    lines = wrong.strip().splitlines()
    return lines[-1] if lines else tr(_("The break could not begin."))


def _given(options: RunOptions) -> tuple[str, ...]:
    """The options of the day that its breaks need, too: the camera, and the model."""
    out = ["--source", options.source]
    if options.model is not None:
        out += ["--model", str(options.model)]
    return (*out, *(["--mirrored-input"] if options.mirrored_input else []))


class Tray(QObject):
    """The day in the tray.

    Attributes:
        offer: the last note or offer; None before the first.
        icon: in the tray; None where there is no tray.
        window: the small window; None where there is a tray.
        finished: emitted when the user quits.
    """

    finished = Signal()
    _happened = Signal(object)
    _seeing = Signal(bool)

    def __init__(
        self,
        context: Context,
        live: LiveDesk,
        *,
        begin: StartProcess = _start,
        tray: bool | None = None,
    ) -> None:
        """Shows the icon or the window; ``live`` is not started yet.

        Args:
            context: settings, for how things look.
            live: the day.
            begin: starts another program.
            tray: whether to use the tray; None: if there is one.
        """
        super().__init__()
        self._context, self.live, self._begin = context, live, begin
        self._open_now = False
        self._break: subprocess.Popen[bytes] | None = None
        self.later = LaterBreak(live, self.begin_break)
        self._cost = make.Cost()
        self.offer: Offer | None = None
        self.icon: QSystemTrayIcon | None = None
        self.window: SmallWindow | None = None
        self.menu = QMenu()
        self._line = self.menu.addAction("")
        self._line.setEnabled(False)
        self._spent = self.menu.addAction("")
        self._spent.setEnabled(False)
        self.menu.addSeparator()
        self.take = self.menu.addAction(tr(_("Take a break now")), self.begin_break)
        later = self.menu.addMenu(tr(_("Tell me later")))
        for minutes, name in LATER:
            later.addAction(tr(name), partial(self.put_off, minutes))
        self.look = self.menu.addAction("", self.turn)
        self.menu.addAction(tr(_("Learn anew how I sit upright")), self.live.learn_again)
        self.menu.addSeparator()
        self.menu.addAction(tr(_("Open posecoach")), lambda: self._begin(program()))
        self.menu.addAction(tr(_("Quit")), self.finished.emit)
        self.menu.aboutToShow.connect(self._show)
        if tray if tray is not None else QSystemTrayIcon.isSystemTrayAvailable():
            self.icon = QSystemTrayIcon(tray_icon("closed"))
            self.icon.setContextMenu(self.menu)
            self.icon.show()
        else:
            self.window = SmallWindow(context, self.menu)
            self.window.closed.connect(self.finished.emit)
            self.window.show()
        self._happened.connect(self._take)
        self._seeing.connect(self._look_shown)
        live.told = self._happened.emit
        live.seeing = self._seeing.emit
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._ask)
        self._timer.start(_POLL_MS)
        self._show()
        if context.problem:
            self._note(_TITLE, context.problem)

    # ------------------------------------------------------------------ what is shown

    def _look_shown(self, on: bool) -> None:
        self._open_now = on
        self._show()

    def _show(self) -> None:
        """Icon, line and menu as they are now."""
        now = state(self.live.desk, seeing=self._open_now, off=self.live.off)
        self._line.setText(now.line)
        self._spent.setText(words.cost(self.live.looks, self._cost.share, self._cost.megabytes))
        stopped = self.live.off is not None
        self.look.setText(tr(_("Look again")) if stopped else tr(_("Stop looking")))
        self.look.setEnabled(self._break is None)
        self.take.setEnabled(self._break is None)
        if self.icon is not None:
            self.icon.setIcon(tray_icon(now.sign))
            self.icon.setToolTip(f"{_TITLE}: {now.line}")
        if self.window is not None:
            self.window.tell(tray_icon(now.sign), now.line)

    def _take(self, events: list[DeskEvent]) -> None:
        """Takes what happened, in Qt's thread."""
        for event in events:
            if isinstance(event, AskUpright):
                self._note(_TITLE, words.ask(event.reason))
            elif isinstance(event, NotLearnt):
                self._note(_TITLE, words.cannot_learn())
            elif isinstance(event, Notified):
                self._note(*words.told(event.what, event.lasted), offered=True)
        self._show()

    def _note(self, title: str, about: str, *, offered: bool = False) -> None:
        if self.offer is not None:
            self.offer.close()
            self.offer.deleteLater()
        self.offer = Offer(
            self._context, title, about,
            self.begin_break if offered else None, self.put_off if offered else None,
        )  # fmt: skip
        self.offer.show_in_corner()

    # ------------------------------------------------------------------ what is asked

    def put_off(self, minutes: int | None) -> None:
        """Tells again after some minutes; None: not today, and no break that was put off."""
        if minutes is None:
            self.later.stop()
        self.live.put_off(None if minutes is None else 60.0 * minutes)

    def turn(self) -> None:
        """Stops looking, or looks again."""
        if self.live.off is None:
            self.live.stop_looking("stopped")
        else:
            self.live.look_again()
        self._show()

    def begin_break(self) -> None:
        """Gives the camera up and begins a break in a program of its own."""
        if self._break is not None:
            return
        self.later.stop()
        self.live.break_begins()
        try:
            self._break = self._begin((*program(), *_BREAK, *_given(self._context.options)))
        except OSError as error:
            log.warning("the break did not begin: %s", error)
            self.live.break_over(done=False)
            self._note(_TITLE, tr(_("The break could not begin.")))
        self._show()

    def _ask(self) -> None:
        """Looks again when the break is over; ends when the day has ended."""
        if self._break is not None and (code := self._break.poll()) is not None:
            said, wrong = _text(self._break.stdout), _text(self._break.stderr)
            self._break = None
            minutes = breaks.minutes_of(code, said)
            if minutes is not None:
                self.later.put_off(minutes)
                self.live.put_off(60.0 * minutes)
            elif code not in (breaks.DONE, breaks.SKIPPED, breaks.PUT_OFF, breaks.NOBODY):
                self._note(_TITLE, _why_not(code, wrong))
            self.live.break_over(done=code == breaks.DONE, seated=breaks.was_seated(said))
            self._show()
        if self.live.error is not None or (self.live.ident and not self.live.is_alive()):
            self.finished.emit()

    def close(self) -> None:
        """Ends the day and takes the icon away."""
        self._timer.stop()
        self.later.stop()
        self.live.end()
        if self.offer is not None:
            self.offer.close()
        if self.icon is not None:
            self.icon.hide()
        if self.window is not None:
            self.window.hide()


def run(own: Settings, options: RunOptions) -> int:
    """Watches from the tray until the user quits; returns the exit code.

    Raises:
        PosecoachError: there is no model, another posecoach watches already, or it broke.
    """
    app = start.application()
    app.setQuitOnLastWindowClosed(False)
    context = Context(own, options, problem=options.remark)
    with contextlib.closing(make.alone()), StopSignal().watching() as stop:
        live = make.live(own, options)
        tray = Tray(context, live)
        tray.finished.connect(app.quit)
        signals = QTimer()
        signals.timeout.connect(lambda: app.quit() if stop.ended else None)
        signals.start(_POLL_MS)
        start.when_lost(live.end)
        live.start()
        app.exec()
        tray.close()
        start.when_lost(None)
    if live.error is not None:
        raise as_error(live.error)
    return 0
