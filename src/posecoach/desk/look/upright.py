"""The user's own comfortable upright: learnt from a few looks, kept until their place changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecoach.desk.look.posture import DeskView, FaceEars, Posture

_LEAST_LOOKS = 4
_LIKE = 0.7  # least ratio of the sizes of two faces at one place


@dataclass(frozen=True)
class Upright:
    """What all later looks are compared with; units as in ``Posture``.

    ``head``, ``ears``, ``shoulders`` and ``face`` are their place in the picture, the rest is
    their posture.
    """

    view: DeskView
    turned: float
    facing: float
    face: float
    share: float
    head: NDArray[np.float64]
    shoulders: NDArray[np.float64]
    width: float
    neck: float
    depth_neck: float
    neck_length: float
    trunk: float | None
    shoulder_tilt: float | None = None
    head_tilt: float | None = None
    ears: FaceEars | None = None

    def at(self, looks: Sequence[Posture]) -> "Upright":
        """The same posture at the place of some looks."""
        head, ears = _middle([p.head for p in looks]), _ears(looks)
        if ears is None and self.ears is not None:
            ears = replace(self.ears, middle=self.ears.middle + (head - self.head))
        return replace(
            self,
            ears=ears,
            face=median(p.face for p in looks),
            share=median(p.share for p in looks),
            head=head,
            shoulders=_middle([p.shoulders for p in looks]),
            width=median(p.width for p in looks),
        )


def upright(looks: Sequence[Posture]) -> Upright | None:
    """The median of some looks; None if there are too few that agree.

    Only looks from one view at one place count: the user may turn round while their upright is
    learnt, and at first a person who stands behind them may be found instead.
    """
    if not looks:
        return None
    alike = [[p for p in looks if _alike(p, q)] for q in looks]
    own = max(alike, key=len)
    if len(own) < _LEAST_LOOKS:
        return None
    view = own[0].view
    turned = np.unwrap([np.radians(p.turned) for p in own])
    return Upright(
        view=view,
        turned=float(np.degrees(np.median(turned))),
        facing=1.0 if median(p.facing for p in own) > 0 else -1.0,
        face=median(p.face for p in own),
        share=median(p.share for p in own),
        head=_middle([p.head for p in own]),
        shoulders=_middle([p.shoulders for p in own]),
        width=median(p.width for p in own),
        neck=median(p.neck for p in own),
        depth_neck=median(p.depth_neck for p in own),
        neck_length=median(p.neck_length for p in own),
        trunk=_known([p.trunk for p in own]),
        shoulder_tilt=_known([p.shoulder_tilt for p in own]),
        head_tilt=_known([p.head_tilt for p in own]),
        ears=_ears(own),
    )


def _alike(a: Posture, b: Posture) -> bool:
    same_place = float(np.abs(a.head - b.head).max()) < max(a.face, b.face)
    return a.view == b.view and same_place and _LIKE < a.face / b.face < 1 / _LIKE


def _middle(points: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.median(np.stack(points), axis=0), np.float64)


def _ears(looks: Sequence[Posture]) -> FaceEars | None:
    """Where the ears are in most looks; None if they are seen in fewer."""
    known = [p.ears for p in looks if p.ears is not None]
    if 2 * len(known) <= len(looks):
        return None
    return FaceEars(_middle([e.middle for e in known]), median(e.apart for e in known))


def _known(values: list[float | None]) -> float | None:
    """The median of what is known, if that is most of the values."""
    known = [v for v in values if v is not None]
    return median(known) if 2 * len(known) > len(values) else None
