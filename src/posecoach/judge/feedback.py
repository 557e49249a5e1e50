"""Which of the findings become cues, and what is explained when nothing is counted."""

from collections.abc import Iterable, Mapping, Sequence

from posecoach.cues.director import CueDirector
from posecoach.events import Cue, Event, Fault, HoldChange, HoldSpan, Rep, Uncounted
from posecoach.judge.explain import Explainer
from posecoach.judge.moment import Framing
from posecoach.pose import Side
from posecoach.spec.schema import Stretch

_EXPLAINED_AT = 0.5  # of the least range: swinging this far looks like the stretch


class CueMaker:
    """Turns findings into cues: a correction, a count, a direction, or why nothing counts."""

    def __init__(self, stretch: Stretch) -> None:
        self._cues = CueDirector({r.id: r for r in stretch.rules})
        self._explainer = Explainer(_EXPLAINED_AT * stretch.rep.bounds[0])

    def another_person(self, t: float) -> None:
        """Another person is followed: the last direction was not meant for them."""
        self._cues.direct(t, None, blocking=False)

    def waiting(self, t: float, missing: str | None, side: Side | None) -> None:
        """What is still missing before anything can be judged, if anything is."""
        self._cues.waiting(t, missing, side=side)

    def moved(self, t: float, signal: float) -> None:
        """The rep signal, degrees, whether or not anything can be judged."""
        self._explainer.moved(t, signal)

    def hindered(self, t: float, ids: Iterable[str]) -> None:
        """These conditions or directions prevent counting at this moment."""
        self._explainer.hindered(t, *ids)

    def form(self, t: float, faults: Iterable[Fault], mended: Sequence[str]) -> None:
        """Faults that began or ended at this moment; ``mended``: those that were put right."""
        for fault in faults:
            if fault.end is None:
                self._cues.fault(t, fault.rule, fault.side)
            elif fault.rule in mended:
                self._cues.satisfied(t, [fault.rule], fault.side)
            else:
                self._cues.over(fault.rule)

    def movement(
        self,
        t: float,
        events: Sequence[Event],
        satisfied: Sequence[str],
        reps: Mapping[Side, int],
        partials_in_a_row: int,
    ) -> None:
        """A movement out and back is over.

        Args:
            t: when, seconds.
            events: what became of it.
            satisfied: the rules that were seen to be satisfied.
            reps: counted so far, by side.
            partials_in_a_row: how many movements have turned back early since the last full one.
        """
        for event in events:
            match event:
                case Rep(complete=True):
                    self._explainer.counted()
                    self._cues.count(t, event.side, reps[event.side])
                    self._cues.satisfied(t, satisfied, event.side)
                case Rep():
                    self._explainer.counted()
                    self._cues.almost(t, event.side, partials_in_a_row)
                case Fault():
                    self._cues.fault(t, event.rule, event.side)
                case Uncounted():  # what was not seen is no reason to correct anything
                    against = ("not_seen" if f.ok is None else f.id for f in event.findings)
                    self._explainer.refused(t, *against)
                case _:
                    pass

    def hold(self, t: float, found: Iterable[HoldChange | HoldSpan]) -> None:
        """A hold begins, pauses or ends; where it goes on again nothing is said."""
        for event in found:
            if isinstance(event, HoldSpan):
                self._cues.hold(t, event.side, "hold_end")
            elif event.kind == "start":
                self._cues.hold(t, event.side, "hold_start")
            elif event.kind == "pause":
                self._cues.hold(t, event.side, "hold_pause")

    def too_shallow(self, t: float, side: Side) -> None:
        """The user stays short of the depth at which a hold counts."""
        self._cues.almost(t, side, 1)

    def due(self, t: float, framing: Framing, side: Side | None, *, direct: bool) -> list[Cue]:
        """The cues that are due now.

        Args:
            t: seconds.
            framing: whether the picture allows judging, and what to change.
            side: the side in work.
            direct: whether to direct; not for a glitch that lasts a moment.
        """
        if direct:
            self._cues.direct(t, framing.direction, blocking=not framing.ok)
        hindrance = self._explainer.due(t)
        if hindrance is not None:
            self._cues.explain(t, hindrance, side, blocking=not framing.ok)
        return self._cues.due(t)
