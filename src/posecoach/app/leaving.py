"""Ends the process with its exit code, even while a thread is still within OpenCV."""

import atexit
import logging
import os
import sys
import threading


class Leaving:
    """Ends the process itself if a daemon thread still runs when Python ends.

    Python ends such a thread as soon as it comes back from native code. Within OpenCV and
    MediaPipe this aborts the whole process (SIGABRT), whatever its exit code was to be. A camera's
    read that hangs, or a coach that is still being prepared, would be such a thread.

    Attributes:
        code: the exit code of the program.
    """

    def __init__(self) -> None:
        """Registers with Python's end; call it first, so that it comes after all others."""
        self.code = 0
        atexit.register(self._end)

    def _end(self) -> None:
        threads = [t.name for t in threading.enumerate() if t.daemon]
        if not threads:
            return
        logging.getLogger("posecoach").info("ended while these ran: %s", ", ".join(threads))
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):  # none, closed, or nobody reads it
                continue
        os._exit(self.code)
