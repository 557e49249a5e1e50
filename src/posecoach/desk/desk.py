"""Follows a day at the desk, look by look: poses with their own times in, events out."""

from dataclasses import dataclass, field

from posecoach.desk.company import BESIDE, Company
from posecoach.desk.events import (
    Blindness,
    DeskEvent,
    Notified,
    NotLearnt,
    Paused,
    Reason,
    Resumed,
    Spell,
    SpellBegan,
    SpellEnded,
    Topic,
)
from posecoach.desk.learn import Learner, Vain
from posecoach.desk.look.compare import DeskPlace, place, stands
from posecoach.desk.look.hidden import by_face, face_place
from posecoach.desk.look.posture import Posture, posture
from posecoach.desk.look.upright import Upright
from posecoach.desk.notify import Notifier, Times
from posecoach.desk.sitting import Sitting
from posecoach.desk.spells import SinceStood
from posecoach.desk.whereabouts import Where, Whereabouts
from posecoach.pose import FacePlace, Pose

_GAP_S = 45.0  # without a look for longer, the machine slept: all spells are over
_COUNTED_S = 15.0  # between two looks, at most this counts as time
_SLEPT_S = 300.0  # a machine that slept for longer: the user has stood up from sitting
# Without a picture for longer, nobody knows where they are: what they did has ended.
_BLIND_S = 300.0
# In a call, or in a break that was not done, they most likely went on sitting. Who was not seen for
# another reason may have stood up in a time so long.
_SITS_ON: tuple[Blindness, ...] = ("taken", "break")
_UNSEEN_S = 900.0
# Nobody was seen for longer before the first upright was known: they have forgotten to sit upright.
_ASK_AGAIN_S = 30.0
_COVERED = 6.0  # of 255, the mean of a whole picture: a shutter in front of the lens


@dataclass(frozen=True)
class Wishes:
    """What the user chose.

    Attributes:
        times: when they are notified.
        learn_s: for how long their upright is learnt, seconds.
        calibrate_s: of a recording: for how many seconds at its beginning they sit upright; None
            takes ``learn_s``.
    """

    times: Times = field(default_factory=Times)
    learn_s: float = 20.0
    calibrate_s: float | None = None


