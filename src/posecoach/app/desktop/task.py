"""Work that takes a while, in a thread, so that the window goes on meanwhile."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr

log = logging.getLogger("posecoach")

T = TypeVar("T")
_LOOK_MS = 40


class Task(QTimer, Generic[T]):
    """Runs work in a thread and gives its result to the window, if that is still there.

    It looks for the result itself: a signal from the thread could meet a page that is gone.
    """

    def __init__(
        self,
        owner: QWidget,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        """Starts the work.

        Args:
            owner: with it the task is forgotten; the work itself goes on to its end.
            work: may raise; must not touch widgets.
            done: called with the result.
            failed: called with one sentence.
        """
        super().__init__(owner)
        self._work, self._done, self._failed = work, done, failed
        self._results: list[T] = []
        self._error = ""
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)
        self._thread.start()
        self.timeout.connect(self._look)
        self.start(_LOOK_MS)

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except PosecoachError as error:
            self._error = told(error)
        except Exception as error:  # it would end unseen in the thread
            log.exception("in a task of the window")
            self._error = f"{tr(_('That did not work:'))} {type(error).__name__}: {error}"

    def _look(self) -> None:
        if self._thread.is_alive():
            return
        self.stop()
        self.deleteLater()
        if self._error:
            self._failed(self._error)
        else:
            self._done(self._results[0])
