"""Whether the picture allows judging, and what to change when it does not."""

from collections.abc import Callable

import numpy as np
import pytest

from posecoach.judge.framing import FramingGate
from posecoach.judge.moment import Framing
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Landmark, Pose, Side, swapped_indices
from posecoach.spec.load import stretch
from tests.postures import half_kneeling, seated, standing

Maker = Callable[[float], Pose]


def always(t: float) -> bool:
    return True


def framings(
    name: str,
    make: Maker,
    seconds: float = 2.0,
    fps: float = 30.0,
    recognised: Callable[[float], bool] = always,
    *,
    signal: bool = True,
) -> list[Framing]:
    spec = stretch(name)
    tracker = Tracker(spec.half_kneeling)
    gate, neutrals = FramingGate(spec), Neutrals(spec.measures)
    out = []
    for i in range(round(seconds * fps)):
        body = tracker.update(make(i / fps)).body
        assert body is not None
        reading = Reading(spec.measures, neutrals, body, None)
        framing = gate.update(
            body,
            reading,
            resting=True,
            engaged=False,
            placed=True,
            recognised=recognised(i / fps),
            signal_seen=signal,
        )
        out.append(framing)
    return out


def scaled(pose: Pose, size: float, x: float = 0.5, y: float = 0.5) -> Pose:
    """The same body, ``size`` times as large about a point of the picture."""
    pose.image[:] = (pose.image - [0.5, 0.5]) * size + [x, y]
    return pose


def hidden(pose: Pose, *parts: str) -> Pose:
    for m in Landmark:
        if m.name.split("_", 1)[-1] in parts:
            pose.visibility[m] = 0.05
    return pose


GOOD: dict[str, Maker] = {
    "hip_flexor": half_kneeling,
    "hip_rotators": seated,
    "lateral_line": standing,
}


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("fps", [12, 30, 60])
def test_a_good_picture_is_good_within_half_a_second(name: str, fps: int) -> None:
    found = framings(name, GOOD[name], 1.5, fps)
    assert found[-1].ok
    assert found[-1].direction is None
    assert set(found[-1].checks.values()) == {True}
    assert not found[0].ok, "one frame proves no view"
    assert next(i for i, f in enumerate(found) if f.ok) / fps <= 0.6


@pytest.mark.parametrize(
    ("name", "make", "direction"),
    [
        ("hip_flexor", standing, "turn_sideways"),
        ("lateral_line", half_kneeling, "face_camera"),
        ("hip_rotators", half_kneeling, "face_camera"),
    ],
)
def test_the_wrong_view_is_told(name: str, make: Maker, direction: str) -> None:
    found = framings(name, make)
    assert not any(f.ok for f in found)
    assert found[-1].direction == direction
    assert found[-1].checks["view"] is False


def test_with_the_back_to_the_camera_it_is_not_the_front() -> None:
    def back(t: float) -> Pose:
        pose = standing(t)
        pose.image[:] = pose.image[swapped_indices()]
        return pose

    found = framings("lateral_line", back)
    assert not found[-1].ok
    assert found[-1].direction == "face_camera"


def test_the_far_knee_down_is_advised_against_and_refused_only_where_it_is_not_seen() -> None:
    def far(t: float) -> Pose:
        return foot_lower(t, 0.2, near="left")

    seen = framings("hip_flexor", far)[-1]
    assert (seen.ok, seen.direction) == (True, "swap_knee_or_turn")
    unseen = framings("hip_flexor", far, signal=False)[-1]
    assert (unseen.ok, unseen.direction) == (False, "swap_knee_or_turn")


def foot_lower(t: float, by: float, near: Side = "right") -> Pose:
    """Kneels on the right knee; the front foot is found ``by`` torsos lower than on its level."""
    pose = scaled(half_kneeling(t, facing=1 if near == "right" else -1), 0.7)
    torso = np.hypot(*(pose.pixels[[11, 12]].mean(axis=0) - pose.pixels[[23, 24]].mean(axis=0)))
    front = [Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX]
    pose.image[front, 1] += by * torso / pose.height
    return pose


def test_the_far_knee_down_is_told_by_the_nearer_foot_whatever_the_labels_are() -> None:
    even = framings("hip_flexor", lambda t: foot_lower(t, 0.0))[-1]
    padded = framings("hip_flexor", lambda t: foot_lower(t, 0.1))[-1]
    assert even.direction is None
    assert padded.direction is None, "a pad under the knee"
    far = framings("hip_flexor", lambda t: foot_lower(t, 0.22))[-1]
    assert far.direction == "swap_knee_or_turn"
    misread = framings("hip_flexor", lambda t: foot_lower(t, 0.45))[-1]
    assert misread.direction is None, "no front foot stands so low: the model's own label decides"


@pytest.mark.parametrize("slope", [-0.25, -0.1, 0.1, 0.25])
def test_a_camera_that_is_not_quite_at_the_side_sees_the_floor_slope(slope: float) -> None:
    """The foot is higher or lower in its picture than the knee, whichever knee is down."""

    def sloping(pose: Pose) -> Pose:
        pose.image[:, 1] += slope * (pose.image[:, 0] - 0.5) * pose.width / pose.height
        return pose

    near = framings("hip_flexor", lambda t: sloping(foot_lower(t, 0.0)))
    assert {f.direction for f in near[15:]} == {None}
    far = framings("hip_flexor", lambda t: sloping(foot_lower(t, 0.22, near="left")))
    assert far[-1].direction == "swap_knee_or_turn"


