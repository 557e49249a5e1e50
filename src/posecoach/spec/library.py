"""The shipped stretches in the order in which people look for them."""

from collections.abc import Iterable

from posecoach.spec.load import stretches
from posecoach.spec.routine import load, shipped
from posecoach.spec.schema import Level, Stretch

#: The three of the practitioner's article, in its order: the app's home shows them.
ARTICLE = ("hip_flexor", "hip_rotators", "lateral_line")
LEVELS: tuple[Level, ...] = ("standing", "chair", "floor")


def article() -> list[Stretch]:
    """The article's stretches."""
    known = stretches()
    return [known[name] for name in ARTICLE if name in known]


def in_routines(more: Iterable[str] = ()) -> list[Stretch]:
    """The stretches of the shipped routines and ``more``, the article's first."""
    named = {s.stretch for path in shipped().values() for s in load(path).sets} | {*more}
    found = [s for s in stretches().values() if s.id in named]
    return sorted(found, key=lambda s: (s.id not in ARTICLE, s.name))


def at_level(level: Level) -> list[Stretch]:
    """The stretches that are done standing, on a chair or on the floor: the article's first."""
    found = [s for s in stretches().values() if s.level == level]
    return sorted(found, key=lambda s: (s.id not in ARTICLE, s.watched == "nothing", s.name))
