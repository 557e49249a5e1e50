"""Languages: catalogues complete and compiled; no word is hard-wired or runs out of its place."""

import re
from collections.abc import Iterator
from pathlib import Path

import catalogue
import numpy as np
import pytest

from posecoach import language
from posecoach.cues import tips
from posecoach.cues import words as room
from posecoach.events import Cue
from posecoach.pose import Pose
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.screen import Screen
from posecoach.spec.load import stretches
from tests.moments import SCREENS

_ACCENTS = str.maketrans("aeiounAEIOUN", "àéîöüñÀÉÎÖÜÑ")


def pseudo(english: str) -> str:
    """A language of its own: accents, a third longer, and a mark at both ends."""
    parts = re.split(r"(\{\w+\})", english)
    body = "".join(p if p.startswith("{") else p.translate(_ACCENTS) for p in parts)
    return f"«{body}{'~' * (len(english) // 3)}»"


@pytest.fixture
def another_language() -> Iterator[None]:
    language.use_catalogue("xx", pseudo)
    yield
    language.use("en")


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


@pytest.mark.parametrize("code", [c for c in language.LANGUAGES if c != "en"])
def test_catalogues_are_complete_and_compiled(code: str) -> None:
    assert catalogue.missing(code, catalogue.collected()) == []
    path = language.catalogues() / code / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    assert path.read_bytes() == catalogue.compiled(code), "run scripts/catalogue.py"


def test_translations_keep_their_places_to_fill_and_their_brevity() -> None:
    language.use("de")
    try:
        for s in stretches().values():
            for english in catalogue.spec_texts(s):
                places = set(re.findall(r"\{\w+\}", english))
                assert set(re.findall(r"\{\w+\}", language.tr(english))) <= places | {"{side}"}
            for rule in s.rules:
                assert len(language.tr(rule.cue.show).split()) <= 6, rule.id
    finally:
        language.use("en")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANGUAGE": "de:en", "LANG": "en_US.UTF-8"}, "de"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_system_says_which_language(
    environment: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.system_language() == code


@pytest.mark.usefixtures("german")
def test_german_is_spoken() -> None:
    s = stretches()["lateral_line"]
    said = room.words(Cue(1.0, "correction", "no_hip_shift", "left"), s)
    assert said.show == "Schieb die Hüfte nach rechts"
    assert room.words(Cue(1.0, "guide", "side_next", "right"), s).show == "Jetzt die rechte Seite"
    intro = room.words(Cue(1.0, "guide", "intro", "left"), s)
    assert intro.say.startswith("Seitliche Linie. Steh aufrecht")
    assert tips.one(0).startswith("Erst aufwärmen")


@pytest.mark.usefixtures("another_language")
@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (720, 1280)])
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_hard_wired_and_nothing_overflows(
    name: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, int, int]] = []
    real = text.draw

    def spy(canvas, words, at, tall, colour, **how):  # type: ignore[no-untyped-def]
        width = real(canvas, words, at, tall, colour, **how)
        left = at[0] - {"left": 0, "centre": width // 2, "right": width}[how.get("align", "left")]
        drawn.append((words, left, left + width))
        return width

    monkeypatch.setattr(text, "draw", spy)
    screen = Screen(size=size)
    screen.coaching(np.zeros((480, 640, 3), np.uint8), Pose(5.0, 640, 480), SCREENS[name])
    whole = " ".join(words for words, _, _ in drawn)
    assert drawn
    for words, left, right in drawn:
        if words:
            assert left >= -1, words
            assert right <= size[0] + 1, words
    bare = re.sub(r"«[^«»]*»", "", whole)
    bare = re.sub(r"«|»|~", "", re.sub(r"«.*?»", "", bare))
    assert not re.search(r"[A-Za-z]{3,}", bare), f"not translated: {bare!r}"


def test_scripts_are_where_they_are_expected() -> None:
    assert Path(catalogue.__file__).name == "catalogue.py"
