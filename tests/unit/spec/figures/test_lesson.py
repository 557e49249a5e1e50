"""Lesson files: all of ours are right, and a wrong one is refused with a sentence."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import posecoach.app.cli  # noqa: F401 - adds the commands
from posecoach.app.cli.root import app
from posecoach.errors import SpecError, UsageError
from posecoach.paths import resource
from posecoach.sinks.screen.bodies import lesson as drawing
from posecoach.sinks.screen.theme import DARK
from posecoach.spec.figures.lesson import lesson, lessons, load

#: No lesson may promise that anything gets well.
_PROMISES = re.compile(r"\b(cure|heal|relie[fv]|prevents?|treats?|painless|fix(es)?)\b", re.I)


def test_there_is_a_lesson_for_each_of_the_days_positions_each_with_its_source() -> None:
    assert list(lessons()) == [
        "side_lying", "back_lying", "getting_up", "hip_hinge", "standing", "sitting",
    ]  # fmt: skip
    for one in lessons().values():
        assert 2 <= len(one.steps) <= 5
        assert one.source
        assert not _PROMISES.search(
            " ".join([one.summary, *(f"{s.do} {s.why}" for s in one.steps)])
        )


@pytest.mark.parametrize("name", lessons())
def test_every_figure_is_drawn_whole(name: str) -> None:
    ground = (10, 200, 90)
    for step in lessons()[name].steps:
        picture = drawing.picture(step.figure, (240, 180), DARK, ground)
        assert picture.shape == (180, 240, 3)
        drawn = np.any(picture != np.array(ground, np.uint8), axis=2)
        assert drawn.mean() > 0.03
        inside = drawn[:, 1:-1]
        assert not inside[0].any(), "cut at the top"
        skin = np.abs(picture.astype(int) - np.array(DARK.figure.skin)).sum(axis=2) < 30
        assert skin.any()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("steps", [], "steps"),
        ("name", "x" * 80, "name"),
        ("id", "Not An Id", "id"),
        ("run", "print()", "unknown key"),
    ],
)
def test_a_wrong_file_is_refused_with_the_key(
    key: str, value: object, told: str, tmp_path: Path
) -> None:
    import tomlkit

    whole = tomllib.loads((resource("lessons") / "standing.toml").read_text("utf-8"))
    whole[key] = value
    file = tmp_path / "wrong.toml"
    file.write_text(tomlkit.dumps(whole), "utf-8")
    with pytest.raises(SpecError, match=told):
        load(file)


def test_an_unknown_lesson_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="side_lying"):
        lesson("side_lyin")


def test_the_command_lists_them_and_shows_one_in_words() -> None:
    run = CliRunner()
    listed = run.invoke(app, ["lessons"])
    assert listed.exit_code == 0
    assert all(name in listed.output for name in lessons())
    one = run.invoke(app, ["lessons", "back_lying"])
    assert "1. Lie on your back" in one.output
    assert "Source: Mayo Clinic" in one.output
