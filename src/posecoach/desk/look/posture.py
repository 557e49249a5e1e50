"""What one look at a person at a desk shows: where head and shoulders are, and their angles."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.geometry import distance, inclination
from posecoach.pose import FACE, SEEN, Landmark, Pose

DeskView = Literal["front", "oblique", "side"]

# Legs seen to stand, from any side. Of those who sit before a camera that looks down on them, the
# thighs look shorter than the shins, and by the model's guess of depth they lie.
_CLEAR = 0.8  # seen for sure
_LEGS = 1.3  # from hip to ankle, in lengths of the torso
_THIGH_OF_SHIN = 0.8
_BELOW = 20.0  # degrees: knees and ankles stand below the hips
_UPRIGHT = 35.0  # degrees of the thigh off the vertical, by the depth
_INSIDE = 0.98  # a hip below this share of the picture's height is guessed, not seen
# Width of the shoulders over the size of the face. Rendered people: 1.5 to 1.7 from the front,
# under 0.5 from the side.
_SIDE_WIDTH, _FRONT_WIDTH = 0.75, 1.25
# A chair or a curtain that is taken for a person has a tiny face, or shoulders too wide for it;
# broad people seen from behind, or with half of the face hidden, reach 3.1.
_SMALLEST_FACE = 0.025  # of the picture's height
_WIDEST = 3.2  # shoulders in sizes of the face
# The face detector took no chair, wall or painted-over person for a face with a higher score than
# 0.59, in 1566 crops of rendered rooms and of a street, but a striped sleeve with up to 0.73.
_SURE_FACE = 0.6
_LEAST_NECK, _MOST_NECK = -0.6, 3.0  # ears above the shoulders, in sizes of the face


@dataclass(frozen=True)
class FaceEars:
    """The ears of a face, by a face detector that was sure of it: their middle, how far apart."""

    middle: NDArray[np.float64]
    apart: float


@dataclass(frozen=True)
class Posture:
    """A person in one look. Lengths and places are pixels, y down; angles are degrees.

    Attributes:
        t: seconds.
        view: where the camera sees them from; the back counts as the front.
        turned: the direction of the chest, -180..180: 0 faces the camera, 90 faces the picture's
            right; only changes of tens of degrees mean anything.
        facing: 1 if they look to the picture's right, else -1.
        face: the size of the face, which hardly depends on how the head is turned.
        share: the same over the picture's height: how near the camera is.
        head: the middle of the ears, (2,).
        shoulders: the middle of the shoulders, (2,).
        width: between the shoulders.
        neck: from shoulders to ears against the vertical, + forward where the view shows it.
        depth_neck: the same by the model's guess of depth, in any view.
        shoulder_tilt: how far the line of the shoulders rises to the picture's right; None if one
            of them is hidden.
        head_tilt: the same of the line of the ears.
        trunk: from hips to shoulders against the vertical, + forward; None if the hips are hidden.
        thigh: from the hip to the knee against the vertical, 0 standing to 90 sitting; None if
            hidden.
        legs_stand: hips, knees and ankles are clearly seen, one below the other as in standing.
        others: the size of the largest other person in sizes of this one; None if not looked for.
        ears: those of the face detector; None if it saw no face.
        face_only: nothing but this face was found; the rest is taken from the user's upright.
    """

    t: float
    view: DeskView
    turned: float
    facing: float
    face: float
    share: float
    head: NDArray[np.float64]
    shoulders: NDArray[np.float64]
    width: float
    neck: float
    depth_neck: float
    trunk: float | None
    thigh: float | None
    others: float | None
    legs_stand: bool = False
    shoulder_tilt: float | None = None
    head_tilt: float | None = None
    ears: FaceEars | None = None
    face_only: bool = False

    @property
    def neck_length(self) -> float:
        """How far the ears are above the shoulders, in sizes of the face."""
        return float(self.shoulders[1] - self.head[1]) / self.face


def posture(pose: Pose) -> Posture | None:
    """The posture in a pose; None if there is nobody, or too little of them to say anything."""
    if not pose.found:
        return None
    points, seen = pose.pixels, pose.visibility
    m = Landmark

    def middle(a: Landmark, b: Landmark) -> NDArray[np.float64]:
        return np.asarray((points[a] + points[b]) / 2, np.float64)

    head, shoulders = middle(m.LEFT_EAR, m.RIGHT_EAR), middle(m.LEFT_SHOULDER, m.RIGHT_SHOULDER)
    eyes, mouth = middle(m.LEFT_EYE, m.RIGHT_EYE), middle(m.MOUTH_LEFT, m.MOUTH_RIGHT)
    face = math.hypot(distance(points[m.LEFT_EAR], points[m.RIGHT_EAR]), 2 * distance(eyes, mouth))
    width = distance(points[m.LEFT_SHOULDER], points[m.RIGHT_SHOULDER])
    if not _a_person(pose, face, width, head, shoulders):
        return None
    wide = width / face
    view: DeskView = (
        "front" if wide >= _FRONT_WIDTH else "side" if wide < _SIDE_WIDTH else "oblique"
    )
    across = pose.world[m.LEFT_SHOULDER] - pose.world[m.RIGHT_SHOULDER]
    ahead = np.array([across[2], 0.0, -across[0]])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-9)
    world_head = (pose.world[m.LEFT_EAR] + pose.world[m.RIGHT_EAR]) / 2
    if float((pose.world[m.NOSE] - world_head) @ ahead) < 0:
        ahead = -ahead
    world_neck = world_head - (pose.world[m.LEFT_SHOULDER] + pose.world[m.RIGHT_SHOULDER]) / 2
    facing = 1.0 if points[m.NOSE][0] >= head[0] else -1.0
    hips = middle(m.LEFT_HIP, m.RIGHT_HIP)
    low = max(points[m.LEFT_HIP][1], points[m.RIGHT_HIP][1])
    hips_seen = min(seen[m.LEFT_HIP], seen[m.RIGHT_HIP]) >= SEEN and low < _INSIDE * pose.height
    return Posture(
        t=pose.t,
        view=view,
        turned=math.degrees(math.atan2(ahead[0], -ahead[2])),
        facing=facing,
        face=face,
        share=face / pose.height,
        head=head,
        shoulders=shoulders,
        width=width,
        neck=facing * inclination(shoulders, head),
        depth_neck=math.degrees(math.atan2(float(world_neck @ ahead), -float(world_neck[1]))),
        trunk=facing * inclination(hips, shoulders) if hips_seen else None,
        thigh=_thigh(pose) if hips_seen else None,
        others=pose.others,
        legs_stand=hips_seen and _legs_stand(pose, distance(hips, shoulders)),
        shoulder_tilt=_tilt(pose, m.LEFT_SHOULDER, m.RIGHT_SHOULDER),
        head_tilt=_tilt(pose, m.LEFT_EAR, m.RIGHT_EAR),
        ears=sure_ears(pose),
    )


def sure_ears(pose: Pose) -> FaceEars | None:
    """The ears of a face by a face detector; None if it was not sure of it."""
    ears = pose.ears
    if ears is None or ears.score < _SURE_FACE:
        return None
    middle = np.array([ears.x * pose.width, ears.y * pose.height])
    return FaceEars(middle, ears.apart * pose.width)


def _tilt(pose: Pose, left: Landmark, right: Landmark) -> float | None:
    """How far the line between two points rises to the picture's right, -90..90 degrees."""
    if min(pose.visibility[left], pose.visibility[right]) < SEEN:
        return None
    across = pose.pixels[left] - pose.pixels[right]
    sign = 1.0 if across[0] >= 0 else -1.0
    return math.degrees(math.atan2(-sign * float(across[1]), sign * float(across[0])))


