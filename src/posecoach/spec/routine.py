"""Routines: ordered lists of sets, each a TOML file; two ship with the program."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from posecoach.errors import SpecError, UsageError
from posecoach.paths import resource
from posecoach.pose import Side
from posecoach.spec import limits
from posecoach.spec.load import checked, is_path, stretch
from posecoach.spec.own import check_id
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

_MOST_BYTES = 64 << 10
REST_S = 6.0  # between two sets, where a routine says nothing else


class RoutineSet(BaseModel):
    """One set. Without reps or seconds it takes the stretch's own dose.

    ``stretch`` is an id, or the path of a stretch file: from the folder of the routine's own file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stretch: str
    mode: Mode | None = None
    reps: int | None = Field(default=None, ge=limits.REPS[0], le=limits.REPS[1])
    hold_s: float | None = Field(default=None, ge=limits.HOLD_S[0], le=limits.HOLD_S[1])
    sides: Literal["left", "right", "both"] = "both"


class Routine(BaseModel):
    """What a routine file may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(max_length=60)
    first: Side | None = None
    rest_s: float = Field(default=REST_S, ge=limits.REST_S[0], le=limits.REST_S[1])
    sets: tuple[RoutineSet, ...] = Field(min_length=1, max_length=limits.MOST_SETS)


def load(path: Path) -> Routine:
    """The routine that a file describes.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    plan = f"is a plan, not a routine: take it in with 'posecoach plan open {path}', then name it"
    found = checked(path, Routine, _MOST_BYTES, unlike=("format", plan))
    found = found.model_copy(update={"sets": tuple(_placed(one, path) for one in found.sets)})
    for i, one in enumerate(found.sets, start=1):
        try:
            known: Stretch = stretch(one.stretch)
            check_id(known)
        except (UsageError, SpecError) as error:
            raise SpecError(f"{path}: sets.{i}.stretch: {error}") from error
        check_set(f"{path}: sets.{i}", one, known)
    return found


def check_set(where: str, one: RoutineSet, known: Stretch) -> None:
    """Checks that the stretch has the mode of a set, and that the mode has its dose.

    Args:
        where: file and key, for the message.

    Raises:
        SpecError: it has not.
    """
    if one.mode is not None and one.mode not in known.modes:
        raise SpecError(
            f"{where}.mode: {one.stretch} has no mode {one.mode!r}; "
            f"it has: {', '.join(known.modes)}"
        )
    if known.sides == "together" and one.sides != "both":
        raise SpecError(f"{where}.sides: {one.stretch} is done with both sides at once")
    mode = mode_of(known, one.mode, one.reps, one.hold_s)
    if one.reps is not None and mode == "hold":
        raise SpecError(f"{where}.reps: {one.stretch} is held here; expected hold_s")
    if one.hold_s is not None and mode == "mobilizer":
        raise SpecError(f"{where}.hold_s: {one.stretch} is not held here; expected reps")


def mode_of(known: Stretch, mode: Mode | None, reps: int | None, hold_s: float | None) -> Mode:
    """The mode of a set: as it says, else the one that its dose is of, else the usual one."""
    if mode is not None:
        return mode
    asked: Mode | None = "mobilizer" if reps is not None else "hold" if hold_s is not None else None
    return asked if asked is not None and asked in known.modes else known.modes[0]


def _placed(one: RoutineSet, routine: Path) -> RoutineSet:
    """The set with the path of its stretch file made whole, where it names a file."""
    if not is_path(one.stretch):
        return one
    whole = routine.resolve().parent / Path(one.stretch).expanduser()
    return one.model_copy(update={"stretch": str(whole)})


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
    if is_path(name):
        return load(Path(name).expanduser())
    raise UsageError(
        f"There is no routine '{name}'. There are: {', '.join(known)}; or name a .toml file."
    )
