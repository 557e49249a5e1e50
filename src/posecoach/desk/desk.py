"""A day at the desk, look by look: poses with their own seconds in, events out."""

from dataclasses import dataclass, field
from typing import Literal

from posecoach.desk.compare import Place, place, signs
from posecoach.desk.events import (
    AskUpright,
    Blindness,
    Event,
    Kind,
    Learnt,
    Pause,
    Paused,
    Reason,
    Resumed,
    Shifted,
    Spell,
    SpellBegan,
    SpellEnded,
    Told,
    Topic,
)
from posecoach.desk.learn import Learner, Watch
from posecoach.desk.posture import Posture, posture
from posecoach.desk.spells import Slumping, Stillness
from posecoach.desk.tell import Teller, Times
from posecoach.desk.upright import Upright
from posecoach.pose import Pose

Where = Literal["sitting", "standing", "away"]

_GAP_S = 45.0  # without a look for longer, the machine slept: what was before is over
_COUNTED_S = 15.0  # of the time between two looks
_LEFT_S = {"away": 3.5, "standing": 1.5, "sitting": 3.0}  # until a change of place is sure
_REST_S = {"standing": 10.0, "away": 30.0}  # from then on it counts as having stood up
_SLEPT_S = 300.0  # so does a machine that slept for as long
_NEAR = 0.5  # another head of at least this size beside the user's: somebody is with them
_COMPANY_S, _ALONE_S = 5.0, 20.0
_STILL_S = 300.0  # shorter stillness is no spell
_DARK = 6.0  # of 255, a whole picture's mean: a shutter before the lens
_ASKED_S = 4.0  # from asking until the user sits as asked


@dataclass(frozen=True)
class Wishes:
    """What the user chose.

    Attributes:
        times: when they are told.
        learn_s: how long their upright is learnt.
        calibrate_s: on a recording: the seconds of its beginning in which they sit upright; None
            to learn from ``learn_s``.
    """

    times: Times = field(default_factory=Times)
    learn_s: float = 20.0
    calibrate_s: float | None = None


@dataclass
class _Sums:
    """What adds up since the user last stood."""

    sat_s: float = 0.0
    began: float = 0.0


