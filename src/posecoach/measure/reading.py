"""All measures of a stretch for one body, each with its neutral subtracted.

Neutral: the baseline, the value of a measure in the user's own start position. The word is a key of
stretch files, and used for this everywhere in the program. A measure with a neutral is the change
from it.
"""

from collections.abc import Mapping

from posecoach.measure.body import Body
from posecoach.measure.measures import Measure
from posecoach.pose import Side, other


class Neutrals:
    """The user's own value of each measure in the start position, for each side."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self._defs = {n: m.neutral for n, m in measures.items() if m.neutral is not None}
        self._places = {n for n, m in measures.items() if m.is_place_in_picture}
        self._learnt: dict[tuple[str, Side | None], float] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._defs)

    @property
    def undefined(self) -> frozenset[str]:
        """The measures that have no value at all until their neutral is learnt."""
        return frozenset(n for n, d in self._defs.items() if d.default is None)

    def learn(self, name: str, side: Side | None, value: float) -> None:
        self._learnt[name, side] = self._defs[name].clamped(value)

    def knows(self, name: str, side: Side | None) -> bool:
        """Whether the user has shown their neutral; else it is the default, if there is one."""
        return (name, side) in self._learnt

    def get(self, name: str, side: Side | None) -> float | None:
        """The neutral to subtract, or None where it was not learnt and has no default."""
        value = self._learnt.get((name, side))
        definition = self._defs[name]
        return value if value is not None or definition is None else definition.default

    def forget(self) -> None:
        self._learnt.clear()

    def exchange_sides(self) -> None:
        """What was learnt for one side is of the other: the side was misread."""
        self._learnt = {
            (n, None if s is None else other(s)): v for (n, s), v in self._learnt.items()
        }

    def forget_places(self) -> None:
        """Forgets where in the picture points were: whoever was lost may stand elsewhere now."""
        self._learnt = {k: v for k, v in self._learnt.items() if k[0] not in self._places}


class Reading:
    """All measures of a stretch for one body and one side, calculated when first asked for."""

    def __init__(
        self, measures: Mapping[str, Measure], neutrals: Neutrals, body: Body, side: Side | None
    ) -> None:
        self._measures = measures
        self._neutrals = neutrals
        self.body = body
        self.side = side
        self._raw_cache: dict[str, float | None] = {}

    def raw(self, name: str) -> float | None:
        """The value before the neutral is subtracted."""
        if name not in self._raw_cache:
            self._raw_cache[name] = self._measures[name].raw(self.body, self.side, self.value)
        return self._raw_cache[name]

    def value(self, name: str) -> float | None:
        """The measure, or None where it is unknown. Never NaN."""
        raw = self.raw(name)
        if raw is None or self._measures[name].neutral is None:
            return raw
        return self._measures[name].change(raw, self._neutrals.get(name, self.side), self.body)
