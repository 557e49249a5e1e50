"""Learns the user's upright, and notices when it must be learnt again."""

from dataclasses import dataclass, field, replace

import numpy as np

from posecoach.desk.events import Reason
from posecoach.desk.look.compare import DeskPlace, place, signs, stands
from posecoach.desk.look.posture import Posture
from posecoach.desk.look.upright import Upright, upright

_LEAST_LOOKS = 6
_LONGEST = 3.0  # times the chosen time: older looks are dropped
#: Turned, nearer, further or higher for this long: camera, chair or laptop was moved. A user who
#: leans in to read is back sooner. Elsewhere it may be another person, so that takes longest.
_ODD_S: dict[DeskPlace, float] = {
    "turned": 45.0, "higher": 45.0, "nearer": 120.0, "further": 120.0, "elsewhere": 180.0,
}  # fmt: skip
_LOWER_S = 90.0  # lower for this long: the seat was lowered, or the laptop's lid tilted
_KEPT = 3  # places beside the one where they sit: as many screens as somebody turns to
_VAIN_S = 180.0  # of learning: then something hinders
_HINDERED_S = 60.0  # somebody was in the picture for so long of it, and could not be learnt
_REASONS: dict[DeskPlace, Reason] = {
    "elsewhere": "shifted",
    "turned": "turned",
    "nearer": "nearer",
    "further": "further",
    "higher": "higher",
}


@dataclass
class Learner:
    """Collects looks until the upright is known.

    Attributes:
        seconds: for how long looks are collected.
        before: the upright before, if it is learnt again.
    """

    seconds: float
    before: Upright | None = None
    _looks: list[Posture] = field(default_factory=list)

    def take(self, now: Posture) -> Upright | None:
        """Takes a look; returns the upright once it is known."""
        if not stands(now):
            self._looks.append(now)
        return self.known(now.t)

    def known(self, t: float, *, last: bool = False) -> Upright | None:
        """The upright, if there are enough looks; after the ``last``, if there are any."""
        if not self._looks or (t - self._looks[0].t < self.seconds and not last):
            return None
        while not last and t - self._looks[0].t > _LONGEST * self.seconds:
            self._looks.pop(0)
        if len(self._looks) < _LEAST_LOOKS and not last:
            return None
        found = upright(self._looks)
        return None if found is None else self._straight(found)

    def _straight(self, found: Upright) -> Upright:
        """The upright at the new place: with the posture of the old one, if that was straighter."""
        old = self.before
        if old is None or old.view != found.view:
            return found
        shape = signs_between(found, old)
        if max(shape) < 1.0:
            return found
        return replace(
            found, neck=old.neck, depth_neck=old.depth_neck, neck_length=old.neck_length,
            trunk=old.trunk,
        )  # fmt: skip


def signs_between(new: Upright, old: Upright) -> tuple[float, float]:
    """How much shorter and further forward the neck of ``new`` is; 1 where it is clear."""
    as_posture = Posture(
        t=0.0, view=new.view, turned=new.turned, facing=new.facing, face=old.face,
        share=old.share, head=old.head,
        shoulders=old.head + np.array([0.0, new.neck_length * old.face]), width=new.width,
        neck=new.neck, depth_neck=new.depth_neck, trunk=new.trunk, thigh=None, others=None,
    )  # fmt: skip
    found = signs(as_posture, old)
    return found.shorter, found.forward


@dataclass
class Vain:
    """Notices that learning goes on in vain.

    Attributes:
        slow: it has gone on for so long that looks may be rarer.
    """

    slow: bool = False
    _of: Learner | None = None
    _since: float = 0.0
    _seen_s: float = 0.0
    _told: bool = False

    def update(self, t: float, learner: Learner | None, seen_s: float, *, expected: bool) -> bool:
        """Takes a look; returns whether the user should be told now that something hinders.

        Args:
            t: now.
            learner: what learns; None if nothing does.
            seen_s: seconds since the look before if somebody is in the picture, be they half
                hidden; else 0.
            expected: somebody should sit there. If nobody is found, all of them may be hidden.
        """
        if learner is not self._of:
            self._of, self._since, self._seen_s = learner, t, 0.0
            self.slow = self._told = False
        if learner is None:
            return False
        self._seen_s += seen_s
        if t - self._since < _VAIN_S:
            return False
        hidden = expected and not self.slow and self._seen_s == 0.0
        hindered = self._seen_s >= _HINDERED_S and not self._told
        self.slow, self._told = True, self._told or hindered
        return hidden or hindered


@dataclass
class KnownPlaces:
    """The uprights of the places where they sat before: whoever turns back need not be asked."""

    _kept: list[Upright] = field(default_factory=list)

    def left(self, own: Upright) -> None:
        """They sit at another place than this now."""
        self._kept = [own, *self._kept][:_KEPT]

    def back_at(self, now: Posture) -> Upright | None:
        """The upright of the known place where a look finds them, or None; it is taken out."""
        for number, own in enumerate(self._kept):
            if place(now, own) == "seat":
                return self._kept.pop(number)
        return None

    def clear(self) -> None:
        self._kept.clear()


@dataclass
class MoveDetector:
    """Notices when camera, chair or laptop was moved: the user appears elsewhere, and stays."""

    _odd: list[tuple[Posture, DeskPlace]] = field(default_factory=list)
    _lower: list[Posture] = field(default_factory=list)

    def clear(self) -> None:
        self._odd.clear()
        self._lower.clear()

    def odd(self, now: Posture, found: DeskPlace) -> Reason | None:
        """Takes a look; returns why the upright must be learnt again, or None."""
        if found in ("seat", "standing"):
            self._odd = self._odd[2:]  # each look at the seat speaks against a move
            return None
        # Only looks near this one count. A person who walks about is at another place each time;
        # where the camera was moved, the user sits still at the new place.
        face = now.face
        self._odd = [o for o in self._odd if abs(o[0].head - now.head).max() < 1.5 * face]
        self._odd.append((now, found))
        if now.t - self._odd[0][0].t < _ODD_S[found]:
            return None
        places = [p for _, p in self._odd]
        return _REASONS[max(sorted(set(places)), key=places.count)]

    def lower(self, now: Posture, own: Upright) -> Upright | None:
        """Takes a look at the seat; returns the upright at its new, lower place, or None."""
        if not signs(now, own).lower_only:
            self._lower = self._lower[2:]
            return None
        self._lower.append(now)
        if now.t - self._lower[0].t < _LOWER_S:
            return None
        found = own.at(self._lower)
        self._lower.clear()
        return found