@pytest.mark.parametrize(("swapped", "told"), [(0.0, True), (0.5, True), (1.0, False)])
def test_legs_that_the_model_mixes_up_speak_for_the_far_knee(swapped: float, told: bool) -> None:
    """It hardly ever mixes them up while the near knee is down."""
    left = [Landmark.LEFT_KNEE + 2 * i for i in range(4)]

    def legs(t: float) -> Pose:
        pose = foot_lower(t, 0.08, near="left")
        if t % 0.4 < 0.4 * swapped:
            for i in left:
                pose.image[[i, i + 1]] = pose.image[[i + 1, i]]
        return pose

    found = framings("hip_flexor", legs, 4.0)
    assert (found[-1].direction == "swap_knee_or_turn") is told


def test_who_kneels_on_the_far_knee_does_so_until_they_rise() -> None:
    """What speaks against it before is a pair of legs whose labels are swapped for a while."""

    def swapping(t: float) -> Pose:
        pose = foot_lower(t, 0.2, near="left")
        if t >= 2.0:
            pose.image[:] = pose.image[swapped_indices()]
        return pose

    stays = framings("hip_flexor", swapping, 6.0)
    assert {f.direction for f in stays[45:]} == {"swap_knee_or_turn"}

    def changing(t: float) -> Pose:
        far = foot_lower(t, 0.2, near="left")
        if t < 2.0:
            return far
        near = foot_lower(t, 0.0)  # on the same spot, facing the other way
        near.image[:, 0] += far.image[23, 0] - near.image[23, 0]
        return near

    rises = framings("hip_flexor", changing, 6.0, recognised=lambda t: not 2.0 <= t < 3.0)
    assert rises[-1].direction is None


@pytest.mark.parametrize("side", ["left", "right"])
def test_either_side_may_be_shown(side: str) -> None:
    found = framings(
        "hip_flexor", lambda t: half_kneeling(t, side="left" if side == "left" else "right")
    )
    assert found[-1].ok


def test_a_small_person_is_asked_to_come_closer_and_judged_all_the_same() -> None:
    found = framings("lateral_line", lambda t: scaled(standing(t), 0.4))
    assert found[-1].ok
    assert found[-1].direction == "come_closer"
    assert found[-1].checks["distance"] is False


def test_a_tiny_person_is_not_judged() -> None:
    found = framings("lateral_line", lambda t: scaled(standing(t), 0.15))
    assert not found[-1].ok
    assert found[-1].direction == "come_closer"


def test_feet_out_of_the_picture_are_missed_and_do_not_stop_judging() -> None:
    found = framings("lateral_line", lambda t: hidden(standing(t), "ANKLE", "KNEE"))
    assert found[-1].ok
    assert found[-1].direction == "show_feet"
    assert found[-1].checks["whole"] is False


def test_a_body_cut_off_by_the_edge_is_asked_to_step_back() -> None:
    found = framings("lateral_line", lambda t: scaled(standing(t), 1.0, x=0.98))
    assert not found[-1].ok
    assert found[-1].direction == "step_back"


def test_a_covered_body_is_asked_to_show_itself() -> None:
    found = framings("lateral_line", lambda t: hidden(standing(t), "SHOULDER", "HIP"))
    assert not found[-1].ok
    assert found[-1].direction == "show_whole_body"


@pytest.mark.parametrize(
    ("unseen", "ok"),
    [(("LEFT_KNEE",), True), (("RIGHT_KNEE",), True), (("LEFT_KNEE", "RIGHT_KNEE"), False)],
)
def test_who_sits_needs_one_knee_to_be_seen(unseen: tuple[str, ...], ok: bool) -> None:
    def half(t: float) -> Pose:
        pose = seated(t)
        pose.visibility[[Landmark[name] for name in unseen]] = 0.05
        return pose

    found = framings("hip_rotators", half)
    assert found[-1].ok is ok
    assert found[-1].direction == (None if ok else "show_whole_body")


def test_a_part_unseen_for_a_blink_is_not_missed() -> None:
    def blink(t: float) -> Pose:
        return hidden(standing(t), "SHOULDER") if 1.0 <= t < 1.4 else standing(t)

    found = framings("lateral_line", blink)
    assert all(f.ok and f.direction is None for f in found[30:])


def test_a_view_is_left_after_a_second_only() -> None:
    """The shoulders come together for a while: a bend, a glance, a wrong guess."""

    def turning(t: float, until: float) -> Pose:
        pose = standing(t)
        if 1.0 <= t < until:
            middle = pose.image[[11, 12]].mean(axis=0)
            pose.image[[11, 12], 0] = np.array([0.01, -0.01]) + middle[0]
        return pose

    short = framings("lateral_line", lambda t: turning(t, 1.8), 3.0)
    assert all(f.ok for f in short[30:])
    long = framings("lateral_line", lambda t: turning(t, 9.0), 3.0)
    assert not long[-1].ok
    assert long[-1].direction == "face_camera"


def test_nobody_is_told_to_come_or_to_make_light() -> None:
    gate = FramingGate(stretch("lateral_line"))
    assert gate.absent(120.0).direction == "show_whole_body"
    assert gate.absent(None).direction == "show_whole_body"
    dark = gate.absent(5.0)
    assert (dark.ok, dark.direction, dark.checks) == (False, "more_light", {"person": False})


def test_lasting_counts_from_the_first_and_starts_anew() -> None:
    lasting = Lasting()
    assert lasting.update(1.0, True) == 0.0
    assert lasting.update(2.5, True) == 1.5
    assert lasting.update(3.0, False) == 0.0
    assert lasting.update(4.0, True) == 0.0
