"""Compares a look with the user's own upright: where they are, and how far they have slumped."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from posecoach.desk.look.posture import Posture
from posecoach.desk.look.upright import Upright
from posecoach.measure.geometry import wrapped

DeskPlace = Literal["seat", "standing", "elsewhere", "turned", "nearer", "further", "higher"]

# ---- where they are. Lengths in sizes of the face: a face is about 0.2 m.
_STANDS_UP = 1.2  # standing up lifts the head by 2 and more; from deep slump to upright is 1.2
_STANDS_THIGH = 35.0  # degrees off the vertical; sitting 60 to 90
_HIGHER = 0.45  # higher than their upright while still sitting: it was learnt too low
_ASIDE = 3.0
_NEARER, _FURTHER = 1.6, 0.62  # size of the face over that when they were learnt
_GONE = 0.5  # a face smaller than this is another person's, farther back
_TURNED = 45.0  # degrees

# ---- the slump: three signs, each 1 where it is clear. docs/desk.md has what was measured with and
# without a slump. Of the model's depth only changes are used, never the value itself.
_DROP = 0.25  # of the head, sizes of the face: 4 to 5 cm
_SHORTER = 0.12  # share by which the ears come nearer the height of the shoulders
_FORWARD = 10.0  # degrees by which the neck leans further forward
_WEIGHTS = (0.40, 0.35, 0.25)
_MOST = 2.0  # no sign counts for more: one alone must never be enough
_AGREES = 0.5  # a sign of this much agrees with the others
# A camera more than about 1.5 m away stands by itself: it is not in a laptop's lid, which may be
# tilted, and a screen may hide the shoulders. There a lower head is enough.
_FAR = 0.11  # of the picture's height: a smaller face is far away
_FAR_WEIGHT = 0.75
# Leaning to one side, as on an elbow, is a slump though nothing else need change. Shoulders that
# only turn seem to tilt where the camera looks down on them: tan(tilt) = tan(turn) * sin(height).
_SHOULDER_TILT, _HEAD_TILT = 12.0, 20.0  # degrees
_TILT_WEIGHT = 0.75
_TILT_TURNED = 20.0  # degrees
_DEEP_DROP = 2.0  # of a clear one
_BACK = -6.0  # degrees of the trunk: a user who leans back rests, which lowers the head as well
# A seat that was lowered, or a lid that was tilted, lowers head and shoulders alike. The nearer the
# camera, the less the shoulders seem to sink, for they are farther from it, and the shorter the
# neck seems: they sink by the head's distance over theirs. Of 20 rendered cameras before somebody
# that is .70 of the head's drop and more where the face fills a third of the picture's height, and
# .90 where it fills a sixth; the line below lies .03 and more under all of them. Rendered slumps
# sink by .79 and less. There the neck leans forward, too; lowered, not at all.
_ALIKE_SHARE, _ALIKE_NEARER = 0.97, 0.9  # of the head's drop; less by this for each unit of share
# Between both drops at most, sizes of the face: 5 cm. Far away perspective does next to nothing.
_ALIKE, _ALIKE_FAR = 0.25, 0.125


@dataclass(frozen=True)
class Signs:
    """How far a look is from upright; each sign is 1 where it is clear, 0 at the upright.

    Attributes:
        drop: the head is lower.
        shorter: the neck looks shorter: the head is forward or down between the shoulders.
        forward: the neck leans further forward.
        shoulders: the shoulders are lower, sizes of the face.
        far: the camera is far away, in front of the user.
        tilted: the shoulders or the head lean to one side.
        alike: the least share of the head's drop by which the shoulders of a user sink who only
            sits lower.
    """

    drop: float
    shorter: float
    forward: float
    shoulders: float
    far: bool = False
    tilted: float = 0.0
    alike: float = _ALIKE_SHARE

    @property
    def score(self) -> float:
        """1 is a clear slump. Two signs must agree, or the user leans clearly to one side."""
        all_of = (self.drop, self.shorter, self.forward)
        leans = _TILT_WEIGHT * min(self.tilted, _MOST)
        if self.lower_only and not self.far:
            return leans
        alone = max(leans, _FAR_WEIGHT * min(self.drop, _MOST) if self.far else 0.0)
        if sum(s >= _AGREES for s in all_of) < 2:
            return alone
        together = sum(
            w * float(np.clip(s, -1, _MOST)) for w, s in zip(_WEIGHTS, all_of, strict=True)
        )
        return max(alone, together)

    @property
    def lower_only(self) -> bool:
        """Head and shoulders are lower alike, and the neck leans as before: no slump.

        How short the neck looks tells nothing of it, unless the camera is far away.
        """
        drop = self.drop * _DROP
        off = abs(drop - self.shoulders)
        if self.far:
            alike = off < _ALIKE_FAR and self.shorter < _AGREES
        else:
            alike = off < _ALIKE and self.shoulders >= self.alike * drop
        return self.drop >= 1.0 and alike and self.forward < _AGREES


def stands(now: Posture) -> bool:
    """Whether the legs are seen to stand: all of them, or the thigh's angle from the side."""
    if now.legs_stand:
        return True
    return now.view == "side" and now.thigh is not None and now.thigh < _STANDS_THIGH


