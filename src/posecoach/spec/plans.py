"""Plans: a routine of one's own with its days, as one file that can be handed over.

A plan file is data alone: nothing in it is run, no path in it is followed, and its size is limited.
The stretches of its author, which others do not have, stand in the file as a whole; they are
checked as every stretch file is.
"""

import re
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field, model_validator

from posecoach.errors import RecordError, SpecError, UsageError
from posecoach.files import private
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import data_dir, reason
from posecoach.pose import Side
from posecoach.spec import own
from posecoach.spec.load import added, checked, is_path, own_folder, shipped, stretch
from posecoach.spec.names import meant
from posecoach.spec.routine import REST_S, Routine, RoutineSet
from posecoach.spec.rules import Strict
from posecoach.spec.schema import Stretch

MOST_BYTES = 512 << 10
_ID = re.compile(r"^[a-z][a-z0-9_]{0,39}$")

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
#: The names of the days, as short words.
DAY_WORDS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


class Plan(Strict):
    """What a plan file may say.

    Attributes:
        author: who made it, in their own words.
        note: what the author says about it.
        days: on which it is the day's routine; empty: on none by itself.
        stretches: those of its author, as whole stretch files.
    """

    format: Literal["posecoach-plan"]
    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(min_length=1, max_length=60)
    author: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=500)
    days: tuple[Day, ...] = Field(default=(), max_length=7)
    first: Side | None = None
    rest_s: float = Field(default=REST_S, ge=0, le=300)
    sets: tuple[RoutineSet, ...] = Field(min_length=1, max_length=50)
    stretches: tuple[Stretch, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _sound(self) -> "Plan":
        if len(set(self.days)) < len(self.days):
            raise ValueError("days: expected each day once")
        for i, one in enumerate(self.sets):
            if is_path(one.stretch):
                raise ValueError(f"sets.{i}.stretch: found a path, expected the id of a stretch")
        ids = [s.id for s in self.stretches]
        if len(set(ids)) < len(ids):
            raise ValueError("stretches: expected each id once")
        unused = [i for i in ids if i not in {one.stretch for one in self.sets}]
        if unused:
            raise ValueError(f"stretches: {', '.join(unused)} stands in no set")
        return self

    @property
    def id(self) -> str:
        """The name of its file: its name in small letters."""
        return id_of(self.name)

    @property
    def routine(self) -> Routine:
        """What is done."""
        return Routine(
            schema=1, name=self.name, first=self.first, rest_s=self.rest_s, sets=self.sets
        )

    def on(self, day: date) -> bool:
        """Whether it is the routine of a day."""
        return DAYS[day.weekday()] in self.days


def id_of(name: str) -> str:
    """A name as an id: 'My mornings' is 'my_mornings'."""
    plain = name.lower()
    for letter, plainly in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, plainly)
    out = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    return out if _ID.match(out) else f"plan_{out}"[:40].strip("_")


# ---------------------------------------------------------------------- reading


def load(path: Path) -> Plan:
    """The plan that a file holds; nothing is kept yet.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    found = checked(path, Plan, MOST_BYTES)
    _check_sets(path, found)
    return found


def _check_sets(path: Path, plan: Plan) -> None:
    """Every set names a stretch that there is, with a mode that it has."""
    inside = {s.id: s for s in plan.stretches}
    for name in inside:
        if name in shipped():
            raise SpecError(
                f"{path}: stretches: a stretch with the id '{name}' ships with posecoach; its "
                "author must give it another id"
            )
    for i, one in enumerate(plan.sets):
        try:
            known = inside.get(one.stretch) or stretch(one.stretch)
        except (UsageError, SpecError) as error:
            raise SpecError(f"{path}: sets.{i}.stretch: {error}") from error
        if one.mode is not None and one.mode not in known.modes:
            raise SpecError(
                f"{path}: sets.{i}.mode: {one.stretch} has no mode {one.mode!r}; "
                f"it has: {', '.join(known.modes)}"
            )


@dataclass(frozen=True)
class Kept:
    """The plans in the user's own folder.

    Attributes:
        plans: by id.
        wrong: a sentence for each file that cannot be used, by id.
    """

    plans: dict[str, Plan]
    wrong: dict[str, str]


def folder() -> Path:
    """Where the user's plans are kept."""
    return data_dir(create=False) / "plans"


def kept() -> Kept:
    """The user's plans; one damaged file does not hide the others."""
    files: list[tuple[Path, int, int]] = []
    for place in (folder(), own_folder()):  # a plan may need a stretch that was taken away
        try:
            found = [(p, p.stat()) for p in sorted(place.glob("*.toml"))]
        except OSError:
            continue
        files += [(p, s.st_mtime_ns, s.st_size) for p, s in found]
    return _kept(tuple(files))


@lru_cache(maxsize=1)  # read again when a file is added, removed or changed
def _kept(files: tuple[tuple[Path, int, int], ...]) -> Kept:
    plans: dict[str, Plan] = {}
    wrong: dict[str, str] = {}
    for path, *_rest in files:
        if path.parent != folder():
            continue
        try:
            plans[path.stem] = load(path)
        except SpecError as error:
            wrong[path.stem] = f"A plan of yours cannot be used. {error}"
    return Kept(plans, wrong)


