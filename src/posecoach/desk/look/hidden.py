"""Finds a user whose face is half hidden behind a screen, by a face detector.

There the pose model guesses the shoulders, and finds a smaller face, one that is turned, or nobody.
A face detector that looks where the head must be still tells its height.
"""

from posecoach.desk.look.compare import far, place
from posecoach.desk.look.posture import Posture, sure_ears
from posecoach.desk.look.upright import Upright
from posecoach.pose import FacePlace, Pose

# In sizes of the face. On 13 rendered clips behind a screen the ears were 0.28 to 0.38 lower in a
# slump (standard deviation 0.02). The eyes were lower still, for a nod lowers them alone.
_HALF = 2.2  # half the side of the square in which a face is looked for
_BELOW = 0.3  # its middle below the ears, since a slumped head is lower
_ASIDE = 1.0  # a face further to the side is another person's
_ABOVE = 0.45  # as is one that is higher than theirs: somebody behind them
_LOWEST = 1.2  # below their upright: a deep slump; a striped sleeve there was taken for a face
_SMALLER = 0.75  # as is one whose ears are nearer; theirs were 0.93 to 1.15 times as far apart


def face_place(of: Posture | Upright | None) -> FacePlace | None:
    """Where to look for the face of somebody far from the camera; None if there is no need."""
    if of is None or not far(of):
        return None
    x, y = (float(v) for v in of.head)
    return FacePlace(x, y + _BELOW * of.face, _HALF * of.face)


def by_face(pose: Pose, now: Posture | None, own: Upright) -> Posture | None:
    """The posture that the face alone tells; None if it tells nothing, or is not needed.

    Args:
        pose: what was found.
        now: the posture in it.
        own: the user's upright.
    """
    ears = sure_ears(pose)
    if ears is None or own.ears is None or not far(own):
        return None
    if now is not None and place(now, own) not in ("further", "turned"):
        return None
    moved = ears.middle - own.ears.middle
    aside, lower = abs(float(moved[0])) / own.face, float(moved[1]) / own.face
    if aside > _ASIDE or not -_ABOVE <= lower <= _LOWEST:
        return None
    if ears.apart < _SMALLER * own.ears.apart:
        return None
    return Posture(
        t=pose.t, view=own.view, turned=own.turned, facing=own.facing, face=own.face,
        share=own.share, head=own.head + moved, shoulders=own.shoulders, width=own.width,
        neck=own.neck, depth_neck=own.depth_neck, trunk=own.trunk, thigh=None,
        others=pose.others, ears=ears, face_only=True,
    )  # fmt: skip
