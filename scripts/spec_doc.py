"""Writes docs/spec.md from the schema of stretch files; with --check says whether it is up to date.

uv run python scripts/spec_doc.py [--check]
"""

import argparse
import sys
from pathlib import Path
from typing import Any, get_args

from posecoach.measure.body import LANDMARK_NAMES, PAIRED, ROLE_PREFIXES, SIDE_PREFIXES
from posecoach.measure.measures import Measure
from posecoach.spec.figures.guide import JOINTS, MORE_JOINTS
from posecoach.spec.meanings import ERRORS, MEANINGS, OF_A_REP
from posecoach.spec.rules import HOLD_MEASURES, REP_MEASURES
from posecoach.spec.schema import Stretch

PAGE = Path(__file__).parent.parent / "docs" / "spec.md"
_HEAD = """# What a stretch file may say

Made by `uv run python scripts/spec_doc.py` from the schema itself; do not edit it by hand. The
same as JSON Schema, for editors: `posecoach stretches check --schema`. Lengths are torso lengths
(T: mid-shoulder to mid-hip in the picture), angles degrees, times seconds. Left and right are the
user's own.
"""
_SIGNS = """Signs, by `positive`: `left` + toward the user's left (for one who faces the camera);
`side` + toward the side in work; `forward` + the way one faces; `right_of_picture` the picture's
own axis."""
_POINTS = """## Points

A point is a landmark, or a part with a prefix: `mid_` is the middle of both sides, `side_` and
`other_` the side in work and the other one, `near_` and `far_` nearest to and farthest from the
camera (for one who is sideways), `kneeling_` and `front_` the leg on the floor and the other one
(with `half_kneeling`), and `planted_knee` where the knee on the floor stays. Only the near limb is
judged from the side: the far one is guessed.
"""


def _type(own: dict[str, Any]) -> str:
    """The type of a key in a few letters."""
    if "anyOf" in own:
        return " or ".join(dict.fromkeys(_type(o) for o in own["anyOf"] if o != {"type": "null"}))
    if "$ref" in own:
        return str(own["$ref"]).rsplit("/", 1)[1]
    if "enum" in own:
        return ", ".join(f"`{v}`" for v in own["enum"])
    if "const" in own:
        return f"`{own['const']}`"
    if own.get("type") == "array":
        return f"list of {_type(own['items'])}" if "items" in own else "list"
    return str(own.get("type", "table"))


def _default(own: dict[str, Any]) -> str:
    value = own.get("default")
    return "" if value in (None, "", []) else f"`{value}`".replace("True", "true")


def _table(name: str, schema: dict[str, Any]) -> list[str]:
    lines = [f"### {name}", ""]
    about = schema.get("description", "").split("Attributes:")[0].strip()
    lines += [about, ""] if about else []
    lines += ["| key | meaning | type | default |", "|---|---|---|---|"]
    needed = set(schema.get("required", ()))
    for key, own in schema["properties"].items():
        mark = "**" if key in needed else ""
        meaning = own.get("description") or MEANINGS.get(name, {}).get(key, "")
        kind = _type(own).replace("|", "\\|")
        lines.append(f"| {mark}`{key}`{mark} | {meaning} | {kind} | {_default(own)} |")
    return [*lines, ""]


def page() -> str:
    """The whole page."""
    schema = Stretch.model_json_schema()
    parts = schema["$defs"]
    lines = [_HEAD, "## Keys", "", "Bold ones are needed.", ""]
    lines += _table("Stretch", schema)
    for name in MEANINGS:
        if name in parts:
            lines += _table(name, parts[name])
    lines += ["## Measures", "", "Each has a `kind`, and with `neutral` it is the change from the"]
    lines += ["user's own value in the start position.", ""]
    for model in get_args(get_args(Measure)[0]):
        fields = model.model_fields
        kinds = get_args(fields["kind"].annotation)
        about = " ".join((model.__doc__ or "").split())
        keys = [f.alias or n for n, f in fields.items() if n not in ("kind", "neutral")]
        named = ", ".join(f"`{k}`" for k in keys) or "no keys"
        lines += [f"- **{', '.join(kinds)}** ({named}): {about}"]
        error = ERRORS.get(kinds[0])
        lines += [f"  Error: {error}."] if error else []
    lines += ["", _SIGNS, ""]
    lines += ["### Of a whole repetition or hold", ""]
    lines += ["| measure | meaning | unit | error |", "|---|---|---|---|"]
    lines += [f"| `{m}` | {' | '.join(OF_A_REP[m])} |" for m in (*REP_MEASURES, *HOLD_MEASURES)]
    lines += [""]
    lines += [_POINTS, f"Landmarks: {', '.join(f'`{n}`' for n in LANDMARK_NAMES)}.", ""]
    prefixes = ", ".join(f"`{p}_`" for p in (*SIDE_PREFIXES, *ROLE_PREFIXES))
    lines += [f"Prefixes: {prefixes}; parts: {', '.join(f'`{p}`' for p in PAIRED)}.", ""]
    joints = ", ".join(f"`{j}`" for j in (*JOINTS, *MORE_JOINTS))
    lines += [f"Joints of the guide figure: {joints}."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the page, or checks it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="say whether the page is up to date")
    made = page()
    if parser.parse_args().check:
        if PAGE.exists() and PAGE.read_text("utf-8") == made:
            return 0
        print("docs/spec.md is not up to date; run scripts/spec_doc.py.", file=sys.stderr)
        return 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
