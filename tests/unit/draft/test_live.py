"""A draft before the camera: whoever does it lying, on all fours or bent down is counted."""

import pytest

from posecoach.draft.make import draft
from posecoach.events import Cue
from posecoach.pose import Pose
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from tests.kinematic import Rep, excursions, times
from tests.movements import PEOPLE, Movement, Who, movement, recorded
from tests.sideview import Build, bridge, chair_hinge


def _build(who: Who) -> Build:
    return Build(way=who.way, limbs=who.leg, visible=0.9, size=who.torso_px)


def _lift(t: float, share: float, who: Who) -> Pose:
    return bridge(t, share * who.amount, _build(who))


def _hinge(t: float, share: float, who: Who) -> Pose:
    return chair_hinge(t, share * who.amount, _build(who))


ON_THE_BACK, ON_A_CHAIR = Movement("hips up", _lift), Movement("chair hinge", _hinge)


@pytest.mark.parametrize(
    ("done", "bearing", "bends_down"),
    [
        (ON_THE_BACK, "supine", False),
        (ON_A_CHAIR, "chair", False),
        (movement("heel sit"), "prone", False),
        (movement("arm out on all fours"), "prone", False),
        (movement("toe touch"), "upright", True),
        (movement("squat"), "upright", False),
    ],
    ids=lambda given: given.name if isinstance(given, Movement) else None,
)
def test_others_are_counted_wherever_the_trunk_is(
    done: Movement, bearing: str, bends_down: bool
) -> None:
    found = draft(recorded(done, PEOPLE[0]), done.name).stretch
    assert (found.bearing, found.bends_down) == (bearing, bends_down)
    session = Session([one_set(found, reps=3)])
    moments = [session.update(pose) for pose in recorded(done, PEOPLE[1], 6)]
    said = {e.id for m in moments for e in m.events if isinstance(e, Cue)}
    assert not said & {"down", "away"}
    assert max(session.results[0].reps.values()) >= 3


def test_a_long_fold_is_held_by_somebody_who_stands() -> None:
    fold = movement("toe touch")

    def folded(who: Who, seconds: float) -> list[Pose]:
        value, length = excursions([Rep("left", 1.0, 2.5, seconds, 2.5)], 2.0, 2.0)
        return [fold.body(t, value(t), who) for t in times(length, 15.0)]

    found = draft(folded(PEOPLE[0], 30.0), "Long fold").stretch
    assert found.modes == ("hold",)
    assert (found.bearing, found.bends_down) == ("upright", True)
    session = Session([one_set(found, hold_s=10.0)])
    moments = [session.update(pose) for pose in folded(PEOPLE[1], 16.0)]
    assert "down" not in {m.stage for m in moments}
    assert session.results[0].held_s["left"] == pytest.approx(10.0, abs=1.0)
