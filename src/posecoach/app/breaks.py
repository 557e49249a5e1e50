"""A short break: which stretch, how it ends, and what a program that asked for it is told."""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from posecoach.app.settings import Settings
from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:  # the window comes first; the coach is loaded meanwhile
    from posecoach.app.run.options import RunOptions
    from posecoach.records.store import SessionSummary, SetSummary, Store
    from posecoach.session.breaks import BreakSession, Past
    from posecoach.session.session import Session
    from posecoach.session.sets import SetPlan

#: What the record says of a session that was a break, and what the options of its run say.
OCCASION: Literal["break"] = "break"

#: Exit codes, beside 0 (done), 1 (could not) and 2 (wrong usage); docs/breaks.md explains them.
DONE = 0
SKIPPED = 10
PUT_OFF = 11
NOBODY = 12
NO_CAMERA = 13
BUSY = 14

#: Minutes for which a break can be put off.
LATER = (5, 15, 30)

NOTHING_LEFT = _(
    "No stretch for a break is left: all that are done beside a desk are left out. The settings "
    "bring them back."
)
RUNNING = _("A session is running already; no break now.")
_ON_A_CHAIR = ", on a chair"
MOVED = _("You have moved meanwhile; no break now.")


class NoCameraError(PosecoachError):
    """There is no camera for a break, or another program has it."""

    exit_code = NO_CAMERA


class BusyError(PosecoachError):
    """A session runs already."""

    exit_code = BUSY


def seconds(own: Settings, given: float | None = None) -> float:
    """How long a break is."""
    return float(own.break_seconds) if given is None else given


class Break:
    """One break: chosen from the record when its session is made.

    Attributes:
        length_s: how long it is, from when the user is there.
        session: its session; None before it is made.
    """

    def __init__(self, own: Settings, length_s: float) -> None:
        self.length_s = length_s
        self.session: BreakSession | None = None
        self._own = own
        self._known = False

    def sets(self) -> "tuple[list[SetPlan], float]":
        """The set of the break, and no rest.

        Raises:
            PosecoachError: all stretches are left out, a session runs, or the record cannot be
                read.
        """
        from posecoach.records.store import opened
        from posecoach.session import breaks
        from posecoach.spec.load import stretches

        with opened() as store:
            if store.running():
                raise BusyError(tr(RUNNING))
            past = _past(store.sessions())
        found = breaks.candidates(stretches().values(), self._own.leave_out)
        if not found:
            raise PosecoachError(tr(NOTHING_LEFT))
        chosen = breaks.choose(found, past, self.length_s, self._own.first_side)
        self._known = any(p.stretch == chosen.stretch.id for p in past)
        return [chosen], 0.0

    def make(self, sets: "list[SetPlan]", store: "Store", _rest_s: float) -> "Session":
        """The session of the break, with the user's ranges from earlier sessions."""
        from posecoach.session.breaks import BreakSession

        memory = {s.stretch.id: store.ranges(s.stretch.id) for s in sets}
        self.session = BreakSession(sets[0], self.length_s, memory, known=self._known)
        return self.session

    @property
    def seated(self) -> bool:
        """Whether its stretch is done on a chair."""
        return self.session is not None and self.session.plan.stretch.level == "chair"

    @property
    def outcome(self) -> int:
        """The exit code of a break that is over and was not put off."""
        session = self.session
        if session is None:
            return SKIPPED
        if session.ending == "nobody":
            return NOBODY
        return DONE if session.did else SKIPPED


def options(base: "RunOptions") -> "RunOptions":
    """The options of a break's run."""
    return replace(base, occasion=OCCASION)


def _past(sessions: "list[SessionSummary]") -> "list[Past]":
    from posecoach.session.breaks import Past

    return [
        Past(s.stretch, s.held_s if s.mode == "hold" else {k: float(v) for k, v in s.reps.items()})
        for session in sessions
        if session.kind == "live"
        for s in reversed(session.sets)
    ]


def moved_since(when: datetime) -> bool:
    """Whether there was a session since; false where the record cannot be read."""
    from posecoach.records.store import opened

    with contextlib.suppress(PosecoachError), opened() as store:
        return any(s.kind == "live" and s.sets for s in store.sessions(since=when))
    return False


def stood_since(when: datetime) -> bool:
    """Whether something was done on one's feet or the floor since, in a session of any program.

    False where the record cannot be read.
    """
    from posecoach.records.store import opened
    from posecoach.spec.load import stretches

    with contextlib.suppress(PosecoachError), opened() as store:
        known = stretches()
        return any(
            _did(one) and not (one.stretch in known and known[one.stretch].level == "chair")
            for s in store.sessions()
            if s.kind == "live" and (s.ended or s.started) >= when
            for one in s.sets
        )
    return False


def _did(one: "SetSummary") -> bool:
    """Whether anything was done in a set."""
    done = (one.reps, one.partials, one.held_s)
    return one.guided_s > 0 or any(n > 0 for sides in done for n in sides.values())


def was_seated(said: str) -> bool:
    """Whether a break was done on a chair, from what it printed."""
    return _ON_A_CHAIR in said


def minutes_of(code: int, said: str) -> int | None:
    """For how many minutes a break was put off, from its exit code and what it printed."""
    found = re.search(r"put off: (\d+) minutes", said) if code == PUT_OFF else None
    return int(found[1]) if found else None


@dataclass(frozen=True)
class BreakEnd:
    """How a break ended.

    Attributes:
        code: the exit code.
        later: for how many minutes it was put off; None if it was not.
        seated: its stretch is done on a chair.
    """

    code: int
    later: int | None = None
    seated: bool = False

    def told(self) -> str:
        """One line for the terminal, and for a program that asked for the break."""
        return {
            DONE: f"Break done{_ON_A_CHAIR if self.seated else ''}.",
            SKIPPED: "Break skipped.",
            PUT_OFF: f"Break put off: {self.later} minutes.",
            NOBODY: "Nobody came; another time.",
        }[self.code]


#: Begins the break, and returns how it ended.
Begin = Callable[[], BreakEnd]
