"""How far every number of every spec is from what was seen on either side of it, by source.

    uv run python benchmarks/margins.py DIR… [--tapes DIR] [--out FILE]

A threshold is a claim on all people. For each one this prints the nearest value that was seen on
its good side (right movement) and on its bad side (the fault, or another movement), for rendered
people, rendered ones who vary as recorded people do, recorded and drawn ones. The numbers are those
of recognition, of the range, its depth and each fault, of the start position and of the framing. A
number that only one kind of source speaks for is flagged: it is a hint, not a gate. The second
table leaves one source out at a time: a limit halfway between the others' values, tried there.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from judging import footage, labels
from judging.labels import RULES, Clip, RepLabel
from judging.positions import At, Value, of_clip, of_rep
from judging.runs import poses_of
from judging.sources import SOURCES

from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.events import Finding, Rep
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.pipeline.sink import EndState, Step
from posecoach.session.session import Session
from posecoach.spec.library import ARTICLE
from posecoach.spec.load import stretch
from posecoach.spec.schema import Stretch

_SUSTAINED = 0.8  # of a repetition's values: what lasts, as a rule of a moment wants it
_SAME_S = 1.2


@dataclass
class Seen:
    """Values of one number, by source: of right movement, and of what it should tell apart."""

    limit: float
    above: bool  # beyond is above
    good: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bad: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def nearest(self, values: list[float], *, good: bool) -> float | None:
        """The value nearest the limit on its own side, or furthest over it: the hardest one."""
        if not values:
            return None
        return max(values) if good == self.above else min(values)

    def errors(self, limit: float, source: str) -> tuple[int, int]:
        """How many values of a source a limit gets wrong, and of how many."""
        wrong = sum((v > limit) == self.above and v != limit for v in self.good[source])
        wrong += sum((v > limit) != self.above for v in self.bad[source])
        return wrong, len(self.good[source]) + len(self.bad[source])

    def without(self, source: str) -> float | None:
        """A limit halfway between what the other sources show; None where one side is missing."""
        good = [v for s, vs in self.good.items() if s != source for v in vs]
        bad = [v for s, vs in self.bad.items() if s != source for v in vs]
        a, b = self.nearest(good, good=True), self.nearest(bad, good=False)
        return None if a is None or b is None else (a + b) / 2


Numbers = dict[tuple[str, str, str], Seen]


class Moments:
    """A sink that keeps what the coach knew, and what was measured, at each moment."""

    def __init__(self, s: Stretch) -> None:
        self.all: list[Moment] = []
        self.at: list[At] = []
        self._coach = Coach(s)

    def take(self, step: Step) -> None:
        if step.now.moment is not None:
            self.all.append(step.now.moment)
        if step.pose is None:
            return
        self._coach.update(step.pose)
        if self._coach.reading is not None:
            self.at.append((step.pose.t, self._coach.reading))

    def end(self, state: EndState, session: Session) -> None:
        pass


def collect(clips: list[Clip], kept: Path | None) -> Numbers:
    """All values of all numbers over the clips."""
    numbers: Numbers = {}
    for clip in clips:
        found = poses_of(clip, "every", kept)
        names = [clip.stretch] if clip.stretch else list(ARTICLE)
        for name in names:
            seen = Moments(stretch(name))
            analyze_poses(found, clip.path.name, stretch(name), sinks=(seen,))
            if clip.kind == "stretch":
                _of_stretch(numbers, stretch(name), clip, seen.all)
            elif clip.kind == "other":
                _of_other(numbers, stretch(name), clip, seen.all)
            for value in _positions(stretch(name), clip, seen):
                _keep(numbers, stretch(name), clip.source, value)
    return numbers


def _positions(s: Stretch, clip: Clip, seen: Moments) -> Iterator[Value]:
    if clip.kind == "stretch" and clip.stretch == s.id:
        for rep in _reps(clip, seen.all):
            yield from of_rep(s, rep, seen.at)
    yield from of_clip(s, clip, seen.at)


def _keep(numbers: Numbers, s: Stretch, source: str, value: Value) -> None:
    n = value.number
    key = s.id, n.name, "above" if n.above else "below"
    seen = numbers.setdefault(key, Seen(n.limit, n.above))
    (seen.good if value.good else seen.bad)[source].append(value.value)


def _number(numbers: Numbers, s: Stretch, f: Finding, *, above: bool) -> Seen:
    limit = _limit(f, above=above)
    of_both = {
        (c.measure, c.above if above else c.below)
        for r in s.rules
        if r.id == f.id and r.both is not None
        for c in r.both.conditions
    }
    sides = " (mean of both sides)" if (f.measure, limit) in of_both else ""
    key = s.id, f"{f.id}: {f.measure}{sides}", "above" if above else "below"
    return numbers.setdefault(key, Seen(limit, above))


def _limit(f: Finding, *, above: bool) -> float:
    return f.high if above else f.low


def _limits(f: Finding) -> Iterator[bool]:
    if not math.isinf(f.high):
        yield True
    if not math.isinf(f.low):
        yield False


def _findings(m: Moment, *stages: str) -> Iterator[Finding]:
    for stage in m.stages:
        if stage.stage in stages:
            yield from (f for f in stage.findings if f.value is not None and f.measure)


def _reps(clip: Clip, moments: list[Moment]) -> tuple[RepLabel, ...]:
    """The labelled repetitions; where their times are not known, the counted ones."""
    return clip.reps or tuple(
        RepLabel(e.side, e.start, e.t) for m in moments for e in m.events if isinstance(e, Rep)
    )


def _of_stretch(numbers: Numbers, s: Stretch, clip: Clip, moments: list[Moment]) -> None:
    """Rules by repetition, recognition and the range by what was done."""
    for rep in _reps(clip, moments):
        inside = [m for m in moments if rep.start <= m.t <= rep.end + 0.8]
        values: dict[tuple[str, str, bool, float], list[tuple[float, Finding]]] = defaultdict(list)
        peaks = []
        for m in inside:
            done = [e for e in m.events if isinstance(e, Rep)]
            if done and abs((done[0].start + done[0].t - rep.start - rep.end) / 2) > _SAME_S:
                continue
            peaks += [e.range_deg for e in done]
            for f in _findings(m, "form", "recognise", "count"):
                for above in _limits(f):
                    limit = _limit(f, above=above)
                    values[f.id, f.measure, above, limit].append((f.value or 0.0, f))
        bad = {RULES[name] for name in rep.faults}
        for (id_, _, above, _), found in values.items():
            if id_ == "head_down" and "chest_down" in bad:  # the head comes along
                continue
            seen = _number(numbers, s, found[0][1], above=above)
            ordered = sorted(v for v, _ in found)
            last = len(ordered) - 1
            at = int(_SUSTAINED * last) if above else last - int(_SUSTAINED * last)
            (seen.bad if id_ in bad else seen.good)[clip.source].append(ordered[at])
        if peaks and clip.known:
            key = s.id, "rep: range x reach", "below"
            seen = numbers.setdefault(key, Seen(s.rep.range * s.rep.reach, above=False))
            (seen.good if rep.whole else seen.bad)[clip.source].append(max(peaks))


def _of_other(numbers: Numbers, s: Stretch, clip: Clip, moments: list[Moment]) -> None:
    """What speaks against the stretch in other movement: the condition that is furthest off."""
    worst: dict[tuple[str, bool], tuple[float, Finding]] = {}
    for m in moments:
        for f in _findings(m, "recognise", "count"):
            for above in _limits(f):
                over = (f.value or 0.0) - f.high if above else f.low - (f.value or 0.0)
                key = f"{f.id}:{f.measure}", above
                if over > 0 and over > worst.get(key, (0.0, f))[0]:
                    worst[key] = over, f
    for (_, above), (_, f) in worst.items():
        seen = _number(numbers, s, f, above=above)
        seen.bad[clip.source].append(f.value or 0.0)


def lines(numbers: Numbers) -> Iterator[str]:
    """The table, as Markdown."""
    yield "| stretch | number | limit | source | right movement | nearest | told apart | nearest |"
    yield "|---|---|---|---|---|---|---|---|"
    for (name, number, way), seen in sorted(numbers.items()):
        spoken = {("rendered" in s) for s in (*seen.good, *seen.bad)}
        for source in SOURCES:
            good, bad = seen.good.get(source, []), seen.bad.get(source, [])
            if not good and not bad:
                continue
            flag = "" if len(spoken) > 1 else " (one kind of source only)"
            cells = [name, number + flag, f"{way} {seen.limit:g}", source]
            for values, is_good in ((good, True), (bad, False)):
                value = seen.nearest(values, good=is_good)
                cells += [str(len(values)), "-" if value is None else f"{value:.3g}"]
            yield "| " + " | ".join(cells) + " |"


def left_out(numbers: Numbers) -> Iterator[str]:
    """Each limit chosen without a source, tried on it, beside the one in the spec."""
    yield "| source left out | values | wrong by the others' limit | wrong by the spec's |"
    yield "|---|---|---|---|"
    for source in SOURCES:
        total = theirs = ours = 0
        for seen in numbers.values():
            limit = seen.without(source)
            if limit is None:
                continue
            wrong, n = seen.errors(limit, source)
            total, theirs = total + n, theirs + wrong
            ours += seen.errors(seen.limit, source)[0]
        if total:
            yield f"| {source} | {total} | {theirs} | {ours} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--tapes", type=Path, help="keep the poses here, and use those kept")
    parser.add_argument("--out", type=Path, help="write the tables here, as Markdown")
    chosen = parser.parse_args()
    found = [c for f in chosen.folder for c in footage.clips(f) or labels.clips(f)]
    if not found:
        print("No labelled clip was found.", file=sys.stderr)
        return 1
    if chosen.tapes:
        chosen.tapes.mkdir(parents=True, exist_ok=True)
    numbers = collect(found, chosen.tapes)
    text = "\n".join([*lines(numbers), "", *left_out(numbers)])
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
