"""Bodies of named points, and measures by their definition."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from posecoach.measure.body import LANDMARK_NAMES, Body
from posecoach.measure.measures import Measure
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import LANDMARKS, Side

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Measure)
T = 100.0  # the torso of the hand-made bodies, pixels


def measure(**definition: object) -> Any:
    return _ADAPTER.validate_python(definition)


def body(
    *,
    unseen: tuple[str, ...] = (),
    facing: int = 0,
    world: Mapping[str, tuple[float, float, float]] | None = None,
    planted: tuple[float, float] | None = None,
    face_contrast: float | None = None,
    lower: Side | None = None,
    **points: tuple[float, float],
) -> Body:
    """A body with the named points in pixels; all others are at the picture's middle."""
    px = np.full((LANDMARKS, 2), 250.0)
    metres = np.zeros((LANDMARKS, 3))
    seen = np.ones(LANDMARKS, dtype=np.bool_)
    for name, at in points.items():
        px[LANDMARK_NAMES[name]] = at
    for name, place in (world or {}).items():
        metres[LANDMARK_NAMES[name]] = place
    for name in unseen:
        seen[LANDMARK_NAMES[name]] = False
    return Body(
        t=0.0,
        px=px,
        world=metres,
        depth=np.zeros(LANDMARKS),
        seen=seen,
        size=(640, 480),
        torso=T,
        facing=facing,
        kneeling=lower,
        lower=lower,
        planted=None if planted is None else np.array(planted),
        face_contrast=face_contrast,
    )


def value(of: Any, b: Body, side: Side | None = None) -> float | None:
    """The value of one measure, or of the one called 'x' of several."""
    measures: dict[str, Any] = of if isinstance(of, dict) else {"x": of}
    return Reading(measures, Neutrals(measures), b, side).value("x")
