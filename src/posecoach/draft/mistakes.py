"""Rules of the mistakes that an author made on purpose: each is tried before it is believed."""

from collections.abc import Sequence
from dataclasses import replace

from posecoach.draft.coached import done, events
from posecoach.draft.content.compose import Asked, Composed, compose
from posecoach.draft.content.rules import Mistake
from posecoach.draft.movement.candidates import Candidate
from posecoach.draft.movement.profile import MovementProfile
from posecoach.events import Fault
from posecoach.pose import Pose
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch


def proven(profile: MovementProfile, signal: Candidate, asked: Asked) -> tuple[Composed, Stretch]:
    """The stretch; the rule of each mistake is tried on both recordings before it is believed."""
    right = profile.recording.poses

    def checked(made: Composed, stretch: Stretch, m: Mistake) -> Mistake:
        rule, measure = made.told.get(m.name, ("", ""))
        if not rule or _tells(stretch, rule, right, m.profile.recording.poses, asked.mode):
            return m
        return replace(m, tried=m.tried | {measure})

    while True:
        made = compose(profile, signal, asked)
        stretch = Stretch.model_validate(made.data)
        mistakes = tuple(checked(made, stretch, m) for m in asked.mistakes)
        if mistakes == asked.mistakes:
            return made, stretch
        asked = replace(asked, mistakes=mistakes)


def _tells(
    stretch: Stretch, rule: str, right: Sequence[Pose], wrong: Sequence[Pose], mode: Mode
) -> bool:
    """Whether a rule is broken in most of the wrong repetitions, and in none of the right ones."""

    def broken(poses: Sequence[Pose]) -> tuple[int, int]:
        found = events(stretch, poses, mode)
        starts = {e.start for e in found if isinstance(e, Fault) and e.rule == rule}
        return len(starts), len(done(found))

    faults, shown = broken(wrong)
    return faults > 0 and 2 * faults >= shown and broken(right)[0] == 0
