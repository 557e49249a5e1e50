"""Guides a set that is not judged: shows when to move and breathe, and adds up the time.

It neither counts nor corrects, since it does not know what the user did; it gives the seconds for
which they were guided.
"""

from dataclasses import dataclass, field
from typing import Literal

from posecoach.events import Cue, Event
from posecoach.judge.guided.setup import Setup
from posecoach.judge.moment import Framing, Moment, Pace
from posecoach.pose import MOST_STEP_S, Pose, Side
from posecoach.spec.figures.guide import PAUSE_S, smooth
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

#: To change sides, by how the stretch uses them: for 'separate' the user must turn round.
TURN_S = {"separate": 15.0, "alternate": 5.0, "together": 0.0}
#: To get into the start position after the instructions, by its level: enough for stiff people.
PLACE_S = {"standing": 4.0, "chair": 8.0, "floor": 15.0}
_IN_S, _OUT_S = 4.0, 6.0  # of a calm breath in a hold
COUNTDOWN = (5, 4, 3, 2, 1)  # the last seconds of a hold are counted aloud
_QUIET_END_S = 6.0  # the last seconds of a hold are counted aloud, without cues to breathe
UNSEEN_S = 20.0  # nobody found for this long: the guide waits; a lying body is missed at times


@dataclass
class _Turn:
    """One side's share of the set, or both sides in turn."""

    sides: tuple[Side, ...]
    movements: int
    hold_s: float | None
    at_s: float = 0.0  # time of it that is over