def place(now: Posture, own: Upright) -> DeskPlace:
    """Where the person in a look is, compared with their place when their upright was learnt."""
    size = now.face / own.face
    up = float(own.head[1] - now.head[1]) / own.face
    if size < _GONE:
        return "elsewhere"
    if up >= _STANDS_UP or (up >= _HIGHER and stands(now)):
        return "standing"
    other_view = {now.view, own.view} == {"front", "side"}
    # Where face or shoulders are half hidden, the model may confuse front and back.
    turns = (now.turned - own.turned, 180.0 - now.turned - own.turned)
    turned = other_view or min(abs(wrapped(turn)) for turn in turns) > _TURNED
    if turned and not _deeply_slumped(now, own):
        return "turned"
    if size >= _NEARER:
        return "nearer"
    if size <= _FURTHER:
        return "further"
    if abs(float(now.head[0] - own.head[0])) > _ASIDE * own.face:
        return "elsewhere"
    return "higher" if up >= _HIGHER else "seat"


def _deeply_slumped(now: Posture, own: Upright) -> bool:
    """Whether they hang so low over the desk that the view alone seems to be another one.

    The face looks down and seems small, so the shoulders seem wide, as from the front. Whoever
    turns keeps the height of their head, and the length of their neck.
    """
    found = signs(now, own)
    return found.drop >= _DEEP_DROP and found.shorter >= 1.0


def _scale(now: Posture, own: Upright) -> float:
    """How much larger the person looks than when their upright was learnt, 1 for the same.

    A face that is turned, lowered or partly hidden looks smaller, and so do shoulders that are
    turned: the larger of both tells how near the person is. From the side only the face can.
    """
    face = now.face / own.face
    return face if own.view == "side" else max(face, now.width / max(own.width, 1.0))


def signs(now: Posture, own: Upright) -> Signs:
    """The signs of a slump, for a user who is at their place."""
    drop = float(now.head[1] - own.head[1]) / own.face
    if now.face_only:
        return Signs(drop / _DROP, 0.0, 0.0, 0.0, far=far(own))
    neck_px = float(now.shoulders[1] - now.head[1]) / (max(own.neck_length, 0.2) * own.face)
    shorter = 1 - neck_px / _scale(now, own)
    # From the side the picture shows the neck; from the front only the model's depth does.
    neck = now.neck * now.facing * own.facing - own.neck
    deeper = now.depth_neck - own.depth_neck
    forward = neck if own.view == "side" else deeper if own.view == "front" else (neck + deeper) / 2
    if own.view == "side" and now.trunk is not None and own.trunk is not None:
        trunk = now.trunk * now.facing * own.facing - own.trunk
        if trunk < _BACK and forward < _FORWARD:
            drop = min(drop, 0.0)
    return Signs(
        drop / _DROP,
        shorter / _SHORTER,
        forward / _FORWARD,
        float(now.shoulders[1] - own.shoulders[1]) / own.face,
        far=far(own),
        tilted=_tilted(now, own),
        alike=_ALIKE_SHARE - _ALIKE_NEARER * own.share,
    )


def far(of: Posture | Upright) -> bool:
    """Whether the camera stands in front of them and far away."""
    return of.view == "front" and of.share < _FAR


def _tilted(now: Posture, own: Upright) -> float:
    """How far shoulders or head lean to one side; 0 where the view does not tell."""
    turn = abs(wrapped(now.turned - own.turned))
    if own.view != "front" or now.view != "front" or turn > _TILT_TURNED:
        return 0.0
    pairs = (
        (now.shoulder_tilt, own.shoulder_tilt, _SHOULDER_TILT),
        (now.head_tilt, own.head_tilt, _HEAD_TILT),
    )
    return max(
        (abs(a - b) / clear for a, b, clear in pairs if a is not None and b is not None),
        default=0.0,
    )
