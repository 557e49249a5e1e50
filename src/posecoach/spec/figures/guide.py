"""The guide figure of a stretch: its joints, its positions, its chair and its tempo."""

import math
from typing import Literal

from pydantic import Field, model_validator

from posecoach.spec.rules import Strict

#: Seconds from one movement of the figure to the next.
PAUSE_S = 1.0

#: Joints of the guide figure: those of the working side, of the other side, and the head's centre.
JOINTS = (
    "head",
    *(
        f"{side}_{part}"
        for side in ("side", "other")
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
    ),
)

#: Further points that a position may have: where the face looks, and the middle of a trunk that
#: bends.
MORE_JOINTS = ("nose", "waist")

Position = dict[str, tuple[float, float]]


def smooth(share: float) -> float:
    """Eases ``share`` (0 to 1) in and out, as people move."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)


def trunk_deg(position: Position) -> float:
    """How far the trunk of a position leans from upright, degrees, 0 to 180."""
    middle = [
        tuple((position[f"side_{part}"][i] + position[f"other_{part}"][i]) / 2 for i in (0, 1))
        for part in ("hip", "shoulder")
    ]
    (x0, y0), (x1, y1) = middle
    return math.degrees(math.atan2(abs(x1 - x0), y1 - y0))


class Chair(Strict):
    """A chair for the figure to sit on, torso lengths: from ``x0`` to ``x1``, ``seat`` high.

    ``back``: at which of the two its back is; without it the chair is seen from the front.
    """

    x0: float
    x1: float
    seat: float = Field(gt=0)
    back: float | None = None


class Guide(Strict):
    """The guide figure: two positions, drawn for the left side, and the tempo of its movement.

    A position holds every joint as (x, y) in torso lengths, y up from the floor. Seen from the
    front, x is to the user's left; from the side, it is forward (toward the
    feet, for a body on its back). The right side is the mirror image.
    Each of ``MORE_JOINTS`` may be added to both positions: a 'nose' shows where the face looks,
    seen from the front; a 'waist' is the middle of a trunk that bends, seen from the side.

    Attributes:
        breath: whether to breathe in or out on the way to the end position.
        ground: whether the floor is drawn; not for a lying body that is seen from above.
    """

    start: Position
    end: Position
    out_s: float = Field(default=3.0, gt=0, le=60)
    end_s: float = Field(default=1.5, ge=0, le=60)
    back_s: float = Field(default=3.0, gt=0, le=60)
    breath: Literal["out", "in"] = "out"
    ground: bool = True
    chair: Chair | None = None
    alternative: str = ""

    @property
    def rep_s(self) -> float:
        """Seconds of one movement out and back."""
        return self.out_s + self.end_s + self.back_s

    @model_validator(mode="after")
    def _whole(self) -> "Guide":
        for name, position in (("start", self.start), ("end", self.end)):
            missing = [j for j in JOINTS if j not in position]
            extra = [j for j in position if j not in (*JOINTS, *MORE_JOINTS)]
            for more in MORE_JOINTS:
                if (more in self.start) != (more in self.end):
                    raise ValueError(f"expected '{more}' in both positions or in none")
            if missing or extra:
                raise ValueError(
                    f"{name}: expected exactly the joints {', '.join(JOINTS)}; "
                    f"missing {missing or 'none'}, unknown {extra or 'none'}"
                )
            if not all(math.isfinite(v) and abs(v) < 10 for xy in position.values() for v in xy):
                raise ValueError(f"{name}: expected joints within 10 torso lengths")
        return self