@dataclass
class Desk:
    """Follows one user over a day.

    Attributes:
        own: their upright; None while it is not known.
        where: where they are; None before they were seen.
        judged_s: for how long their posture was seen, over the whole day.
        slump_s: of that, in a slump.
    """

    wishes: Wishes = field(default_factory=Wishes)
    own: Upright | None = None
    where: Where | None = None
    judged_s: float = 0.0
    slump_s: float = 0.0
    _since: float = 0.0
    _last: float | None = None
    _doubt: tuple[Where, float, int] | None = None  # another place: which, since when, looks
    _learner: Learner | None = None
    _from: float = 0.0  # looks before do not count for the learner
    _watch: Watch = field(default_factory=Watch)
    _slump: Slumping = field(default_factory=Slumping)
    _still: Stillness = field(default_factory=Stillness)
    _sat: _Sums = field(default_factory=_Sums)
    _company: "_Lasting" = field(default_factory=lambda: _Lasting(_COMPANY_S, _ALONE_S))
    _blind: tuple[Blindness, float] | None = None
    _teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self._teller = Teller(self.wishes.times)
        self._learner = Learner(self._learn_s)

    @property
    def _learn_s(self) -> float:
        """How long is learnt the first time."""
        wished = self.wishes.calibrate_s
        return self.wishes.learn_s if wished is None else wished

    # ------------------------------------------------------------------ what the caller asks

    @property
    def learning(self) -> bool:
        """Whether the upright is being learnt."""
        return self._learner is not None

    @property
    def blind(self) -> Blindness | None:
        """Why there is no picture; None if there is one."""
        return self._blind[0] if self._blind else None

    @property
    def company(self) -> bool:
        """Whether somebody is with the user."""
        return self._company.since is not None

    @property
    def changing(self) -> bool:
        """Whether another look soon would tell more."""
        return self._doubt is not None or self._slump.unsettled

    def slumped_for(self, t: float) -> float | None:
        """Seconds of the slump that goes on; None if there is none."""
        return None if self._slump.since is None else t - self._slump.since

    def sat_for(self) -> float:
        """Seconds that the user was seen sitting since they last stood."""
        return self._sat.sat_s

    # ------------------------------------------------------------------ what comes in

    def update(self, pose: Pose) -> list[Event]:
        """Takes the next look. Times must rise."""
        t = pose.t
        if not pose.found and pose.luminance is not None and pose.luminance < _DARK:
            return self.cannot_see(t, "covered")
        out = self._slept(t) if self._last is not None and t - self._last > _GAP_S else []
        out += self._sees_again(t)
        now = posture(pose)
        found = self._place(now)
        out += self._presence(t, found)
        gone = 0.0 if self._last is None else min(t - self._last, _COUNTED_S)
        self._last = t
        if now is not None:
            out += self._beside(now)
        if now is None or self.where is None:
            return out
        if self.where == "sitting" and found not in ("standing", "elsewhere"):
            self._sat.sat_s += gone
            out += self._learn(now) if self._learner is not None else self._judge(now, gone)
            out += self._tell(now)
        elif found == "elsewhere" and self.own is not None:
            out += self._noticed(now, found)
        return out

    def cannot_see(self, t: float, why: Blindness) -> list[Event]:
        """There is no picture at this time, and why."""
        out = self._slept(t) if self._last is not None and t - self._last > _GAP_S else []
        self._last = t
        self._teller.hold(t)
        if self._blind is not None and self._blind[0] == why:
            return out
        out += self._sees_again(t)
        out += self._end_within(t)
        if why == "break":  # they get up for it, and the sitting is over
            out += self._move(t, "standing", t)
        self._doubt = None
        self._blind = why, t
        return [*out, SpellBegan(t, "blind", t), Paused(t, why)]

    def put_off(self, t: float, seconds: float | None) -> None:
        """The user wants to be told again after some seconds; None: not today."""
        self._teller.put_off(t, seconds)

    def learn_again(self, t: float, reason: Reason) -> list[Event]:
        """Learns the upright anew, after asking the user to sit so."""
        self._learner = Learner(self.wishes.learn_s, self.own)
        self._from = t + _ASKED_S
        self._watch.clear()
        return [*self._end_within(t), AskUpright(t, reason)]

    def finish(self, t: float) -> list[Event]:
        """Ends all spells."""
        out: list[Event] = []
        if self._learner is not None and self.own is None:
            self.own = self._learner.known(t, last=True)
            out += [Learnt(t, self.own.view)] if self.own is not None else []
        out += self._end_within(t)
        out += self._company.end(t)
        out += self._sees_again(t)
        if self.where is not None:
            out.append(SpellEnded(t, Spell(self.where, self._since, t)))
            self.where = None
        return out

    # ------------------------------------------------------------------ where the user is

    def _place(self, now: Posture | None) -> Where | Place:
        """Where this look finds the user."""
        if now is None:
            return "away"
        if self.own is None:
            return "sitting"
        found = place(now, self.own)
        if self._learner is not None:  # they may be at a new place now
            return "standing" if found == "standing" and self._learner.before is None else "sitting"
        if found in ("seat", "higher"):
            return "sitting"
        return found

    def _presence(self, t: float, found: Where | Place) -> list[Event]:
        """Follows where the user is; a change needs two looks that agree."""
        # Turned or nearer they still sit there. A person elsewhere or far behind is another one,
        # until it is clear that the camera was moved.
        now: Where = (
            "away" if found == "elsewhere"
            else "sitting" if found in ("turned", "nearer", "further")
            else found  # type: ignore[assignment]
        )  # fmt: skip
        if self.where is None:
            self.where, self._since, self._sat = now, t, _Sums(began=t)
            return [SpellBegan(t, now, t)]
        if now == self.where:
            self._doubt = None
            return []
        if self._doubt is None or self._doubt[0] != now:
            self._doubt = now, t, 1
            return []
        self._doubt = now, self._doubt[1], self._doubt[2] + 1
        if t - self._doubt[1] < _LEFT_S[now]:
            return []
        return self._move(t, now, self._doubt[1])

    def _move(self, t: float, to: Where, since: float) -> list[Event]:
        """The user is somewhere else since ``since``."""
        self._doubt = None
        if self.where is None or self.where == to:
            return []
        out = self._end_within(min(t, since)) if self.where == "sitting" else []
        before = Spell(self.where, self._since, since)
        out += [SpellEnded(t, before), SpellBegan(t, to, since)]
        if to == "sitting" and before.length >= _REST_S[before.kind]:
            self._sat = _Sums(began=since)
        self.where, self._since = to, since
        return out

    def _slept(self, t: float) -> list[Event]:
        """No look for a long time: the machine was asleep."""
        assert self._last is not None
        last, out = self._last, self._end_within(self._last)
        self._doubt = None
        self._still.clear()
        out += self._company.end(last)
        if self.where is not None:
            out.append(SpellEnded(t, Spell(self.where, self._since, last)))
            self.where = None
        if t - last >= _SLEPT_S:
            out += [SpellBegan(t, "away", last), SpellEnded(t, Spell("away", last, t))]
        else:  # not long enough to have been a rest
            sat = self._sat
            self.where, self._since = "sitting", t
            out.append(SpellBegan(t, "sitting", t))
            self._sat = sat
        return out

    def _sees_again(self, t: float) -> list[Event]:
        if self._blind is None:
            return []
        why, since = self._blind
        self._blind = None
        return [SpellEnded(t, Spell("blind", since, t)), Resumed(t, why)]

    def _beside(self, now: Posture) -> list[Event]:
        """Other people close by: nothing is told while they are there."""
        near = now.others is not None and now.others >= _NEAR
        if near:
            self._teller.hold(now.t)
        return self._company.update(now.t, near)

    # ------------------------------------------------------------------ how they sit

    def _learn(self, now: Posture) -> list[Event]:
        assert self._learner is not None
        if now.t < self._from:
            return []
        found = self._learner.take(now)
        if found is None:
            return []
        self.own, self._learner = found, None
        self._watch.clear()
        return [Learnt(now.t, found.view)]

    def _judge(self, now: Posture, gone: float) -> list[Event]:
        """Compares a look with the upright; ``gone``: seconds since the look before."""
        assert self.own is not None
        found = place(now, self.own)
        out = self._noticed(now, found)
        if out or found not in ("seat", "higher"):
            return out
        self.judged_s += gone
        lower = self._watch.lower(now, self.own)
        if lower is not None:
            self.own = lower
            out.append(Shifted(now.t))
        before = self._slump.since
        self._slump.update(now.t, signs(now, self.own).score)
        if before is None and self._slump.since is not None:
            self.slump_s += now.t - self._slump.since
            out.append(SpellBegan(now.t, "slump", self._slump.since))
        elif before is not None and not self._slump.over:
            self.slump_s += gone
        if self._slump.over:
            out += self._end_slump(now.t)
        began = self._still.update(now, self.own)
        if began is not None:
            out += _still_spell(began, now.t)
        return out

    def _noticed(self, now: Posture, found: Place) -> list[Event]:
        """Notices that camera, chair or laptop was moved, and has the upright learnt again."""
        assert self.own is not None
        reason = self._watch.odd(now, found)
        if reason == "higher":  # they can sit taller than was learnt
            self.own = self.own.at([now])
            self._watch.clear()
            return [Shifted(now.t)]
        return [] if reason is None else self.learn_again(now.t, reason)

    def _tell(self, now: Posture) -> list[Event]:
        """Tells what has lasted too long, if this is the time for it."""
        t = now.t
        if self._learner is not None or self.company or self._doubt is not None:
            return []
        lasting: dict[Topic, tuple[float, float]] = {"sitting": (self._sat.began, self._sat.sat_s)}
        if self._still.since is not None:
            lasting["still"] = self._still.since, t - self._still.since
        if self._slump.since is not None:
            lasting["slump"] = self._slump.since, self._slump.last - self._slump.since
        topic = self._teller.due(t, lasting)
        return [] if topic is None else [Told(t, topic, lasting[topic][1])]

    def _end_slump(self, t: float) -> list[Event]:
        since, last = self._slump.since, self._slump.last
        self._slump.clear()
        return [] if since is None else [SpellEnded(t, Spell("slump", since, last))]

    def _end_within(self, t: float) -> list[Event]:
        """Ends what lies within a sitting."""
        out = self._end_slump(t)
        began = self._still.clear()
        self._watch.clear()
        return out + (_still_spell(began, t) if began is not None else [])


@dataclass
class _Lasting:
    """Somebody beside the user: sure after some seconds, over after some seconds without."""

    sure_s: float
    over_s: float
    since: float | None = None
    _first: float | None = None
    _last: float = 0.0

    def update(self, t: float, there: bool) -> list[Event]:
        kind: Kind = "company"
        why: Pause = "company"
        if there:
            self._last = t
            self._first = t if self._first is None else self._first
            if self.since is None and t - self._first >= self.sure_s:
                self.since = self._first
                return [SpellBegan(t, kind, self.since), Paused(t, why)]
        elif self._first is not None and t - self._last >= self.over_s:
            return self.end(t)
        return []

    def end(self, t: float) -> list[Event]:
        since, self.since, self._first = self.since, None, None
        if since is None:
            return []
        return [SpellEnded(t, Spell("company", since, self._last)), Resumed(t, "company")]


def _still_spell(began: float, t: float) -> list[Event]:
    if t - began < _STILL_S:
        return []
    return [SpellBegan(t, "still", began), SpellEnded(t, Spell("still", began, t))]