def plan(name: str) -> Plan:
    """A plan of the user's own by its id.

    Raises:
        UsageError: there is none of that id.
        SpecError: its file is wrong.
    """
    found = kept()
    if name in found.plans:
        return found.plans[name]
    if name in found.wrong:
        raise SpecError(found.wrong[name])
    have = f"You have: {', '.join(found.plans)}." if found.plans else "You have none."
    raise UsageError(f"There is no plan '{name}'{meant(name, list(found.plans))}. {have}")


def due(day: date) -> Plan | None:
    """The plan of a day; None if there is none. Of several, the first by name."""
    return next((p for _id, p in sorted(kept().plans.items()) if p.on(day)), None)


# ---------------------------------------------------------------------- keeping


def keep(new: Plan, *, replaces: str = "") -> str:
    """Keeps a plan, and the stretches of its author among the user's own; returns its id.

    Args:
        new: the plan.
        replaces: the id of the user's plan that it takes the place of; empty for a new one.

    Raises:
        UsageError: there is a plan of that name, or another stretch of the same id or name.
        RecordError: it cannot be written.
    """
    name = new.id
    there = kept()
    if name != replaces and (name in there.plans or name in there.wrong):
        raise UsageError(
            f"You have a plan with the name '{new.name}' already; remove it first, with "
            f"'posecoach plan remove {name}' or on the page of your plans, or give this one "
            "another name."
        )
    missing = [s for s in new.stretches if not _have(s)]
    taken: list[str] = []
    try:
        for one in missing:
            _add(one)
            taken.append(one.id)
        _write(folder() / f"{name}.toml", text_of(new))
    except BaseException:
        for one_id in taken:  # all of it, or nothing
            own.remove(one_id)
        raise
    if replaces and replaces != name:
        remove(replaces)
    return name


def _have(one: Stretch) -> bool:
    """Whether the user has this stretch already.

    Raises:
        UsageError: they have another one of its id.
    """
    mine = added().stretches.get(one.id)
    if mine is None:
        return False
    if mine != one:
        raise UsageError(
            f"You have another stretch with the id '{one.id}'; the plan's own cannot be kept "
            f"beside it. Take yours away with 'posecoach stretches remove {one.id}', or ask the "
            "plan's author for another id."
        )
    return True


def _add(one: Stretch) -> None:
    """Adds a stretch of a plan to the user's own."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{one.id}.toml"
        path.write_text(_toml(one.model_dump(mode="json", by_alias=True, exclude_unset=True)))
        own.add(path)


def save(plan: Plan, path: Path) -> None:
    """Writes a plan as one file, to hand over, with the user's own stretches in it.

    Raises:
        RecordError: it cannot be written.
    """
    _write(path, text_of(complete(plan)))


def complete(plan: Plan) -> Plan:
    """The plan with all the stretches in it that do not ship with the program."""
    inside = {s.id: s for s in plan.stretches}
    for one in plan.sets:
        if one.stretch not in shipped() and one.stretch not in inside:
            inside[one.stretch] = stretch(one.stretch)
    return plan.model_copy(update={"stretches": tuple(inside.values())})


def text_of(plan: Plan) -> str:
    """A plan as a file's text."""
    return _toml(plan.model_dump(mode="json", by_alias=True, exclude_unset=True))


def _toml(data: dict[str, Any]) -> str:
    import tomlkit

    out = tomlkit.dumps(_without_none(data))
    tomllib.loads(out)
    return out


def _without_none(data: Any) -> Any:
    if isinstance(data, dict):
        return {k: _without_none(v) for k, v in data.items() if v is not None}
    return [_without_none(v) for v in data] if isinstance(data, list) else data


def _write(path: Path, text: str) -> None:
    try:
        if path.parent == folder():
            data_dir()
            folder().mkdir(mode=0o700, exist_ok=True)
        private(path, text)
    except OSError as error:
        raise RecordError(f"{path} cannot be written ({reason(error)}).") from error


def remove(name: str) -> None:
    """Removes a plan of the user's own; its stretches stay.

    Raises:
        UsageError: there is none of that id.
        RecordError: it cannot be removed.
    """
    there = kept()
    if name not in there.plans and name not in there.wrong:
        plan(name)  # says which there are
    try:
        (folder() / f"{name}.toml").unlink()
    except OSError as error:
        raise RecordError(f"The plan '{name}' cannot be removed ({reason(error)}).") from error


# ---------------------------------------------------------------------- in words


def days_words(days: Iterable[Day]) -> str:
    """Days as words: 'Mon, Wed, Fri'; every day or none as such."""
    found = [d for d in DAYS if d in set(days)]
    if not found:
        return tr(_("on no fixed day"))
    if len(found) == len(DAYS):
        return tr(_("every day"))
    return ", ".join(tr(DAY_WORDS[DAYS.index(d)]) for d in found)
