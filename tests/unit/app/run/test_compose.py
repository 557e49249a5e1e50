"""The sinks of a run."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from posecoach.app.run.compose import Sinks
from posecoach.errors import PosecoachError
from posecoach.pipeline.sink import EndState
from posecoach.session.session import Session


class Told:
    """A sink that remembers its end, and may fail at it."""

    def __init__(self, message: str = "") -> None:
        self.message = message
        self.ended: list[EndState] = []

    def end(self, state: EndState, session: object) -> None:
        self.ended.append(state)
        if self.message:
            raise PosecoachError(self.message)


def test_every_sink_ends_even_after_one_that_fails_and_the_first_failure_is_told() -> None:
    parts = [Told(), Told("first"), Told(), Told("second")]
    record, voice, latest, other = cast(list[Any], parts)
    sinks = Sinks(record, voice, latest, (other,))
    with pytest.raises(PosecoachError, match="first"):
        sinks.end("done", ran(did=True))
    assert [p.ended for p in parts] == [["done"]] * 4


@pytest.mark.parametrize(("did", "state"), [(True, "done"), (False, "ended")])
def test_what_was_not_done_is_not_told_to_be(did: bool, state: EndState) -> None:
    parts = [Told() for _ in range(3)]
    record, voice, latest = cast(list[Any], parts)
    Sinks(record, voice, latest).end("done", ran(did=did))
    assert [p.ended for p in parts] == [[state]] * 3


def ran(*, did: bool) -> Session:
    """A session that is over."""
    return cast(Session, SimpleNamespace(did=did))
