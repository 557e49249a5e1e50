"""Reads stretch files, and says exactly what is wrong with one that cannot be used."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from posecoach.errors import SpecError, UsageError
from posecoach.files import read_toml
from posecoach.paths import data_dir, resource
from posecoach.spec.names import meant
from posecoach.spec.schema import Stretch

_Model = TypeVar("_Model", bound=BaseModel)

_MOST_BYTES = 128 << 10
# Control characters but tabs and line breaks, and those that turn the direction of a text round: in
# a stranger's file they could hide what it says, or command a terminal.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)


def load(path: Path) -> Stretch:
    """The stretch that a file describes.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    plan = "is a plan, not a stretch: 'posecoach plan show FILE' says what it holds"
    return checked(path, Stretch, _MOST_BYTES, unlike=("format", plan))


def checked(
    path: Path,
    schema: type[_Model],
    most_bytes: int,
    *,
    unlike: tuple[str, str] | None = None,
) -> _Model:
    """What a TOML file says, checked.

    Args:
        unlike: a key that only another kind of file has, and what that file is.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    data = read_toml(path, most_bytes, SpecError)
    if unlike is not None and unlike[0] in data:
        raise SpecError(f"{path} {unlike[1]}.")
    for loc, text in _texts(data):
        if hidden(text):
            raise SpecError(f"{path}: {_where(loc, data)}: has characters that cannot be shown")
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        raise SpecError(explain(path, error, schema, data)) from error


def hidden(text: str) -> bool:
    """Whether a text has characters that cannot be shown."""
    return _HIDDEN.search(text) is not None


def _texts(
    value: Any, loc: tuple[int | str, ...] = ()
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """All texts of a file, each with its place: they are shown in windows and on terminals."""
    if isinstance(value, str):
        yield loc, value
    pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield from _texts(inner, (*loc, key))


def explain(path: Path, error: ValidationError, schema: type[BaseModel], data: Any) -> str:
    """One line a mistake: file: key: what was found and expected."""
    lines = []
    for e in error.errors(include_url=False):
        where = _where(e["loc"], data) or "(whole file)"
        message = e["msg"].removeprefix("Value error, ")
        found = e["input"]
        if e["type"] == "missing":
            message = "missing"
        elif e["loc"] == ("schema",) and isinstance(found, int) and found > 1:
            message = "was made for a newer posecoach; install that version"
        elif e["type"] == "extra_forbidden":
            message = f"unknown key{meant(str(e['loc'][-1]), _keys(schema))}"
        elif e["type"] != "value_error" and not isinstance(found, (dict, list)):
            message = f"found {found!r}, expected: {message[0].lower()}{message[1:]}"
        lines.append(f"{path}: {where}: {message}")
    return "\n".join(lines)


def _where(loc: tuple[int | str, ...], data: Any) -> str:
    """A key's place in a file; in a list by the entry's own id, else by its number from 1."""
    parts: list[str] = []
    for part in loc:
        data = data[part] if _has(data, part) else None
        named = data.get("id") if isinstance(data, dict) else None
        if isinstance(part, int):
            parts.append(named if isinstance(named, str) else str(part + 1))
        else:
            parts.append(part)
    return ".".join(parts)


def _has(data: Any, part: int | str) -> bool:
    if isinstance(part, int):
        return isinstance(data, list) and part < len(data)
    return isinstance(data, dict) and part in data


def _keys(schema: type[BaseModel]) -> list[str]:
    """All keys of the schema: for 'did you mean'."""
    names: set[str] = set()
    whole = schema.model_json_schema()
    for definition in whole.get("$defs", {}).values():
        names.update(definition.get("properties", {}))
    names.update(whole["properties"])
    return sorted(names)


@cache
def shipped() -> dict[str, Stretch]:
    """The stretches that ship with the program, by id, in the article's order."""
    found = [load(p) for p in sorted(resource("stretch_specs").glob("*.toml"))]
    return {s.id: s for s in found}


@dataclass(frozen=True)
class Added:
    """The stretches in the user's own folder.

    Attributes:
        stretches: by id.
        wrong: a sentence for each file that cannot be used, by the name that it was added under.
    """

    stretches: dict[str, Stretch]
    wrong: dict[str, str]


def own_folder() -> Path:
    """Where the stretches that the user added are kept."""
    return data_dir(create=False) / "stretches"


def added() -> Added:
    """The stretches that the user added; one damaged file does not hide the others."""
    try:
        files = [(p, p.stat()) for p in sorted(own_folder().glob("*.toml"))]
    except OSError:
        return Added({}, {})
    return _added(tuple((p, s.st_mtime_ns, s.st_size) for p, s in files))


@lru_cache(maxsize=1)  # read again when a file is added, removed or changed
def _added(files: tuple[tuple[Path, int, int], ...]) -> Added:
    found: dict[str, Stretch] = {}
    wrong: dict[str, str] = {}
    for path, *_ in files:
        try:
            one = load(path)
        except SpecError as error:
            wrong[path.stem] = f"A stretch that you added cannot be used. {error}"
            continue
        if one.id in shipped():
            wrong[path.stem] = (
                f"A stretch that you added is left out: {path} has the id '{one.id}' of one "
                "that ships with posecoach."
            )
        elif one.id != path.stem:
            wrong[path.stem] = (
                f"A stretch that you added is left out: the id in {path} is '{one.id}', expected "
                f"'{path.stem}'."
            )
        else:
            found[one.id] = one
    for sentence in wrong.values():
        logging.getLogger(__name__).warning(sentence)
    return Added(found, wrong)


def stretches() -> dict[str, Stretch]:
    """All stretches by id: the shipped ones in the article's order, then the user's own."""
    return {**shipped(), **added().stretches}


def is_path(name: str) -> bool:
    """Whether what stands for a stretch or a routine means a file, and not an id."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def stretch(name: str) -> Stretch:
    """A stretch by its id, or by the path of its file.

    Raises:
        UsageError: there is none of that id.
        SpecError: the file is wrong, or the one that the user added under that id is.
    """
    if is_path(name):
        return load(Path(name).expanduser())
    known = stretches()
    if name in known:
        return known[name]
    wrong = added().wrong
    if name in wrong:
        raise SpecError(wrong[name])
    raise UsageError(
        f"There is no stretch '{name}'{meant(name, list(known))}. "
        f"The stretches are: {', '.join(known)}; or name a .toml file."
    )
