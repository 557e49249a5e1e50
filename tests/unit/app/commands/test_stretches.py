"""The ``stretches`` commands: a list that fits the terminal, and rules apart from advice."""

import pytest
from typer.testing import CliRunner

import posecoach.app.cli  # noqa: F401 - adds the commands
from posecoach.app.cli.root import app
from posecoach.spec.load import shipped


def test_the_list_breaks_no_word_on_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = CliRunner().invoke(app, ["stretches", "list"]).output
    words = set(said.split())
    for stretch in shipped().values():
        text = f"{stretch.id} {stretch.name} {', '.join(stretch.modes)} {stretch.evidence}"
        assert words >= set(text.split())


def test_hints_are_shown_as_advice() -> None:
    said = CliRunner().invoke(app, ["stretches", "show", "bridge"]).output
    checked, advice = said.split("What is checked:")[1].split("Advice:")
    assert "too_fast" in checked
    assert "feet_far" in advice
    assert "feet_far" not in checked