@dataclass
class Pacer:
    """Guides one stretch in one mode. The same poses and the same start give the same moments.

    Args:
        stretch: the spec.
        mode: one of its modes, in which it is not judged.
        reps: movements a side; None for ever.
        hold_s: seconds a side.
        sides: in the order in which they are done.
        runs: whether it runs from the first pose on, without instructions; else ``run`` starts it.
    """

    stretch: Stretch
    mode: Mode
    reps: int | None = None
    hold_s: float | None = None
    sides: tuple[Side, ...] = ("left", "right")
    runs: bool = False
    _in_place: bool = False
    _done: dict[Side, float] = field(default_factory=lambda: {"left": 0.0, "right": 0.0})
    _turns: list[_Turn] = field(default_factory=list)
    _turn: int = 0
    _wait_s: float = 0.0
    _last: float | None = None
    _began: float | None = None
    _found: float | None = None
    _said: tuple[int, int, str] = (-1, -1, "")
    _cues: list[Cue] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.mode not in self.stretch.modes:
            raise ValueError(f"{self.stretch.id} has no mode {self.mode!r}")
        self._setup = Setup(self.stretch) if self.stretch.watched == "setup" else None
        if self.stretch.sides == "together":
            self.sides = self.sides[:1]
        hold = self.mode == "hold"
        every = self.reps or 0
        if self.stretch.sides == "alternate" and not hold:
            self._turns = [_Turn(self.sides, every * len(self.sides), None)]
        else:
            self._turns = [
                _Turn((s,), 0 if hold else every, self.hold_s if hold else None) for s in self.sides
            ]

    @property
    def over(self) -> bool:
        """Whether all of it was guided."""
        return self._turn >= len(self._turns)

    def learnt(self) -> dict[Side, float]:
        """Nothing: a set that is not watched shows no range."""
        return {}

    @property
    def _cycle_s(self) -> float:
        return PAUSE_S + self.stretch.guide.rep_s

    def run(self, *, runs: bool = True) -> None:
        """The instructions are over: it goes on from here, or waits until it is told to again."""
        self.runs = runs

    def placed(self) -> None:
        """The user said that they are in the start position."""
        self._in_place = True

    def update(self, pose: Pose) -> Moment:
        """Takes the next pose; once the user has begun, only whether somebody is found matters."""
        t = pose.t
        step = 0.0 if self._last is None else min(t - self._last, MOST_STEP_S)
        self._last = t
        self._began = t if self._began is None else self._began
        if pose.found:
            self._found = t
        found = self._found is not None and t - self._found < UNSEEN_S
        setup = None if self._setup is None else self._setup.update(pose, waiting=not self.runs)
        self._cues += () if setup is None else setup.cues
        placed = self.runs or self._in_place
        if not placed:
            placed = (
                setup.ok
                if setup is not None
                else found and t - self._began >= PLACE_S[self.stretch.level]
            )
        runs = self.runs and found and not self.over
        if runs and self._wait_s > 0:
            self._wait_s -= step
            runs = False
        if runs:
            self._advance(t, step)
        framing = Framing(found, None, {"person": pose.found}) if setup is None else setup.framing
        if self.runs and setup is not None:  # only the start position is watched
            framing = Framing(found, None, {"person": pose.found})
        return self._moment(t, framing, placed=placed, runs=runs)

    def finish(self) -> Moment:
        """The source is over."""
        return self._moment(self._last or 0.0, Framing(False), placed=True, runs=False)

    # ------------------------------------------------------------------ time

    def _advance(self, t: float, step: float) -> None:
        turn = self._turns[self._turn]
        turn.at_s += step
        side = self._side(turn)
        self._done[side] += step
        if turn.hold_s is not None or self.mode == "hold":
            self._talk_hold(t, turn, side)
        else:
            self._talk_movement(t, turn, side)
        if self._full(turn):
            self._turn += 1
            if not self.over:
                self._wait_s = TURN_S[self.stretch.sides]
                self._cues.append(Cue(t, "guide", "side_next", self._turns[self._turn].sides[0]))

    def _full(self, turn: _Turn) -> bool:
        if self.mode == "hold":
            return turn.hold_s is not None and turn.at_s >= turn.hold_s
        return bool(turn.movements) and turn.at_s >= turn.movements * self._cycle_s

    def _side(self, turn: _Turn) -> Side:
        number = int(turn.at_s / self._cycle_s)
        return turn.sides[number % len(turn.sides)]

    def _talk_movement(self, t: float, turn: _Turn, side: Side) -> None:
        """The number of each movement when it is over, and the breath of each way."""
        number, at = divmod(turn.at_s, self._cycle_s)
        guide = self.stretch.guide
        out = at >= PAUSE_S
        back = at >= PAUSE_S + guide.out_s + guide.end_s
        part = "back" if back else "out" if out else "pause"
        key = (self._turn, int(number), part)
        if key == self._said:
            return
        self._said = key
        if part == "pause":
            if number > 0:
                # Alternating sides share one row of movements: each has its own number.
                shown = -(-int(number) // len(turn.sides))
                before = turn.sides[(int(number) - 1) % len(turn.sides)]
                self._cues.append(Cue(t, "count", "pace", before, number=shown))
            return
        inward = (guide.breath == "in") == (part == "out")
        self._cues.append(Cue(t, "guide", "breathe_in" if inward else "breathe_out", side))

    def _talk_hold(self, t: float, turn: _Turn, side: Side) -> None:
        left = None if turn.hold_s is None else turn.hold_s - turn.at_s
        if left is not None and left < _QUIET_END_S:
            whole = round(left)
            key = (self._turn, whole, "left")
            if whole in COUNTDOWN and key != self._said:
                self._said = key
                self._cues.append(Cue(t, "count", "hold", side, number=whole))
            return
        number, at = divmod(turn.at_s, _IN_S + _OUT_S)
        part = "breathe_in" if at < _IN_S else "breathe_out"
        key = (self._turn, int(number), part)
        if key != self._said:
            self._said = key
            self._cues.append(Cue(t, "guide", part, side))

    # ------------------------------------------------------------------ the moment

    def _pace(self, *, runs: bool) -> Pace:
        turn = self._turns[min(self._turn, len(self._turns) - 1)]
        side = turn.sides[-1] if self.over else self._side(turn)
        guide = self.stretch.guide
        if self.mode == "hold":
            at = turn.at_s % (_IN_S + _OUT_S)
            left = None if turn.hold_s is None else max(0.0, turn.hold_s - turn.at_s)
            breath: Literal["in", "out"] | None = "in" if at < _IN_S else "out"
            share = 1.0 if self.runs and self._wait_s <= 0 and not self.over else 0.0
            return Pace(side, share, breath if runs else None, 0, 0, left, dict(self._done), runs)
        number, at = divmod(turn.at_s, self._cycle_s)
        share = _eased(at - PAUSE_S, guide.out_s, guide.end_s, guide.back_s)
        inward = (guide.breath == "in") == (at < PAUSE_S + guide.out_s + guide.end_s)
        breath = None if at < PAUSE_S or not runs else ("in" if inward else "out")
        of = self.reps or 0
        shown = min(1 + int(number) // len(turn.sides), of or 10**6)
        return Pace(side, share, breath, shown, of, None, dict(self._done), runs)

    def _moment(self, t: float, framing: Framing, *, placed: bool, runs: bool) -> Moment:
        cues, self._cues = self._cues, []
        events: tuple[Event, ...] = tuple(cues)
        pace = self._pace(runs=runs)
        return Moment(
            t=t,
            mode=self.mode,
            phase="start" if placed else ("setup" if framing.ok else "unseen"),
            framing=framing,
            side=pace.side,
            progress=None,
            held_s={"left": 0.0, "right": 0.0},
            hold=None,
            rules={},
            events=events,
            pace=pace,
        )


def _eased(at: float, out_s: float, end_s: float, back_s: float) -> float:
    """How far a movement is, ``at`` seconds after it began: 0 start, 1 end, eased in and out."""
    share = at / out_s if at < out_s else 1.0 - (at - out_s - end_s) / back_s
    return smooth(share)
