"""Measures that are made of others, of which one may be unknown."""

from typing import Any

import pytest

from tests.unit.measure.handmade import T, body, measure, value


def made(kind: str, first: float | None, second: float | None, **more: object) -> float | None:
    """A combination of two offsets of those values."""
    ends = ("left_knee", "right_knee")
    measures = {
        name: measure(kind="offset", **{"from": "nose", "to": end})
        for name, end in zip("ab", ends, strict=True)
    }
    measures["x"] = measure(kind=kind, of=["a", "b"], **more)
    at: dict[str, Any] = {"nose": (300.0, 0.0)}
    unseen = []
    for end, v in zip(ends, (first, second), strict=True):
        at[end] = (300.0 + T * (v or 0.0), 0.0)
        if v is None:
            unseen.append(end)
    return value(measures, body(unseen=tuple(unseen), **at))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("mean", -0.25),
        ("smallest", -1.0),
        ("largest", 0.5),
        ("larger", -1.0),
        ("difference", 1.5),
        ("magnitude", 0.5),
    ],
)
def test_combinations(kind: str, expected: float) -> None:
    assert made(kind, 0.5, -1.0) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["mean", "smallest", "largest", "larger", "difference"])
def test_one_unknown_makes_all_unknown_unless_it_may_be_skipped(kind: str) -> None:
    assert made(kind, 0.5, None) is None
    assert made(kind, None, None) is None
    assert made(kind, None, None, missing="skip") is None
    skipped = made(kind, 0.5, None, missing="skip")
    assert skipped == (None if kind == "difference" else pytest.approx(0.5))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1.0, 0.5, 0.5),
        (0.5, 1.0, 0.5),
        (-1.0, -0.8, 0.8),
        (1.0, -0.2, -0.2),
        (0.1, 0.05, None),
        (1.0, None, None),
    ],
)
def test_agreement(first: float, second: float | None, expected: float | None) -> None:
    found = made("agreement", first, second, least=0.3)
    assert found == (None if expected is None else pytest.approx(expected))
