"""Prints a session's cues, one line each, for runs without a window."""

from posecoach.cues import words
from posecoach.events import Cue
from posecoach.pipeline.sink import Sink, Step
from posecoach.spec.schema import Stretch


class Terminal(Sink):
    """Prints each cue as it comes."""

    def take(self, step: Step) -> None:
        for cue in step.now.cues:
            print(printed(cue, step.now.plan.stretch), flush=True)


def printed(cue: Cue, stretch: Stretch) -> str:
    """A cue as a line of text."""
    said = words.words(cue, stretch)
    told = cue.kind in ("count", "correction") and stretch.sides != "together"
    side = f" ({cue.side})" if cue.side and told else ""
    # The countdowns before a set and in a hold are labelled as such, not as counted reps.
    kind = cue.id if cue.kind == "count" and cue.id in ("ready", "hold", "pace") else cue.kind
    return f"{cue.t:7.1f} s  {kind:<10}  {said.say or said.show}{side}"
