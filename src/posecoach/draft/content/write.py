"""Writes a draft as a TOML file with comments, easy to read and to edit."""

import json
from collections.abc import Mapping
from typing import Any

_TABLES = ("dose", "measures", "guide")
_LISTS = ("recognise", "rules")


def text(stretch: Mapping[str, Any], about: list[str], why: Mapping[str, str]) -> str:
    """The file.

    Args:
        stretch: as ``Stretch`` reads it.
        about: the comment at its top, a line each.
        why: further comments, by the section's or the condition's own name.
    """
    lines = [f"# {line}".rstrip() for line in about]
    plain = {k: v for k, v in stretch.items() if not isinstance(v, Mapping) and k not in _LISTS}
    lines += [f"{k} = {_value(v)}" for k, v in plain.items()]
    for key, value in stretch.items():
        if key in plain:
            continue
        lines.append("")
        if key in why:
            lines += [f"# {line}" for line in why[key].splitlines()]
        if key in _LISTS:
            for i, one in enumerate(value):
                lines += [*([""] if i else []), *_entry(key, one, why)]
        elif key in _TABLES:
            lines += _nested(key, value, why)
        else:
            lines += [f"[{key}]", *_rows(key, value, why)]
            lines += [
                line for k, v in value.items() if _is_table(v) for line in _table(f"{key}.{k}", v)
            ]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and "show" in value


def _rows(path: str, table: Mapping[str, Any], why: Mapping[str, str]) -> list[str]:
    """The plain keys of a table, a line each."""
    out = []
    for key, value in table.items():
        if not _is_table(value):
            comment = why.get(f"{path}.{key}")
            out.append(f"{key} = {_value(value)}" + (f"   # {comment}" if comment else ""))
    return out


def _nested(key: str, value: Mapping[str, Any], why: Mapping[str, str]) -> list[str]:
    """A table of tables, its own plain values first."""
    own = {k: v for k, v in value.items() if not isinstance(v, Mapping)}
    out = [f"[{key}]", *_rows(key, own, why)] if own else []
    for name, table in value.items():
        if name not in own:
            comment = why.get(f"{key}.{name}")
            out.append(f"[{key}.{name}]" + (f"   # {comment}" if comment else ""))
            out += [f"{k} = {_value(v)}" for k, v in table.items()]
    return out


def _table(path: str, table: Mapping[str, Any]) -> list[str]:
    """A table without further ones in it."""
    return [f"[{path}]", *(f"{k} = {_value(v)}" for k, v in table.items())]


def _entry(key: str, one: Mapping[str, Any], why: Mapping[str, str]) -> list[str]:
    """One of a list of tables: its plain keys, then the tables in it."""
    comment = why.get(f"{key}.{one['id']}")
    out = [f"[[{key}]]" + (f"   # {comment}" if comment else "")]
    for name, value in one.items():
        if name == "fault":
            ((which, conditions),) = value.items()
            out += [f"fault.{which} = {_value(conditions)}"]
        elif not _is_table(value):
            out.append(f"{name} = {_value(value)}")
    return out + [line for k, v in one.items() if _is_table(v) for line in _table(f"{key}.{k}", v)]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, (list, tuple)):
        inner = [_value(v) for v in value]
        if sum(map(len, inner)) > 80:
            return "[\n    " + ",\n    ".join(inner) + ",\n]"
        return "[" + ", ".join(inner) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}" if value != int(value) else f"{int(value)}"
    return str(value)
