"""How a set begins: camera check, instructions, countdown. Judging never waits for them."""

from dataclasses import dataclass, field
from typing import Literal

from posecoach.cues.words import PATIENT_LETTERS_S
from posecoach.events import Cue
from posecoach.judge.moment import Moment
from posecoach.pose import Side

FlowStage = Literal["check", "intro", "work"]

_CHECKED_S = 0.8  # the check passes once the picture has allowed judging for this long
_SEEN_S = 4.0  # or the whole body has been visible; the instructions ask for the right view
_LONGEST_CHECK_S = 25.0  # or this time is over: a small room may never show the whole body
_COUNT = (3, 2, 1)
_GO_SHOWN_S = 0.8
_NAME_S = 2.5  # to say the name alone, if an earlier set gave the instructions


@dataclass
class SetFlow:
    """Tracks how one set begins.

    Attributes:
        first: this is the first set of a session, which begins with the camera check.
        side: the side to begin with.
        letters: the number of letters in the instructions of the stretch.
        heard: an earlier set gave the instructions, so only the name is said.
        longest_check_s: the check passes after this time, even if nobody was seen as a whole.
        stage: where the set is now.
        countdown: 3, 2, 1 and 0 ('go'), or None.
    """

    first: bool
    side: Side
    letters: int = 0
    heard: bool = False
    longest_check_s: float = _LONGEST_CHECK_S
    stage: FlowStage = "check"
    countdown: int | None = None
    _began: float | None = None
    _ok_since: float | None = None
    _seen_since: float | None = None
    _ready_at: float | None = None
    _intro_at: float | None = None
    _counting: bool = False
    _turning: bool = False
    _cues: list[Cue] = field(default_factory=list)

    def expect(self, side: Side) -> None:
        """The other side is next; the user has to turn round first."""
        self.side, self._turning = side, True

    @property
    def begun(self) -> bool:
        """Whether the instructions and the count to the begin are over."""
        return self.stage == "work" and not self._counting

    def begin(self, t: float) -> None:
        """The user is ready: ends the camera check and the instructions."""
        if self.stage != "work":
            self.stage, self._ready_at, self._counting = "work", t, True

    def explain(self, t: float) -> None:
        """Gives the instructions from the start, while the set has not begun."""
        if self.stage == "intro":
            self._intro_at, self.heard = t, False
            self._cues.append(self._intro(t))

    def again(self, t: float) -> None:
        """The user was away while the set was to begin: gives the instructions once more."""
        if self.stage != "check" and not self.begun:
            self.stage, self._ready_at, self.countdown, self._counting = "intro", None, None, False
            self.explain(t)

    def explaining(self, t: float) -> bool:
        """Whether the instructions are still being said at ``t``."""
        lasts = _NAME_S if self.heard else 1.0 + self.letters / PATIENT_LETTERS_S
        said_at = self._intro_at
        return self.stage == "intro" and said_at is not None and t - said_at < lasts

    def update(self, moment: Moment, *, begun: bool) -> list[Cue]:
        """Takes the next moment; returns the cues that introduce the set.

        Args:
            begun: a repetition of this side is done already.
        """
        t = moment.t
        self._began = t if self._began is None else self._began
        ready = moment.ready
        if self.stage == "check" and (not self.first or ready or self._checked(moment)):
            self.stage, self._intro_at = "intro", t
            self._cues.append(self._intro(t))
        if self._turning and not ready:
            self._turning, self.stage, self._ready_at = False, "intro", None
            self.countdown, self._counting = None, False
        moving = moment.moving
        if self.stage == "intro" and (moving or (ready and not self.explaining(t))):
            self.stage, self._ready_at, self._counting = "work", t, not moving
        self._count(moment, begun=begun)
        cues, self._cues = self._cues, []
        return cues

    def _intro(self, t: float) -> Cue:
        return Cue(t, "guide", "intro", self.side, "again" if self.heard else "first")

    def _checked(self, moment: Moment) -> bool:
        t, checks = moment.t, moment.framing.checks
        self._ok_since = (self._ok_since or t) if moment.framing.ok else None
        seen = bool(checks.get("person") and checks.get("whole"))
        self._seen_since = (self._seen_since or t) if seen else None
        assert self._began is not None
        return (
            (self._ok_since is not None and t - self._ok_since >= _CHECKED_S)
            or (self._seen_since is not None and t - self._seen_since >= _SEEN_S)
            or t - self._began >= self.longest_check_s
        )

    def _count(self, moment: Moment, *, begun: bool) -> None:
        """Counts 3, 2, 1 while the start position is held; stops when the user moves."""
        if not self._counting or self._ready_at is None:
            return
        t = moment.t
        if moment.phase != "start" or begun:
            if moment.ready:
                self._counting = False
            else:
                self._ready_at = t  # the user left the start position: count again
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
