"""Keeps the landmarks of the session, a tape a set, so that a wrong count can be reported.

No picture is in it. The next session takes its place.
"""

import logging
import threading
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

from posecoach import __version__
from posecoach.errors import TapeError
from posecoach.events import Cue, Event, Fault, HoldSpan, Rep, SetBegun
from posecoach.landmarks import tape
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import SIDES, Pose, without_person
from posecoach.records import last
from posecoach.session.result import SetResult
from posecoach.session.session import Session
from posecoach.sinks.background_record import LAST_WAIT_S

log = logging.getLogger("posecoach")

SCHEMA = 1
_MOST_POSES = 12_000  # of a set: seven minutes at 30 a second; the newest are kept


class _Set:
    """One set while it runs."""

    def __init__(self, begun: SetBegun, number: int) -> None:
        self.begun, self.number = begun, number
        self.poses: deque[Pose] = deque(maxlen=_MOST_POSES)
        self.events: list[Event] = []
        self.result: SetResult | None = None

    def about(self, start: float) -> dict[str, Any]:
        """What the set was and what was counted; times in seconds since ``start``."""
        begun, result = self.begun, self.result
        counted = {
            side: {
                "reps": result.reps[side] if result else 0,
                "partials": result.partials[side] if result else 0,
                "held_s": round(result.held_s[side], 1) if result else 0.0,
            }
            for side in SIDES
        }
        told: list[dict[str, Any]] = []
        for event in self.events:
            row = _row(event, start)
            if row is not None and row not in told:  # a fault comes when it begins and when it ends
                told.append(row)
        return {
            "schema": SCHEMA,
            "posecoach": __version__,
            "stretch": begun.stretch,
            "mode": begun.mode,
            "sides": list(begun.sides),
            "goal": begun.reps or begun.hold_s,
            "counted": counted,
            "events": told,
        }


def _row(event: Event, start: float) -> dict[str, Any] | None:
    match event:
        case Rep():
            what, t = "rep" if event.complete else "almost", event.t
            more: dict[str, Any] = {"side": event.side, "begun": round(event.start - start, 2)}
        case HoldSpan():
            what, t = "hold", event.start
            more = {"side": event.side, "held_s": round(event.held_s, 1)}
        case Fault():
            what, t, more = "fault", event.start, {"side": event.side, "id": event.rule}
        case Cue(kind="correction" | "direction"):
            what, t, more = event.kind, event.t, {"side": event.side, "id": event.id}
        case _:
            return None
    return {"t": round(t - start, 2), "what": what, **more}


class LastSession:
    """A sink that keeps each set of a session, and nothing of the session before.

    A set is written in a thread of its own when the next one begins. What cannot be written is
    logged: coaching goes on without.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._set: _Set | None = None
        self._sets = 0
        self._writing: threading.Thread | None = None

    def take(self, step: Step) -> None:
        now = step.now
        for event in now.events:
            if isinstance(event, SetBegun):
                if self._set is not None and len(now.results) > 1:
                    self._set.result = now.results[-2]
                self._write()
                self._sets += 1
                self._set = _Set(event, self._sets)
            elif self._set is not None:
                self._set.events.append(event)
        if self._set is None:
            return
        if now.results:
            self._set.result = now.results[-1]
        pose = step.pose
        if pose is not None and now.moment is not None:  # neither in a rest nor in a pause
            # As the coach got it: who lies is not judged.
            self._set.poses.append(without_person(pose) if now.stage == "down" else pose)

    def end(self, _state: EndState, _session: Session) -> None:
        """Writes the last set, and waits a few seconds for the writing."""
        self._write()
        if self._writing is not None:
            self._writing.join(LAST_WAIT_S)

    def _write(self) -> None:
        done, self._set = self._set, None
        if done is None or not done.poses:
            return
        before = self._writing
        self._writing = threading.Thread(
            target=self._save, args=(done, before), name="last session", daemon=True
        )
        self._writing.start()

    def _save(self, done: _Set, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        try:
            if done.number == 1:
                last.clear(self._folder)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            start = done.poses[0].t
            poses = (replace(pose, t=pose.t - start) for pose in done.poses)
            path = last.file(self._folder, done.number)
            tape.save(path, poses, about=done.about(start), compact=True)
        except (OSError, TapeError) as error:
            log.warning("the last session's landmarks are not kept: %s", error)
