"""A plan file as an author hands it over."""

import tomllib
from pathlib import Path
from typing import Any

import tomlkit

import posecoach.app.cli  # noqa: F401 - adds the commands
from posecoach.paths import resource


def written(folder: Path, **changes: Any) -> Path:
    data: dict[str, Any] = {
        "format": "posecoach-plan",
        "schema": 1,
        "name": "My mornings",
        "author": "A physiotherapist",
        "days": ["mon", "wed"],
        "rest_s": 10,
        "sets": [
            {"stretch": "lateral_line", "reps": 3, "sides": "left"},
            {"stretch": "hip_flexor", "mode": "hold", "hold_s": 15},
        ],
    }
    data.update(changes)
    path = folder / "given.toml"
    path.write_text(tomlkit.dumps({k: v for k, v in data.items() if v is not None}), "utf-8")
    return path


def another(id: str = "my_reach", name: str = "My reach") -> dict[str, Any]:
    """A stretch of an author: as the side reach, with an id and a name of its own."""
    data = tomllib.loads((resource("stretch_specs") / "lateral_line.toml").read_text("utf-8"))
    return {**data, "id": id, "name": name}
