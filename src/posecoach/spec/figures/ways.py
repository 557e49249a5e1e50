"""How the user gets down to the floor, up again, onto a chair and off it, between two stretches."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from posecoach.spec.figures.guide import Chair, Guide, Position
from posecoach.spec.load import checked
from posecoach.spec.rules import CueText, Strict
from posecoach.spec.schema import Level, Stretch

_MOST_BYTES = 64 << 10
#: Where the user is between two stretches: as ``Level``, or 'lying' on the back.
WayPlace = Literal["standing", "chair", "floor", "lying"]


class WayStep(Strict):
    """One step: from one position of the figure to another, with its words."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    start: str
    end: str
    show: str
    say: str
    lasts_s: float = Field(gt=0)
    chair: Chair | None = None

    @property
    def text(self) -> CueText:
        """Its words, of which those for the screen are short."""
        return CueText(show=self.show, say=self.say)


class Ways(Strict):
    """All steps, the ways that are made of them, and the positions between which they go."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    steps: tuple[WayStep, ...]
    ways: dict[str, tuple[str, ...]]
    positions: dict[str, Position]

    @model_validator(mode="after")
    def _known(self) -> "Ways":
        ids = {s.id for s in self.steps}
        for name, way in self.ways.items():
            if not set(way) <= ids or not {*name.split("_")} <= {*get_args(WayPlace)}:
                raise ValueError(f"ways.{name}: unknown step or place")
        for step in self.steps:
            self.guide(step)
        return self

    def guide(self, step: WayStep) -> Guide:
        """The figure's movement of a step."""
        return Guide(
            start=self.positions[step.start],
            end=self.positions[step.end],
            out_s=0.7 * step.lasts_s,
            end_s=0.3 * step.lasts_s,
            chair=step.chair,
        )


@cache
def ways() -> Ways:
    """What ships with the program.

    Raises:
        SpecError: the file is wrong.
    """
    path = Path(str(files("posecoach.spec.figures") / "ways.toml"))
    return checked(path, Ways, _MOST_BYTES)


@cache
def step(name: str) -> WayStep | None:
    """A step by its id; None where there is none of that name."""
    return next((s for s in ways().steps if s.id == name), None)


@cache
def guide(name: str) -> Guide:
    """The figure's movement of a step."""
    found = step(name)
    assert found is not None
    return ways().guide(found)


def place_of(stretch: Stretch) -> WayPlace:
    """Where the user is while they do a stretch."""
    level: Level = stretch.level
    return "lying" if level == "floor" and stretch.bearing == "supine" else level


def way(before: Stretch, after: Stretch) -> tuple[WayStep, ...]:
    """The steps from one stretch to the next; none if the place is the same."""
    names = ways().ways.get(f"{place_of(before)}_{place_of(after)}", ())
    return tuple(s for n in names if (s := step(n)) is not None)
