"""Routines: ordered lists of sets, each a TOML file; two ship with the program."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posecoach.errors import SpecError, UsageError
from posecoach.files import read_toml
from posecoach.paths import resource
from posecoach.pose import Side
from posecoach.spec.load import explain, stretch
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

_MOST_BYTES = 64 << 10
REST_S = 6.0  # between two sets, where a routine says nothing else


class RoutineSet(BaseModel):
    """One set. Without reps or seconds it takes the stretch's own dose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stretch: str
    mode: Mode | None = None
    reps: int | None = Field(default=None, ge=1, le=100)
    hold_s: float | None = Field(default=None, ge=3, le=600)
    sides: Literal["left", "right", "both"] = "both"


class Routine(BaseModel):
    """What a routine file may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(max_length=60)
    first: Side | None = None
    rest_s: float = Field(default=REST_S, ge=0, le=300)
    sets: tuple[RoutineSet, ...] = Field(min_length=1, max_length=50)


def load(path: Path) -> Routine:
    """The routine that a file describes.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    data = read_toml(path, _MOST_BYTES, SpecError)
    try:
        found = Routine.model_validate(data)
    except ValidationError as error:
        raise SpecError(explain(path, error, Routine)) from error
    for i, one in enumerate(found.sets):
        try:
            known: Stretch = stretch(one.stretch)
        except UsageError as error:
            raise SpecError(f"{path}: sets.{i}.stretch: {error}") from error
        if one.mode is not None and one.mode not in known.modes:
            raise SpecError(
                f"{path}: sets.{i}.mode: {one.stretch} has no mode {one.mode!r}; "
                f"it has: {', '.join(known.modes)}"
            )
    return found


def shipped() -> dict[str, Path]:
    """The routines that ship with the program, by name of their files."""
    return {p.stem: p for p in sorted(resource("routines").glob("*.toml"))}


def routine(name: str) -> Routine:
    """A shipped routine by name, or one's own by its file.

    Raises:
        UsageError: there is none of that name.
        SpecError: the file is wrong.
    """
    known = shipped()
    if name in known:
        return load(known[name])
    if name.endswith(".toml") or "/" in name or "\\" in name:
        return load(Path(name).expanduser())
    raise UsageError(
        f"There is no routine '{name}'. There are: {', '.join(known)}; or name a .toml file."
    )
