"""The safety pages: shown until the user has answered them once."""

import sys
import time
from collections.abc import Callable, Sequence

from posecoach.app.console import messages
from posecoach.app.options import RunOptions
from posecoach.cues import words
from posecoach.errors import PosecoachError
from posecoach.language import tr
from posecoach.records.store import Store
from posecoach.sinks.screen.display import Display
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.screen.theme import theme_of

SAFETY_KEY = "safety_accepted"
_NOT_READ = "Not started: the safety pages were not answered."

#: Shows a page (title, lines, foot, allowed keys) and returns the key, or 'q' to quit.
Ask = Callable[[str, Sequence[str], str, Sequence[str]], str]


def accept_safety(store: Store, options: RunOptions, display: Display | None) -> None:
    """Shows the safety pages, unless they were answered before, and saves the answers.

    With an emergency sign, the program says where to get help and does not start. With a sign for
    a clinician, it advises to see one, and the user decides.

    Raises:
        PosecoachError: the pages were not answered, or the user has an emergency sign.
    """
    if store.setting(SAFETY_KEY):
        return
    if not options.accept_safety:
        if display is not None:
            theme = theme_of(options.theme, options.text_size)
            ask: Ask = _Window(display, Screen(theme=theme)).ask
        elif sys.stdin.isatty():
            ask = _terminal
        else:
            raise PosecoachError(
                "The safety pages must be answered once: run in a terminal or with a window, "
                "or add --accept-safety. They begin: " + " ".join(tr(s) for s in words.SAFETY)
            )
        store.set_setting("safety_clinician", _answers(ask))
    store.set_setting(SAFETY_KEY, "yes")


def _answers(ask: Ask) -> str:
    """Shows all pages; returns 'yes' if the user should ask a clinician, else 'no'.

    Raises:
        PosecoachError: the user quit, or has an emergency sign.
    """

    def page(title: str, lines: Sequence[str], foot: str, keys: Sequence[str]) -> str:
        key = ask(tr(title), [tr(line) for line in lines], tr(foot), keys)
        if key == "q":
            raise PosecoachError(_NOT_READ)
        return key

    page(words.SAFETY_TITLE, words.SAFETY, words.SAFETY_FOOT, ("enter",))
    if page(words.EMERGENCY_ASK, words.EMERGENCY, words.YES_NO, ("y", "n")) == "y":
        title, *lines = words.EMERGENCY_YES
        ask(tr(title), [tr(line) for line in lines], tr(words.GO_ON), ("enter",))
        raise PosecoachError(" ".join(f"{tr(line).rstrip('.')}." for line in words.EMERGENCY_YES))
    if page(words.CLINICIAN_ASK, words.CLINICIAN, words.YES_NO, ("y", "n")) == "n":
        return "no"
    title, *lines = words.CLINICIAN_YES
    page(title, lines, words.GO_ON, ("enter",))
    return "yes"


class _Window:
    def __init__(self, display: Display, screen: Screen) -> None:
        self._display, self._screen = display, screen

    def ask(self, title: str, lines: Sequence[str], foot: str, keys: Sequence[str]) -> str:
        while True:
            self._screen.size = self._display.size()
            key = self._display.show(self._screen.page(title, lines, foot))
            if key in keys or (key == "space" and "enter" in keys):
                return "enter" if key == "space" else str(key)
            if key in ("q", "esc", "closed"):
                return "q"
            time.sleep(0.02)


def _terminal(title: str, lines: Sequence[str], foot: str, keys: Sequence[str]) -> str:
    messages().print(f"\n{title}\n\n" + "\n".join(f"  {line}" for line in lines) + "\n")
    while True:
        messages().print(foot)
        try:
            answer = input().strip().lower()[:1] or "enter"
        except (EOFError, KeyboardInterrupt) as error:
            raise PosecoachError(_NOT_READ) from error
        if answer in keys or answer == "q":
            return answer
