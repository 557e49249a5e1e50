"""The safety page: shown once, acknowledged, and kept."""

import sys
import time

from posecoach import words as room
from posecoach.errors import PosecoachError
from posecoach.records.store import Store
from posecoach.run.options import RunOptions
from posecoach.run.talk import talk
from posecoach.screen.display import Display
from posecoach.screen.overlay import Screen

SAFETY_KEY = "safety_accepted"


def accept_safety(store: Store, options: RunOptions, display: Display | None) -> None:
    """The safety page, once: acknowledged with Enter, and kept.

    Raises:
        PosecoachError: it was not acknowledged.
    """
    if store.setting(SAFETY_KEY):
        return
    if not options.accept_safety:
        title, foot = "Before you start", "Enter: I have read this     q: not now"
        if display is not None:
            _safety_page(display, title, foot)
        elif sys.stdin.isatty():
            talk().print(f"\n{title}\n\n" + "\n".join(room.SAFETY) + "\n")
            talk().print("Press Enter when you have read this, or Ctrl-C to stop.")
            try:
                input()
            except (EOFError, KeyboardInterrupt) as error:
                raise PosecoachError(
                    "Not started: the safety page was not acknowledged."
                ) from error
        else:
            raise PosecoachError(
                "The safety page must be acknowledged once: run in a terminal or with a window, "
                "or add --accept-safety. It says: " + " ".join(room.SAFETY)
            )
    store.set_setting(SAFETY_KEY, "yes")


def _safety_page(display: Display, title: str, foot: str) -> None:
    screen = Screen()
    while True:
        screen.size = display.size()
        key = display.show(screen.page(title, room.SAFETY, foot))
        if key in ("enter", "space"):
            return
        if key in ("q", "esc", "closed"):
            raise PosecoachError("Not started: the safety page was not acknowledged.")
        time.sleep(0.02)
