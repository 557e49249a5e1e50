"""What a lesson file may say: how to lie, get up, lift, stand and sit, in a few drawn steps.

No camera watches these: they are shown and explained. Each names its source; none promises relief.
"""

import math
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from posecoach.errors import UsageError
from posecoach.paths import resource
from posecoach.spec.figures.guide import JOINTS, Position
from posecoach.spec.load import checked
from posecoach.spec.names import meant
from posecoach.spec.rules import Strict

_MOST_BYTES = 64 << 10
_FARTHEST = 10.0  # torso lengths


class Thing(Strict):
    """What the body lies, sits or stands on, or lifts: a box in the figure's own frame.

    Attributes:
        kind: how it is drawn.
        box: left, bottom, right and top, torso lengths.
        front: it is drawn before the body, not behind it.
    """

    kind: Literal["pillow", "bed", "seat", "load"]
    box: tuple[float, float, float, float]
    front: bool = False

    @model_validator(mode="after")
    def _sound(self) -> "Thing":
        left, bottom, right, top = self.box
        if not (left < right and bottom < top):
            raise ValueError("expected left < right and bottom < top")
        if not all(math.isfinite(v) and abs(v) < _FARTHEST for v in self.box):
            raise ValueError("expected a box within 10 torso lengths")
        return self


class Figure(Strict):
    """One drawing: every joint as (x, y) in torso lengths, y up, as in a stretch's guide.

    Attributes:
        view: from the side the figure faces + x; from the front, + x is to its left.
        lying: it is drawn upright and shown lying, with the head to the left. Drawn from the side,
            it then lies on its back and is seen from the side, or on its side and from above.
        joints: all of ``JOINTS``; from the front a 'nose' too.
        things: in the order in which they are drawn.
        means: what it shows, in a few words, for people who cannot see it.
    """

    view: Literal["side", "front"]
    lying: bool = False
    joints: Position
    things: tuple[Thing, ...] = Field(default=(), max_length=6)
    means: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _whole(self) -> "Figure":
        missing = [j for j in JOINTS if j not in self.joints]
        extra = [j for j in self.joints if j not in (*JOINTS, "nose")]
        if missing or extra:
            raise ValueError(
                f"expected exactly the joints {', '.join(JOINTS)}; "
                f"missing {missing or 'none'}, unknown {extra or 'none'}"
            )
        every = [v for xy in self.joints.values() for v in xy]
        if not all(math.isfinite(v) and abs(v) < _FARTHEST for v in every):
            raise ValueError("expected joints within 10 torso lengths")
        return self


class LessonStep(Strict):
    """One step: what to do, why, and how it looks."""

    do: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=300)
    figure: Figure


class Lesson(Strict):
    """One lesson, as its file says.

    Attributes:
        order: lessons are shown from the lowest on.
        source: where it comes from.
        practise: the id of a stretch with which it can be practised before the camera.
    """

    schema_: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    order: int = Field(ge=0)
    name: str = Field(min_length=1, max_length=60)
    summary: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1)
    practise: str = ""
    steps: tuple[LessonStep, ...] = Field(min_length=2, max_length=5)

    @property
    def texts(self) -> list[str]:
        """Every text that a user sees or hears."""
        found = [self.name, self.summary, self.source]
        for step in self.steps:
            found += [step.do, step.why, step.figure.means]
        return found


def load(path: Path) -> Lesson:
    """The lesson that a file describes.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    return checked(path, Lesson, _MOST_BYTES)


@cache
def lessons() -> dict[str, Lesson]:
    """The lessons that ship with the program, by id, in their order."""
    found = [load(p) for p in resource("lessons").glob("*.toml")]
    return {one.id: one for one in sorted(found, key=lambda one: (one.order, one.id))}


def lesson(name: str) -> Lesson:
    """A lesson by id.

    Raises:
        UsageError: there is none of that id.
    """
    known = lessons()
    if name not in known:
        raise UsageError(
            f"There is no lesson '{name}'{meant(name, list(known))}. "
            f"The lessons are: {', '.join(known)}."
        )
    return known[name]
