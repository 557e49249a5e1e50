"""Rules of the mistakes that an author made on purpose: each is tried before it is believed."""

from collections.abc import Sequence
from dataclasses import replace

from posecoach.draft.content.compose import Asked, Composed, compose
from posecoach.draft.movement.candidates import Candidate
from posecoach.draft.movement.looks import Looks
from posecoach.events import Fault, HoldSpan, Rep
from posecoach.judge.coach import Coach
from posecoach.pose import Pose
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

_RULES_TRIED = 5  # measures for a mistake; each is another coach over both recordings


def proven(looks: Looks, signal: Candidate, asked: Asked) -> tuple[Composed, Stretch]:
    """The stretch; the rule of each mistake is tried on both recordings before it is believed."""
    right, mistakes = looks.recording.poses, list(asked.mistakes)
    for last in (*[False] * _RULES_TRIED, True):
        made = compose(looks, signal, replace(asked, mistakes=tuple(mistakes)))
        stretch = Stretch.model_validate(made.data)
        wrong = 0
        for i, m in enumerate(mistakes):
            if m.name not in made.told:
                continue
            rule, measure = made.told[m.name]
            if not _tells(stretch, rule, right, m.looks.recording.poses, asked.mode):
                mistakes[i] = replace(m, tried=m.tried | {measure}, given_up=last)
                wrong += 1
        if not wrong:
            break
    else:
        made = compose(looks, signal, replace(asked, mistakes=tuple(mistakes)))
        stretch = Stretch.model_validate(made.data)
    return made, stretch


def _tells(
    stretch: Stretch, rule: str, right: Sequence[Pose], wrong: Sequence[Pose], mode: Mode
) -> bool:
    """Whether a rule is broken in most of the wrong repetitions, and in none of the right ones."""

    def broken(poses: Sequence[Pose]) -> tuple[int, int]:
        coach = Coach(stretch, mode)
        events = [e for p in poses for e in coach.update(p).events] + [*coach.finish().events]
        done = sum(isinstance(e, HoldSpan) or (isinstance(e, Rep) and e.complete) for e in events)
        found = {e.start for e in events if isinstance(e, Fault) and e.rule == rule}
        return len(found), done

    faults, done = broken(wrong)
    return faults > 0 and 2 * faults >= done and broken(right)[0] == 0
