"""The sessions of the window: how one begins, and what follows its end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from posecoach.errors import PosecoachError, told

if TYPE_CHECKING:
    from posecoach.app.desktop.session.run import Run
    from posecoach.app.desktop.window import Window
    from posecoach.session.sets import SetPlan

#: The pages of a session.
OF_A_RUN = ("coaching", "question", "pause", "summary")


class Sessions:
    """Begins sessions in a window, one at a time.

    Attributes:
        run: the session that runs; None without one.
    """

    def __init__(self, window: "Window") -> None:
        self._window = window
        self.run: Run | None = None

    def begin(self, run: "Run") -> None:
        """A session begins: its pages are built anew."""
        self.run = run
        self._window.drop(OF_A_RUN)
        self._window.go("coaching")

    def start(self, names: list[str] | None, routine: str | None) -> None:
        """Starts a session from the home page.

        Args:
            names: ids of stretches; None for a routine.
            routine: its name; None for that of the settings.
        """
        from posecoach.app.desktop import app
        from posecoach.app.run import choices

        own = self._window.context.own
        day = self._window.today()

        def sets() -> "tuple[list[SetPlan], float]":
            return choices.sets(own, names, routine=routine, day=day)

        self.try_run(lambda: app.live(self._window, sets, direct=False))

    def demo(self) -> None:
        """Plays the demo."""
        from posecoach.app.desktop import app

        voice = self._window.context.options.voice
        self.try_run(lambda: app.clips(self._window, [], voice, direct=False))

    def try_run(self, make: "Callable[[], Run]") -> None:
        """Begins a session; where it cannot be made, the home page says why."""
        try:
            run = make()
        except PosecoachError as error:
            self._window.handover.problem = told(error)
            self._window.go("home")
            return
        self.begin(run)

    def ended(self, run: "Run", *, leave: bool) -> None:
        """A session is over and saved: shows the summary, or ends the app."""
        self._window.code = run.code if run.direct else 0
        if run.brief and not leave:
            self._after_break(run)
            return
        begun = run.work is not None and any(r.begun for r in run.work.results())
        if leave or (run.direct and not begun):
            self._forget(run)
            self._window.quit(run.code)
        elif begun:
            self._window.go("summary")
        else:
            self.leave_summary()

    def _after_break(self, run: "Run") -> None:
        """A break is over, was skipped or put off: no summary."""
        from posecoach.app.desktop.session.breaks.run import BreakRun

        assert isinstance(run, BreakRun)
        if run.later is not None and not run.direct:
            self._window.breaks.put_off(run.later)
        run.farewell(self.leave_summary)

    def failed(self, run: "Run", error: Exception) -> None:
        """A session could not begin, or broke off: says so in one sentence."""
        self._forget(run)
        if run.direct or not self._window.has("home"):
            self._window.error = error
            self._window.quit(1)
            return
        self._window.handover.problem = told(error)
        self._window.go("home")

    def leave_summary(self, then: str = "home") -> None:
        """Closes the session; goes to the page ``then``, or ends the app."""
        direct = self.run is not None and self.run.direct
        self.close()
        if direct or not self._window.has(then):
            self._window.quit(self._window.code)
        else:
            self._window.go(then)

    def close(self) -> None:
        """Closes the session that is over, if there is one."""
        if self.run is not None:
            self._forget(self.run)

    def _forget(self, run: "Run") -> None:
        run.close()
        self.run = None
