"""Plan files: read, saved among the user's own, exported, removed.

A plan file is data alone: nothing in it is run, no path in it leads out of its own folder, and its
size is limited.
"""

import tempfile
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from posecoach.errors import RecordError, SpecError, UsageError
from posecoach.files import private
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import data_dir, reason
from posecoach.spec import own, routine
from posecoach.spec.load import added, checked, hidden, is_path, own_folder, shipped, stretch
from posecoach.spec.names import meant
from posecoach.spec.plan import Plan
from posecoach.spec.routine import check_set
from posecoach.spec.schema import Stretch

MOST_BYTES = 512 << 10


# ---------------------------------------------------------------------- reading


def load(path: Path) -> Plan:
    """The plan that a file holds; nothing is saved yet.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    stretch_file = "is a stretch, not a plan: 'posecoach stretches check FILE' checks it"
    read = checked(path, Plan, MOST_BYTES, unlike=("dose", stretch_file))
    found = _whole(path, read)
    _check_sets(path, found)
    return found


def _whole(path: Path, plan: Plan) -> Plan:
    """The plan with the stretch files that its sets name in it, so that it can be kept alone.

    Raises:
        SpecError: such a file is wrong, or is not in the plan's own folder.
    """
    inside = {s.id: s for s in plan.stretches}
    sets = []
    for i, one in enumerate(plan.sets, start=1):
        if is_path(one.stretch):
            where = f"{path}: sets.{i}.stretch"
            known = _beside(where, path.parent, one.stretch)
            if inside.setdefault(known.id, known) != known:
                raise SpecError(f"{where}: the plan has another stretch with the id '{known.id}'")
            one = one.model_copy(update={"stretch": known.id})
        sets.append(one)
    return plan.model_copy(update={"sets": tuple(sets), "stretches": tuple(inside.values())})


def _beside(where: str, place: Path, name: str) -> Stretch:
    """The stretch in a file that a plan names, which stands in the plan's folder or below it."""
    file = (place / name).resolve()
    if not file.is_relative_to(place.resolve()):
        raise SpecError(f"{where}: expected a file in the plan's own folder, found {name!r}")
    try:
        return stretch(str(file))
    except SpecError as error:
        raise SpecError(f"{where}: {error}") from error


def _check_sets(path: Path, plan: Plan) -> None:
    """Checks that every set names a stretch that exists, and a mode that it has."""
    inside = {s.id: s for s in plan.stretches}
    for name in inside:
        if name in shipped():
            raise SpecError(
                f"{path}: stretches: a stretch with the id '{name}' ships with posecoach; its "
                "author must give it another id"
            )
    for i, one in enumerate(plan.sets, start=1):
        try:
            known = inside.get(one.stretch) or stretch(one.stretch)
        except (UsageError, SpecError) as error:
            raise SpecError(f"{path}: sets.{i}.stretch: {error}") from error
        check_set(f"{path}: sets.{i}", one, known)


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
    """Where the user's plans are saved."""
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


def named(name: str) -> str:
    """The id of the plan with an id or a name, in small or capital letters; else what was given."""
    found = kept()
    ids = [*found.plans, *found.wrong]
    if name in ids:
        return name
    wanted = name.strip().casefold()
    called = [i for i, p in found.plans.items() if p.name.strip().casefold() == wanted]
    return next(iter([*called, *(i for i in ids if i == wanted)]), name)


def plan(name: str) -> Plan:
    """A plan of the user's own by its id or its name.

    Raises:
        UsageError: there is none of that id or name.
        SpecError: its file is wrong.
    """
    found, name = kept(), named(name)
    if name in found.plans:
        return found.plans[name]
    if name in found.wrong:
        raise SpecError(found.wrong[name])
    have = f"You have: {', '.join(found.plans)}." if found.plans else "You have none."
    raise UsageError(f"There is no plan '{name}'{meant(name, list(found.plans))}. {have}")


def due(day: date) -> Plan | None:
    """The plan of a day; None if there is none. Of several, the first by name."""
    return next((p for _id, p in sorted(kept().plans.items()) if p.on(day)), None)


def remove_stretch(name: str) -> None:
    """Takes a stretch out of the user's folder, unless a plan needs it.

    Raises:
        UsageError: a plan of the user's has it, or the user has added none of that id.
        RecordError: it cannot be removed.
    """
    using = [i for i, p in kept().plans.items() if any(s.stretch == name for s in p.sets)]
    if using:
        raise UsageError(
            f"The plan '{using[0]}' has the stretch '{name}'; take it out of the plan first, or "
            f"remove the plan with 'posecoach plan remove {using[0]}'.",
            window=tr(_("Your plan “{name}” has this stretch: take it out there first.")).format(
                name=kept().plans[using[0]].name
            ),
        )
    own.remove(name)


# ---------------------------------------------------------------------- keeping


def keep(new: Plan, *, replaces: str = "") -> str:
    """Saves a plan, and its author's stretches, among the user's own; returns its id.

    Args:
        new: the plan.
        replaces: the id of the user's plan that it replaces; empty for a new one.

    Raises:
        UsageError: there is a plan of that name, or another stretch of the same id or name.
        RecordError: it cannot be written.
    """
    name = new.id
    if name in routine.shipped():
        raise UsageError(
            f"'{new.name}' is the name of a routine that ships with posecoach; give this plan "
            "another name.",
            window=_taken(tr(routine.load(routine.shipped()[name]).name)),
        )
    if hidden(new.name):
        raise UsageError(
            "The plan's name has characters that cannot be shown; write it anew.",
            window=tr(_("The name has characters that cannot be shown: write it anew.")),
        )
    there = kept()
    if name != replaces and (name in there.plans or name in there.wrong):
        other = there.plans[name].name if name in there.plans else name
        raise UsageError(
            f"You have a plan with the name '{other}' already; remove it first, with "
            f"'posecoach plan remove {name}' or on the page of your plans, or give this one "
            "another name.",
            window=_taken(other),
        )
    missing = [s for s in new.stretches if not _have(s)]
    taken: list[str] = []
    try:
        for one in missing:
            _add(one)
            taken.append(one.id)
        # Without its stretches: they are the user's own now, and may be recorded anew.
        _write(folder() / f"{name}.toml", text_of(new.model_copy(update={"stretches": ()})))
    except BaseException:
        for one_id in taken:  # everything or nothing is saved
            own.remove(one_id)
        raise
    if replaces and replaces != name:
        remove(replaces)
    return name


def _taken(other: str) -> str:
    """What the window says where a plan's name is that of another, or hardly another one."""
    said = tr(_("There is “{name}” already. Give this one a name that differs more."))
    return said.format(name=other)


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
        text = _toml(one.model_dump(mode="json", by_alias=True, exclude_unset=True))
        path.write_text(text, "utf-8")
        own.add(path)


def save(plan: Plan, path: Path) -> None:
    """Writes a plan as one file that others can use, with the user's own stretches in it.

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
    """Writes a plan file that only the user may read; makes the plans' folder if it is missing."""
    try:
        if path.parent == folder():
            data_dir()  # makes the data folder, which holds that of the plans
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
    there, name = kept(), named(name)
    if name not in there.plans and name not in there.wrong:
        plan(name)  # raises, and says which plans there are
    try:
        (folder() / f"{name}.toml").unlink()
    except OSError as error:
        raise RecordError(f"The plan '{name}' cannot be removed ({reason(error)}).") from error
