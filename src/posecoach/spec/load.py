"""Reads stretch files, and says exactly what is wrong with one that cannot be used."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ValidationError

from posecoach.errors import SpecError, UsageError
from posecoach.files import read_toml
from posecoach.paths import resource
from posecoach.spec.names import meant
from posecoach.spec.schema import Stretch

_MOST_BYTES = 128 << 10


def load(path: Path) -> Stretch:
    """The stretch that a file describes.

    Raises:
        SpecError: with file, key, what was found and what was expected.
    """
    data = read_toml(path, _MOST_BYTES, SpecError)
    try:
        return Stretch.model_validate(data)
    except ValidationError as error:
        raise SpecError(explain(path, error, Stretch)) from error


def explain(path: Path, error: ValidationError, schema: type[BaseModel]) -> str:
    """One line a mistake: file: key: what was found and expected."""
    lines = []
    for e in error.errors(include_url=False):
        where = ".".join(str(part) for part in e["loc"]) or "(whole file)"
        message = e["msg"].removeprefix("Value error, ")
        found = e["input"]
        if e["type"] == "missing":
            message = "missing"
        elif e["type"] == "extra_forbidden":
            message = f"unknown key{meant(str(e['loc'][-1]), _keys(schema))}"
        elif e["type"] != "value_error" and not isinstance(found, (dict, list)):
            message = f"found {found!r}, expected: {message[0].lower()}{message[1:]}"
        lines.append(f"{path}: {where}: {message}")
    return "\n".join(lines)


def _keys(schema: type[BaseModel]) -> list[str]:
    """All keys of the schema: for 'did you mean'."""
    names: set[str] = set()
    whole = schema.model_json_schema()
    for definition in whole.get("$defs", {}).values():
        names.update(definition.get("properties", {}))
    names.update(whole["properties"])
    return sorted(names)


@cache
def stretches() -> dict[str, Stretch]:
    """The stretches that ship with the program, by id, in the article's order."""
    found = [load(p) for p in sorted(resource("stretch_specs").glob("*.toml"))]
    return {s.id: s for s in found}


def stretch(name: str) -> Stretch:
    """A shipped stretch by id.

    Raises:
        UsageError: there is none of that id.
    """
    known = stretches()
    if name not in known:
        raise UsageError(
            f"There is no stretch '{name}'{meant(name, list(known))}. "
            f"The stretches are: {', '.join(known)}."
        )
    return known[name]
