"""The safety pages: shown until the user has answered them once."""

import contextlib
import sys
from collections.abc import Callable, Sequence

from posecoach.app.console import messages
from posecoach.app.run.options import RunOptions
from posecoach.cues import safety
from posecoach.errors import PosecoachError
from posecoach.language import tr
from posecoach.records.store import Store


class NotReadError(PosecoachError):
    """The user would rather not answer the safety pages now."""

    def __init__(self) -> None:
        super().__init__("Not started: the safety pages were not answered.")


#: The record's settings with the answers, 'yes' or 'no'.
ACCEPTED = "safety_accepted"
CLINICIAN = "safety_clinician"

#: Shows a page (title, lines, foot, allowed keys) and returns the key, or 'q' to quit.
AskAboutSafety = Callable[[str, Sequence[str], str, Sequence[str]], str]


def accepted(options: RunOptions) -> bool:
    """Whether the pages were answered before, or the command line says that they were read.

    Raises:
        PosecoachError: the record cannot be opened.
    """
    with contextlib.closing(Store()) as store:
        if options.accept_safety and not store.setting(ACCEPTED):
            store.set_setting(ACCEPTED, "yes")
        return bool(store.setting(ACCEPTED))


def answered() -> bool:
    """Whether the pages were answered before; false where the record cannot be read."""
    with contextlib.suppress(PosecoachError), contextlib.closing(Store()) as store:
        return bool(store.setting(ACCEPTED))
    return False


def keep_answers(store: Store, *, see_clinician: bool) -> None:
    """Keeps that the pages were answered, and whether there was a sign for a clinician."""
    store.set_setting(CLINICIAN, "yes" if see_clinician else "no")
    store.set_setting(ACCEPTED, "yes")


def take_back(store: Store) -> None:
    """Takes the answers back: with a new sign of an emergency the next start asks again."""
    store.set_setting(ACCEPTED, "")


def emergency() -> PosecoachError:
    """The error for a user with an emergency sign: where to get help."""
    return PosecoachError(" ".join(f"{tr(line).rstrip('.')}." for line in safety.EMERGENCY_YES))


def accept_safety(store: Store, options: RunOptions) -> None:
    """Asks on the terminal, unless the pages were answered before, and saves the answers.

    With ``--accept-safety`` nothing is asked, and the pages count as answered from then on.

    With an emergency sign, the program says where to get help and does not start. With a sign for
    a clinician, it advises to see one, and the user decides.

    Raises:
        PosecoachError: the pages were not answered, or the user has an emergency sign.
    """
    if store.setting(ACCEPTED):
        return
    if options.accept_safety:
        store.set_setting(ACCEPTED, "yes")
        return
    if not sys.stdin.isatty():
        raise PosecoachError(
            "The safety pages must be answered once: run in a terminal or with a window, "
            "or add --accept-safety. They begin: " + " ".join(tr(s) for s in safety.ADVICE)
        )
    keep_answers(store, see_clinician=_answers(_terminal))


def _answers(ask: AskAboutSafety) -> bool:
    """Shows all pages; returns whether the user should ask a clinician.

    Raises:
        PosecoachError: the user quit, or has an emergency sign.
    """

    def page(title: str, lines: Sequence[str], foot: str, keys: Sequence[str]) -> str:
        key = ask(tr(title), [tr(line) for line in lines], tr(foot), keys)
        if key == "q":
            raise NotReadError()
        return key

    page(safety.TITLE, safety.ADVICE, safety.FOOT, ("enter",))
    if page(safety.EMERGENCY_ASK, safety.EMERGENCY, safety.YES_NO, ("y", "n")) == "y":
        title, *lines = safety.EMERGENCY_YES
        ask(tr(title), [tr(line) for line in lines], tr(safety.GO_ON), ("enter",))
        raise emergency()
    if page(safety.CLINICIAN_ASK, safety.CLINICIAN, safety.YES_NO, ("y", "n")) == "n":
        return False
    title, *lines = safety.CLINICIAN_YES
    page(title, lines, safety.GO_ON, ("enter",))
    return True


def _terminal(title: str, lines: Sequence[str], foot: str, keys: Sequence[str]) -> str:
    messages().print(f"\n{title}\n\n" + "\n".join(f"  {line}" for line in lines) + "\n")
    while True:
        messages().print(foot)
        try:
            answer = input().strip().lower()[:1] or "enter"
        except (EOFError, KeyboardInterrupt) as error:
            raise NotReadError() from error
        if answer in keys or answer == "q":
            return answer
