"""What distinguishes the recorded movement from others: posture, which parts move, which stay.

Every limit is wide: it must hold for other bodies, other cameras and other ways to do the same
stretch. Good form needs tight limits, and those belong to rules.
"""

from posecoach.draft.content.collected import Conditions
from posecoach.draft.content.parts import add_moving_parts
from posecoach.draft.content.posture import add_posture
from posecoach.draft.content.stays import add_what_stays
from posecoach.draft.movement.candidates import Candidate
from posecoach.draft.movement.profile import MovementProfile


def conditions_of(profile: MovementProfile, signal: Candidate) -> Conditions:
    """The conditions that a recording gives.

    Args:
        signal: the measure that counting follows.
    """
    out = Conditions()
    add_posture(profile, out)
    add_moving_parts(profile, signal, out)
    add_what_stays(profile, signal, out)
    return out