@dataclass
class Desk:
    """Follows one user over a day."""

    wishes: Wishes = field(default_factory=Wishes)
    _at: Whereabouts = field(default_factory=Whereabouts)
    _last: float | None = None
    _seen: Posture | None = None
    _sat: SinceStood = field(default_factory=SinceStood)
    _company: Company = field(default_factory=Company)
    _blind: tuple[Blindness, float] | None = None
    _vain: Vain = field(default_factory=Vain)
    _notifier: Notifier = field(init=False)
    _sitting: Sitting = field(init=False)

    def __post_init__(self) -> None:
        wished = self.wishes.calibrate_s
        first_s = self.wishes.learn_s if wished is None else wished
        self._notifier = Notifier(self.wishes.times)
        self._sitting = Sitting(self.wishes.learn_s, Learner(first_s))

    # ------------------------------------------------------------------ what the caller asks

    @property
    def where(self) -> Where | None:
        """Where they are; None before they were seen."""
        return self._at.where

    @property
    def own(self) -> Upright | None:
        """Their upright; None while it is not known."""
        return self._sitting.own

    @property
    def judged_s(self) -> float:
        """Seconds for which their posture was judged, over the whole day."""
        return self._sitting.judged_s

    @property
    def slump_s(self) -> float:
        """Seconds of these in a slump."""
        return self._sitting.slump_s

    @property
    def learning(self) -> bool:
        """Whether the upright is being learnt."""
        return self._sitting.learner is not None

    @property
    def face_place(self) -> FacePlace | None:
        """Where the next picture is best searched for the user's face; None: nowhere."""
        return face_place(self._seen if self.learning else self.own)

    @property
    def blind(self) -> Blindness | None:
        """Why there is no picture; None if there is one."""
        return self._blind[0] if self._blind else None

    def taken_for(self, t: float) -> float | None:
        """For how many seconds another program has used the camera; None if none does."""
        return t - self._blind[1] if self._blind is not None and self._blind[0] == "taken" else None

    @property
    def company(self) -> bool:
        """Whether somebody is with the user."""
        return self._company.since is not None

    @property
    def learns_in_vain(self) -> bool:
        """Whether learning has gone on for so long that something probably prevents it."""
        return self.learning and self._vain.slow

    @property
    def changing(self) -> bool:
        """Whether another look soon would tell more."""
        return self._sitting.slump.unsettled

    @property
    def in_doubt(self) -> bool:
        """Whether they may be somewhere else now, which one more look would tell."""
        return self._at.in_doubt

    def sat_for(self) -> float:
        """Seconds that the user was seen sitting since they last stood."""
        return self._sat.sat_s

    # ------------------------------------------------------------------ what comes in

    def update(self, pose: Pose) -> list[DeskEvent]:
        """Takes the next look. Times must rise."""
        t = pose.t
        if not pose.found and pose.luminance is not None and pose.luminance < _COVERED:
            return self.cannot_see(t, "covered")
        step_s = self._step_s(t)
        out = self._slept(t)
        out += self._sees_again(t)
        now = self._posture(pose)
        found = self._place(now)
        out += self._presence(t, found)
        self._last = t
        seen = pose.found and self.where != "standing"
        if self._vain.update(
            t, self._sitting.learner, step_s if seen else 0.0, expected=self.own is None
        ):
            out.append(NotLearnt(t))
        out += self._beside(t, now)
        if now is None or self.where is None:
            return out
        if self.where == "sitting" and found not in ("standing", "elsewhere"):
            self._sat.sat_s += step_s
            if self.learning:
                out += self._sitting.learn(now)
            else:
                out += self._sitting.judge(now, step_s, may_ask=self._may_ask(t))
            out += self._notify(now)
        elif found == "elsewhere" and self.own is not None:
            out += self._sitting.noticed(now, found, may_ask=self._may_ask(t))
        return out

    def _may_ask(self, t: float) -> bool:
        """Whether they may be asked to sit upright: neither in company, nor if they put it off."""
        return not self.company and t >= self._notifier.put_off_until

    def _gap(self, t: float) -> bool:
        """Whether nobody looked for so long that the machine must have slept."""
        return self._last is not None and t - self._last > _GAP_S

    def _step_s(self, t: float) -> float:
        """Seconds since the look before that count; none if nobody looked meanwhile."""
        if self._last is None or self._blind is not None or self._gap(t):
            return 0.0
        return min(t - self._last, _COUNTED_S)

    def cannot_see(self, t: float, why: Blindness) -> list[DeskEvent]:
        """There is no picture at this time, and why."""
        out = self._slept(t)
        self._last = t
        self._notifier.hold(t)
        if self._blind is not None and self._blind[0] == why:
            return out + self._blind_for_long(t)
        out += self._sees_again(t)
        out += self._sitting.end(t)
        self._at.settle()
        self._blind = why, t
        return [*out, SpellBegan(t, "blind", t), Paused(t, why)]

    def break_done(self, t: float, *, seated: bool = False) -> list[DeskEvent]:
        """The break for which nothing was looked at was done: they stood since it began.

        It may have been begun elsewhere, and so look as any other program that uses the camera.

        Args:
            seated: its stretch is done on a chair, so they have not stood.
        """
        if self._blind is None or self._blind[0] not in _SITS_ON or seated:
            return []
        since, out = self._blind[1], self._blind_for_long(t)
        if self.where is not None:
            return self._move(t, "standing", since)
        self._sat.rested(t)  # it was long: what they did before has ended already
        stood = Spell("standing", since, t)
        return [*out, SpellBegan(t, "standing", since), SpellEnded(t, stood)]

    def put_off(self, t: float, seconds: float) -> None:
        """The user wants to be notified again after some seconds."""
        self._notifier.put_off(t, seconds)

    def learn_again(self, t: float, reason: Reason) -> list[DeskEvent]:
        """Learns the upright again, after asking the user to sit upright."""
        return self._sitting.learn_again(t, reason)

    def finish(self, t: float) -> list[DeskEvent]:
        """Ends all spells."""
        out = self._sitting.finish(t)
        out += self._company.end(t)
        out += self._sees_again(t, ending=True)
        if self.where is not None:
            out.append(SpellEnded(t, self._at.spell(t)))
            self._at.lost()
        return out

    # ------------------------------------------------------------------ where the user is

    def _posture(self, pose: Pose) -> Posture | None:
        """The user's posture; by the face alone where a screen hides too much for the model."""
        now = posture(pose)
        self._seen = now or self._seen
        if self.own is None or self.learning:
            return now
        return by_face(pose, now, self.own) or now

    def _place(self, now: Posture | None) -> Where | DeskPlace:
        """Where this look finds the user."""
        if now is None:
            return "away"
        if self.own is None or self.learning:  # they may be at a new place now
            return "standing" if stands(now) else "sitting"
        return place(now, self.own)

    def _presence(self, t: float, found: Where | DeskPlace) -> list[DeskEvent]:
        """Follows where the user is; a change needs looks that agree."""
        moved = self._at.update(t, found)
        if moved is None:
            return []
        if self.where is not None:
            return self._move(t, *moved)
        self._at.goes(*moved)
        if self._sat.sat_s == 0.0:
            self._sat.rested(t)
        return [SpellBegan(t, *moved)]

    def _move(self, t: float, to: Where, since: float) -> list[DeskEvent]:
        """The user has been somewhere else since ``since``."""
        if self.where == to:
            self._at.settle()
            return []
        before = self._at.spell(since)
        out = self._sitting.end(min(t, since)) if before.kind == "sitting" else []
        self._at.goes(to, since)
        out += [SpellEnded(t, before), SpellBegan(t, to, since)]
        if before.kind == "away" and to == "sitting":
            out += self._ask_again(t, before.length)
        if before.kind in ("standing", "away"):
            self._sat.was_up(before.kind, before.length)
        if to == "sitting":
            self._sat.sits(since)
            self._notifier.hold(t)
        return out

    def _slept(self, t: float) -> list[DeskEvent]:
        """After no look for a long time: the machine was asleep."""
        if self._last is None or not self._gap(t):
            return []
        last, out = self._last, self._sitting.end(self._last)
        self._at.settle()
        out += self._company.end(last)
        long = t - last >= _SLEPT_S
        if long:
            self._sat.rested(t)
        if self.where is None or (self.where != "sitting" and not long):
            return out  # they are taken to have stayed where they were
        if not long:
            out.append(SpellEnded(t, self._at.spell(last)))
            self._at.goes("sitting", t)
            return [*out, SpellBegan(t, "sitting", t)]
        if self.where != "away":
            out += [SpellEnded(t, self._at.spell(last)), SpellBegan(t, "away", last)]
            self._at.goes("away", last)  # until the next looks find them
        if self._blind is not None:
            out.append(SpellEnded(t, self._at.spell(t)))
            self._at.lost()
        return out

    def _blind_for_long(self, t: float) -> list[DeskEvent]:
        """Ends what they did when the picture went, after some minutes without one."""
        if self._blind is None or self.where is None or t - self._blind[1] < _BLIND_S:
            return []
        since = self._blind[1]
        ended = SpellEnded(t, self._at.spell(since))
        if self.where != "sitting":
            self._sat.rested(t)
        self._at.lost()
        return [ended]

    def _sees_again(self, t: float, *, ending: bool = False) -> list[DeskEvent]:
        """There is a picture again, or the day is ``ending`` without one."""
        if self._blind is None:
            return []
        out = self._blind_for_long(t)
        why, since = self._blind
        if why not in _SITS_ON and t - since >= _UNSEEN_S:
            self._sat.rested(t)
        self._blind = None
        out.append(SpellEnded(t, Spell("blind", since, t)))
        return out if ending else [*out, Resumed(t, why), *self._ask_again(t, t - since)]

    def _ask_again(self, t: float, unseen_s: float) -> list[DeskEvent]:
        """Asks to sit upright once more, where nobody was seen since that was asked first."""
        learnt = not self.learning or self.own is not None or self.wishes.calibrate_s is not None
        if learnt or unseen_s < _ASK_AGAIN_S:
            return []
        return self._sitting.learn_again(t, "first")

    def _beside(self, t: float, now: Posture | None) -> list[DeskEvent]:
        """Follows whether other people are close by: while they are, nothing is said."""
        beside = now is not None and now.others is not None and now.others >= BESIDE
        if beside:
            self._notifier.hold(t)
        return self._company.update(t, beside)

    # ------------------------------------------------------------------ notifications

    def _notify(self, now: Posture) -> list[DeskEvent]:
        """Notifies the user of what has lasted too long, if this is the time for it."""
        t = now.t
        if self.learning or self.company or self.in_doubt:
            return []
        lasting: dict[Topic, tuple[float, float]] = {"sitting": (self._sat.began, self._sat.sat_s)}
        still, slump = self._sitting.still, self._sitting.slump
        if still.since is not None:
            lasting["still"] = still.since, t - still.since
        if slump.since is not None:
            lasting["slump"] = slump.since, slump.last - slump.since
        topic = self._notifier.due(t, lasting)
        return [] if topic is None else [Notified(t, topic, lasting[topic][1])]
