"""The window: one page at a time, with a header on the calm ones, and the close box."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from posecoach.app.desktop.context import LOOK_SETTINGS, Context
from posecoach.app.desktop.handover import Handover
from posecoach.app.desktop.keys import Keys
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session.breaks.run import Breaks
from posecoach.app.desktop.session.sessions import OF_A_RUN, Sessions
from posecoach.app.desktop.stack import Builder, Stack
from posecoach.app.desktop.widgets import style
from posecoach.app.desktop.widgets.header import Header
from posecoach.app.signals import StopSignal

log = logging.getLogger("posecoach")

_LEAST = (640, 400)
_USUAL = (1280, 720)
_SIGNALS_MS = 100


class Window(QMainWindow):
    """The window of the app.

    Attributes:
        context: the settings and how things look.
        sessions: begins them, and knows the one that runs.
        breaks: the short breaks while the app is open.
        handover: what pages leave for each other.
        code: the exit code, set by what ends the app.
        today: returns the day, as the user's clock says.
        leaving: a signal with the exit code: the app ends.
    """

    leaving = Signal(int)

    def __init__(self, context: Context, pages: dict[str, Builder], stop: StopSignal) -> None:
        super().__init__()
        self.context, self.stop = context, stop
        self.code = 0
        self.left = False  # the app is ending
        #: Why the app ends with an error; raised when its window is closed.
        self.error: Exception | None = None
        self.handover = Handover(lambda: self.go("home"))
        self.today: Callable[[], date] = lambda: datetime.now(UTC).astimezone().date()
        self._scale = style.Scale()
        self._styled: tuple[object, ...] = ()
        self.sessions = Sessions(self)
        self.breaks = Breaks(self)
        self.setWindowTitle("posecoach")
        self.setMinimumSize(*_LEAST)
        self.resize(*_USUAL)
        self._stack = Stack(pages)
        self._header = Header(self)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        context.listeners.append(self._changed)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._signals)
        self._watch.start(_SIGNALS_MS)
        self._keys = Keys(self)

    # ------------------------------------------------------------------ pages

    @property
    def ready(self) -> bool:
        """Whether a page is shown."""
        return bool(self._stack.name)

    @property
    def scale(self) -> style.Scale:
        """How large things are in a window of this size."""
        return self._scale

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.page
        assert page is not None
        return page

    def shows(self, page: Page) -> bool:
        """Whether a page is the one that is shown."""
        return self._stack.page is page

    def has(self, name: str) -> bool:
        """Whether there is a page of this name."""
        return self._stack.has(name)

    def get(self, name: str) -> Page:
        """A page by its name; built if need be."""
        if name not in self._stack.built:
            self._restyle(self._stack.is_dark(name))
        return self._stack.get(name, self)

    def go(self, name: str) -> None:
        """Shows a page."""
        if self._stack.name == "home" and name != "home":
            self.handover.problem = ""  # it was read; a page that is built anew keeps it
        before = self._stack.page
        if before is not None:
            before.leave()
        page = self.get(name)
        self._stack.name = name
        self._restyle(page.dark)
        self._header.setVisible(not page.bare)
        self._header.show_current(name)
        page.enter()
        self._stack.setCurrentWidget(page)
        page.shown_anew()
        log.info("page %s", name)
        # The coaching screen moves anyway.
        if page.name != "coaching" and self.context.own.look.motion and self.isVisible():
            self._stack.fade_in(page)
        page.setFocus()
        if page.primary is not None:
            page.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self, names: Iterable[str]) -> None:
        """Forgets pages; they are built anew when they are next shown."""
        self._stack.drop(names)

    def _restyle(self, dark: bool) -> None:
        theme = self.context.theme(dark=dark)
        key = (theme, self._scale)
        if key != self._styled:
            self._styled = key
            self.setStyleSheet(style.sheet(theme, self._scale))
            self._header.build()

    def _changed(self, names: set[str]) -> None:
        """Settings have changed: pages are built anew where they look different."""
        if "full_screen" in names:
            self.show_as(full_screen=self.context.own.look.full_screen)
        if names & LOOK_SETTINGS:
            self.rebuild_soon()

    def rebuild_soon(self) -> None:
        """Builds the pages anew when what is going on now is done."""
        self._scale = self._fitting()
        QTimer.singleShot(0, self.rebuild)

    def rebuild(self) -> None:
        """Builds all pages anew, except those of a session that runs."""
        stack = self._stack
        keep = set(OF_A_RUN) if self.sessions.run is not None else set()
        name = stack.name
        focus = self.focusWidget()
        told = focus.accessibleName() if focus is not None else ""
        if stack.page is not None and name not in keep:
            stack.page.leave()  # it may hold the camera, which the new page opens again
        stack.drop([other for other in stack.built if other not in keep])
        self._styled = ()
        if name not in keep:
            stack.name = ""
        self.go(name)
        for child in self.page.findChildren(QWidget):  # where the user was
            if told and child.accessibleName() == told:
                child.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the window itself

    def show_as(self, *, full_screen: bool) -> None:
        """Shows the window over the whole screen, or not."""
        if full_screen:
            self.showFullScreen()
        else:
            self.showNormal()

    def toggle_full_screen(self) -> None:
        """Full screen on and off; kept as a setting."""
        full = not self.isFullScreen()
        self.show_as(full_screen=full)
        self.context.kept("full_screen", full)

    def _fitting(self) -> style.Scale:
        """The scale for the window's size and the user's text size."""
        return style.Scale.of(self.context.options.text_size, self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._header.fit(self.width())
        scale = self._fitting()
        if scale != self._scale:
            self._scale = scale
            if self.ready:
                QTimer.singleShot(0, self.rebuild)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
        self.close_app()

    def close_app(self) -> None:
        """Ends the session that runs, if any, and the app."""
        run = self.sessions.run
        if run is not None and not run.over:
            run.end("ended", leave=True)
            return
        if self.ready:
            self.page.leave()
        self.sessions.close()
        self.quit(self.code)

    def quit(self, code: int) -> None:
        """Ends the app with an exit code."""
        self.code, self.left = code, True
        self.hide()
        self._watch.stop()
        self._keys.stop()
        self.leaving.emit(code)

    def _signals(self) -> None:
        """Ctrl-C, SIGTERM, SIGHUP: ends in order."""
        if self.stop.ended:
            self._watch.stop()
            if self.sessions.run is None and self.code == 0 and self.stop.caught is not None:
                self.code = 128 + self.stop.caught
            self.close_app()