def _a_person(
    pose: Pose,
    face: float,
    width: float,
    head: NDArray[np.float64],
    shoulders: NDArray[np.float64],
) -> bool:
    """Whether the points may be a person whose face and shoulders are seen."""
    seen = pose.visibility
    if face < _SMALLEST_FACE * pose.height or width > _WIDEST * face:
        return False
    # If somebody stands near the camera, their head is above the picture, and guessed.
    if max(seen[p] for p in FACE) < SEEN and head[1] > 0:
        return False
    if max(seen[Landmark.LEFT_SHOULDER], seen[Landmark.RIGHT_SHOULDER]) < SEEN:
        return False
    neck = (shoulders[1] - head[1]) / face
    return bool(_LEAST_NECK <= neck <= _MOST_NECK)


def _thigh(pose: Pose) -> float | None:
    """The angle of the steeper thigh against the vertical; None unless both knees are seen."""
    found = []
    for hip, knee in (
        (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
        (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    ):
        a, b = pose.pixels[hip], pose.pixels[knee]
        if pose.visibility[knee] >= SEEN and b[1] < _INSIDE * pose.height:
            found.append(abs(inclination(b, a)))
    return min(found) if len(found) == 2 else None


def _legs_stand(pose: Pose, torso: float) -> bool:
    """Whether both legs are clearly seen to stand; ``torso`` is its length in pixels."""
    for side in ("LEFT", "RIGHT"):
        marks = [Landmark[f"{side}_{part}"] for part in ("HIP", "KNEE", "ANKLE")]
        hip, knee, ankle = (pose.pixels[m] for m in marks)
        seen = min(pose.visibility[m] for m in marks) >= _CLEAR
        if not seen or ankle[1] >= _INSIDE * pose.height:
            return False
        thigh, shin = float(knee[1] - hip[1]), float(ankle[1] - knee[1])
        if thigh + shin <= _LEGS * torso or shin <= 0 or thigh < _THIGH_OF_SHIN * shin:
            return False
        if max(abs(inclination(knee, hip)), abs(inclination(ankle, hip))) > _BELOW:
            return False
        down = pose.world[marks[1]] - pose.world[marks[0]]
        level = math.hypot(float(down[0]), float(down[2]))
        if math.degrees(math.atan2(level, float(down[1]))) > _UPRIGHT:
            return False
    return True
