"""How one set begins: set-up check, introduction, countdown. Judging never waits for it."""

from dataclasses import dataclass, field
from typing import Literal

from posecoach.cues.words import PATIENT_LETTERS_S
from posecoach.events import Cue
from posecoach.judge.moment import Moment
from posecoach.pose import Side

FlowStage = Literal["check", "intro", "work"]

_CHECKED_S = 0.8  # the picture has allowed judging for so long: the camera is well placed
_SEEN_S = 4.0  # the whole body has been seen for so long; the guide asks for the right view
_LONGEST_CHECK_S = 25.0  # then go on: in a small room the whole body may never be seen
_COUNT = (3, 2, 1)
_GO_SHOWN_S = 0.8
_NAMED_S = 2.5  # for a stretch whose instructions were said in an earlier set
_MOVING = ("out", "end", "back")


@dataclass
class SetFlow:
    """Follows the begin of one set, from its moments.

    Attributes:
        first: the first set of a session, which begins with the set-up check.
        side: the first side.
        letters: of the instructions of the stretch.
        heard: they were said in an earlier set: its name is enough.
    """

    first: bool
    side: Side
    letters: int = 0
    heard: bool = False
    stage: FlowStage = "check"
    countdown: int | None = None
    _opened: float | None = None
    _ok_since: float | None = None
    _seen_since: float | None = None
    _ready_at: float | None = None
    _told_at: float | None = None
    _counting: bool = False
    _turning: bool = False
    _cues: list[Cue] = field(default_factory=list)

    def expect(self, side: Side) -> None:
        """The other side is next; the user has to turn round for it."""
        self.side, self._turning = side, True

    def explaining(self, t: float) -> bool:
        """Whether the instructions are being said at ``t``."""
        takes = _NAMED_S if self.heard else 1.0 + self.letters / PATIENT_LETTERS_S
        told = self._told_at
        return self.stage == "intro" and told is not None and t - told < takes

    def update(self, moment: Moment) -> list[Cue]:
        """Takes the next moment; gives cues on the begin of the set."""
        t = moment.t
        self._opened = t if self._opened is None else self._opened
        ready = moment.phase not in ("unseen", "setup")
        if self.stage == "check" and (not self.first or ready or self._checked(moment)):
            self.stage, self._told_at = "intro", t
            self._cues.append(self._intro(t))
        if self._turning and not ready:
            self._turning, self.stage, self._ready_at = False, "intro", None
            self.countdown, self._counting = None, False
        moving = moment.phase in _MOVING
        if self.stage == "intro" and (moving or (ready and not self.explaining(t))):
            self.stage, self._ready_at, self._counting = "work", t, not moving
        self._count(moment)
        cues, self._cues = self._cues, []
        return cues

    def _intro(self, t: float) -> Cue:
        return Cue(t, "guide", "intro", self.side, "again" if self.heard else "first")

    def _checked(self, moment: Moment) -> bool:
        t, checks = moment.t, moment.framing.checks
        self._ok_since = (self._ok_since or t) if moment.framing.ok else None
        seen = bool(checks.get("person") and checks.get("whole"))
        self._seen_since = (self._seen_since or t) if seen else None
        assert self._opened is not None
        return (
            (self._ok_since is not None and t - self._ok_since >= _CHECKED_S)
            or (self._seen_since is not None and t - self._seen_since >= _SEEN_S)
            or t - self._opened >= _LONGEST_CHECK_S
        )

    def _count(self, moment: Moment) -> None:
        """Counts 3, 2, 1 while the start position is held; ends when the user moves."""
        if not self._counting or self._ready_at is None:
            return
        t = moment.t
        if moment.phase != "start" or moment.reps[self.side]:
            if moment.phase not in ("unseen", "setup"):
                self._counting = False
            else:
                self._ready_at = t  # left the start: the count begins anew
            self.countdown = None
            return
        passed = t - self._ready_at
        number = _COUNT[int(passed)] if passed < len(_COUNT) else 0
        if number != self.countdown:
            self.countdown = number
            self._cues.append(
                Cue(t, "count", "ready", self.side, number=number)
                if number
                else Cue(t, "guide", "go", self.side)
            )
        if passed >= len(_COUNT) + _GO_SHOWN_S:
            self.countdown, self._counting = None, False
