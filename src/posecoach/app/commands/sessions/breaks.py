"""The ``break`` command: waits if it was put off, then begins, and says how it ended."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from posecoach.app import breaks
from posecoach.app.breaks import Begin, Break, BreakEnd, NoCameraError
from posecoach.app.console import messages
from posecoach.app.run.options import RunOptions
from posecoach.app.safety import accept_safety
from posecoach.app.signals import StopSignal
from posecoach.clock import Clock, SystemClock
from posecoach.errors import SourceError
from posecoach.language import tr
from posecoach.records.store import Store

_LOOK_S = 0.5  # between two looks at the signals while it waits


def run(begin: Begin, *, later: int | None, waits: bool = True, clock: Clock | None = None) -> int:
    """Waits for ``later`` minutes, if they are given, and begins; returns the exit code.

    Args:
        begin: does the break.
        later: minutes to wait first; None to begin now.
        waits: after a break that was put off in its window, wait and begin again; else end with
            the code ``PUT_OFF``.
        clock: by default the machine's.

    Raises:
        PosecoachError: the break cannot begin.
    """
    clock = clock or SystemClock()
    while True:
        if later is not None and (code := _waited(later, clock)) is not None:
            return code
        end = begin()
        if end.code != breaks.PUT_OFF or not waits:
            print(end.told())
            return end.code
        later = end.later


def _waited(minutes: int, clock: Clock) -> int | None:
    """Waits without camera, model or window; returns an exit code if the break is off."""
    since = datetime.now(UTC)
    begins = (since + timedelta(minutes=minutes)).astimezone()
    print(f"The break begins at {begins:%H:%M}; Ctrl-C cancels it.", flush=True)
    with StopSignal().watching() as stop:
        until = clock.now() + 60.0 * minutes
        while clock.now() < until:
            if stop.caught is not None:
                return 128 + stop.caught
            clock.sleep(min(_LOOK_S, until - clock.now()))
    if breaks.moved_since(since):
        print(tr(breaks.MOVED))
        return breaks.DONE
    return None


def headless(make: Callable[[], Break], options: RunOptions) -> Begin:
    """A break on the terminal; the safety pages are answered now, not after a wait.

    Raises:
        PosecoachError: they were not answered.
    """
    if options.remark:
        messages().print(options.remark)
    with contextlib.closing(Store()) as store:
        accept_safety(store, options)

    def begin() -> BreakEnd:
        from posecoach.app.commands.sessions import coach

        one = make()
        sets, rest = one.sets()
        try:
            code = coach.run_headless(sets, rest, breaks.options(options), one.make)
        except SourceError as error:
            raise no_camera(error, options) from error
        return BreakEnd(code or one.outcome, seated=one.seated)

    return begin


def no_camera(error: SourceError, options: RunOptions) -> SourceError | NoCameraError:
    """The error of a break without a camera; of a file or an address it stays as it is."""
    from posecoach.app.run.sources import is_file

    with contextlib.suppress(OSError):
        if is_file(options.source):
            return error
    return NoCameraError(str(error))
