"""A face half hidden behind a screen, before a camera far away: what a face detector tells then."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.desk.desk import Desk, Wishes
from posecoach.desk.events import DeskEvent, Notified, SpellEnded, SpellKind
from posecoach.desk.look.hidden import by_face, face_place
from posecoach.desk.look.posture import posture
from posecoach.desk.look.upright import Upright, upright
from posecoach.desk.notify import Times
from posecoach.pose import Ears, Landmark, Pose
from tests.sitter import FRONT, SIDE, Scene, Sitter, View, nobody

FAR = View(distance=2.6, height=1.1, fov=44.0)
UPRIGHT, SLUMPED = Sitter(), Sitter(slump=1.0, forward=0.5)
TOLD = Times(slump=60.0, still=None, sitting=None)
EARS = [Landmark.LEFT_EAR, Landmark.RIGHT_EAR]


def with_face(pose: Pose, score: float = 0.9, aside: float = 0.0, size: float = 1.0) -> Pose:
    """The same, with the face that a detector finds; ``aside`` is a share of the width."""
    x, y = (float(v) for v in pose.image[EARS].mean(axis=0))
    apart = float(abs(pose.image[EARS[0]] - pose.image[EARS[1]])[0])
    return replace(pose, ears=Ears(x + aside, y, size * apart, score))


def face_alone(pose: Pose) -> Pose:
    """No person was found in the picture, and the face was."""
    return replace(nobody(pose.t), ears=pose.ears)


def own(view: View = FAR) -> Upright:
    scene = Scene(view)
    looks = [posture(with_face(scene.pose(float(t), UPRIGHT))) for t in range(10)]
    found = upright([p for p in looks if p is not None])
    assert found is not None
    return found


def told(second_half: list[Pose]) -> tuple[list[Notified], list[SpellKind]]:
    """What is told, and the kinds of spells, of somebody upright for a minute and then this."""
    desk, scene = Desk(Wishes(TOLD)), Scene(FAR)
    events: list[DeskEvent] = []
    for t in range(0, 60, 2):
        events += desk.update(with_face(scene.pose(float(t), UPRIGHT)))
    for t, pose in enumerate(second_half):
        events += desk.update(replace(pose, t=60.0 + 2 * t))
    events += desk.finish(60.0 + 2 * len(second_half))
    kinds = [e.spell.kind for e in events if isinstance(e, SpellEnded)]
    return [e for e in events if isinstance(e, Notified)], kinds


def test_a_slump_is_told_though_the_model_finds_nobody_behind_the_screen() -> None:
    scene = Scene(FAR)
    hidden = [face_alone(with_face(scene.pose(0.0, SLUMPED))) for _ in range(60)]
    notified, kinds = told(hidden)
    assert [n.what for n in notified] == ["slump"]
    assert "away" not in kinds
    assert "away" in told([replace(p, ears=None) for p in hidden])[1]


def test_a_slump_is_told_though_the_model_finds_the_face_too_small() -> None:
    scene, small = Scene(FAR), Scene(replace(FAR, distance=1.75 * FAR.distance))
    seen = [
        replace(small.pose(0.0, SLUMPED), ears=with_face(scene.pose(0.0, SLUMPED)).ears)
        for _ in range(60)
    ]
    notified, _ = told(seen)
    assert [n.what for n in notified] == ["slump"]
    assert notified[0].t < 140


def test_who_sits_upright_with_half_a_face_is_not_slumped_nor_away() -> None:
    scene = Scene(FAR)
    notified, kinds = told([face_alone(with_face(scene.pose(0.0, UPRIGHT))) for _ in range(90)])
    assert notified == []
    assert kinds == ["sitting"]


def test_what_the_model_finds_at_the_seat_goes_before_the_face() -> None:
    pose = Scene(FAR).pose(0.0, UPRIGHT)
    low = replace(pose, ears=with_face(Scene(FAR).pose(0.0, SLUMPED)).ears)
    assert by_face(low, posture(low), own()) is None


@pytest.mark.parametrize(
    "face",
    [
        {"score": 0.55},  # what is no face has been taken for one with as much
        {"aside": 0.12},  # somebody beside the seat
        {"aside": -0.12},
        {"size": 0.6},  # somebody further behind
    ],
)
def test_another_face_is_not_the_users(face: dict[str, float]) -> None:
    pose = Scene(FAR).pose(0.0, SLUMPED)
    assert by_face(face_alone(with_face(pose)), None, own()) is not None
    assert by_face(face_alone(with_face(pose, **face)), None, own()) is None


def test_a_face_above_the_users_is_of_somebody_who_stands_behind() -> None:
    pose = Scene(FAR).pose(0.0, Sitter(stands=True))
    assert by_face(face_alone(with_face(pose)), None, own()) is None


def test_what_is_far_too_low_for_a_head_is_no_face() -> None:
    pose = Scene(FAR).pose(0.0, Sitter(lower=0.3))
    assert by_face(face_alone(with_face(pose)), None, own()) is None


def test_without_the_face_while_learning_it_says_nothing_later() -> None:
    pose = face_alone(with_face(Scene(FAR).pose(0.0, SLUMPED)))
    assert by_face(pose, None, replace(own(), ears=None)) is None


def test_the_upright_at_a_new_place_takes_the_face_along() -> None:
    before = own()
    assert before.ears is not None
    there = Scene(FAR).pose(0.0, Sitter(x=0.2))
    for looks in ([with_face(there)], [there]):  # the face was seen there too, or was not
        moved = before.at([p for pose in looks if (p := posture(pose)) is not None])
        assert moved.ears is not None
        np.testing.assert_allclose(
            moved.ears.middle - moved.head, before.ears.middle - before.head, atol=3.0
        )


@pytest.mark.parametrize("view", [FRONT, SIDE])
def test_near_the_camera_and_from_the_side_no_face_is_looked_for(view: View) -> None:
    assert face_place(own(view)) is None
    assert by_face(face_alone(with_face(Scene(view).pose(0.0, SLUMPED))), None, own(view)) is None


def test_the_face_is_looked_for_where_the_user_was_seen_and_later_where_they_sit() -> None:
    desk, scene = Desk(Wishes(TOLD)), Scene(FAR)
    assert Desk().face_place is None
    for t in range(0, 30, 2):
        pose = scene.pose(float(t), UPRIGHT)
        desk.update(pose)
        at = desk.face_place
        assert at is not None
        away = np.abs(pose.pixels[EARS] - (at.x, at.y)).max()
        assert away < 0.5 * at.half
    learnt = desk.face_place
    desk.update(scene.pose(32.0, Sitter(x=0.5)))
    assert desk.face_place == learnt
