"""What runs in the window: a live session, or the demo's clips. Imported in a thread."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from posecoach.app.commands.sessions.demo import Demo
from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.run.live import Live
from posecoach.clock import Clock
from posecoach.pipeline.background import Background, raise_if_failed
from posecoach.pipeline.sink import EndState
from posecoach.records.file import explained
from posecoach.session.result import SetResult
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.screen.theme import Look
from posecoach.sinks.video import VideoOut
from posecoach.sources.file import VideoFile
from posecoach.sources.newest import NewestFrame, Paced

_WINDOW_FPS = 20.0  # of a saved video of the screen


class LiveWork:
    """A live session."""

    more = False

    def __init__(self, live: Live, look: Look, *, asks: bool = True) -> None:
        self._live, self._look, self.asks = live, look, asks
        self.frames = live.frames
        options = live.options
        self._out = VideoOut(options.save_video, _WINDOW_FPS) if options.save_video else None
        self._before: int | None = None

    @property
    def coach(self) -> Background | None:
        """Coaches in the background."""
        return self._live.coach

    def begin(self, stepped: Callable[[], None], *, pictured: bool) -> LiveView:
        """Begins to coach."""
        live, options = self._live, self._live.options
        coach = live.start(pictured=pictured, stepped=stepped)
        assert live.sinks is not None
        waiting = [options.remark] if options.remark else []
        chosen = ViewOptions(
            options.stats,
            self._out.write if self._out else None,
            lambda: waiting.pop() if waiting else live.remark(),
            keep=options.keep,
            left_out=options.left_out,
            look=self._look,
        )
        screen = Screen(mirrored=not options.mirrored_input, saving=self._out is not None)
        return LiveView(coach, live.frames, screen, live.sinks, live.clock, chosen)

    def answer(self, when: Literal["before", "after"], value: int) -> str:
        """Keeps an answer on discomfort; returns advice, or why it cannot be kept."""
        try:
            return self._answer(when, value)
        except sqlite3.Error as error:  # the session goes on, and ends as usual
            return str(explained(self._live.store.path, error))

    def _answer(self, when: Literal["before", "after"], value: int) -> str:
        live = self._live
        assert live.sinks is not None
        record = live.sinks.record
        if when == "before":
            self._before = value
            record.discomfort(when, value)
            return live.advise(value, None)
        if record.session:
            live.store.discomfort(record.session, when, value)
        return live.advise(self._before, value)

    def results(self) -> tuple[SetResult, ...]:
        """The sets so far."""
        return self._live.session.results

    def finish(self, state: EndState) -> int:
        """Ends and saves; returns the exit code."""
        if self._out is not None:
            self._out.close()
        return self._live.finish(state)

    def close(self) -> None:
        """Closes the record."""
        self._live.close()


class DemoWork:
    """The demo: each clip is a set of one recorded session, at its own speed, as if it were live.

    Args:
        demo: the clips' record, voice and model.
        chosen: the clips with their sets.
    """

    asks = False

    def __init__(
        self, demo: Demo, chosen: list[tuple[SetPlan, Path]], look: Look, clock: Clock
    ) -> None:
        self._demo, self._look, self._clock = demo, look, clock
        self._left = list(enumerate(chosen))
        self._session: Session | None = None
        self._past: tuple[SetResult, ...] = ()
        self.coach: Background | None = None
        self.frames = self._open()

    @property
    def more(self) -> bool:
        """Whether another clip follows."""
        return bool(self._left)

    def _open(self) -> NewestFrame:
        video = VideoFile(self._left[0][1][1])
        return NewestFrame(lambda: Paced(video, self._clock), self._clock)

    def begin(self, stepped: Callable[[], None], *, pictured: bool) -> LiveView:
        """Begins the next clip."""
        self._end_clip("done")
        if self._session is not None:
            self.frames = self._open()
        position, (plan, _) = self._left.pop(0)
        self._session = Session([plan], first_position=position)
        demo = self._demo
        demo.sinks.latest.stepped = stepped
        self.coach = Background(self.frames, demo.load, self._session, demo.sinks.all, self._clock)
        if pictured:
            self.coach.pictured.set()
        self.coach.start()
        options = ViewOptions(on_canvas=demo.out.write if demo.out else None, look=self._look)
        return LiveView(self.coach, self.frames, Screen(), demo.sinks, self._clock, options)

    def _end_clip(self, state: EndState) -> None:
        if self.coach is None or self._session is None:
            return
        self.coach.end()
        self.frames.end()
        self._demo.took(self._session, state)
        self._past = (*self._past, *self._session.results)
        coach, self.coach = self.coach, None
        raise_if_failed(coach)

    def answer(self, when: Literal["before", "after"], value: int) -> str:
        """Nothing is asked."""
        del when, value
        return ""

    def results(self) -> tuple[SetResult, ...]:
        """The sets so far."""
        now = self._session.results if self.coach is not None and self._session else ()
        return (*self._past, *now)

    def finish(self, state: EndState) -> int:
        """Ends and saves; returns the exit code."""
        try:
            self._end_clip(state)
        except BaseException:
            self._demo.state = "interrupted"
            raise
        finally:
            code = self._demo.finish()
        return code

    def close(self) -> None:
        """Closes the record."""
        self._demo.close()
