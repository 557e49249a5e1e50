"""The table by source: what is rendered, and what was recorded, are different claims.

A loop that is shown again counts as one person, who is right only if all their clips are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import get_args

from judging.footage import HOLD_WITHIN_S
from judging.labels import Clip
from judging.scores import NO_TARGET, Run, Totals, add
from posecoach.events import Direction
from posecoach.pose import SIDES
from posecoach.spec.load import stretch

SOURCES = ("rendered", "rendered, human", "recorded", "drawn", "reported")
COLUMNS = (
    "source",
    "people",
    "right",
    "a peer's",
    "reps not counted",
    "nor explained",
    "faults found",
    "false said a minute",
    "other movement",
    "reps in it",
    "a peer's",
    "corrections in it",
)
_EXPLAINED_AFTER_S = 5.0


@dataclass
class Sums:
    """Sums over the clips of one source."""

    right: dict[str, bool] = field(default_factory=dict)
    peer: dict[str, bool] = field(default_factory=dict)
    reps: int = 0
    missed: int = 0
    unexplained: int = 0
    others: int = 0
    others_reps: int = 0
    others_peer: int = 0
    others_corrections: int = 0
    notes: list[str] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)


def summed(pairs: list[tuple[Clip, Run]]) -> dict[str, Sums]:
    """The sums of each source."""
    out: dict[str, Sums] = defaultdict(Sums)
    for clip, run in pairs:
        sums = out[clip.source]
        if clip.kind in ("other", "view"):
            sums.others += 1
            sums.others_reps += sum(done for _, _, done in run.reps)
            sums.others_peer += sum(run.peer.values())
            sums.others_corrections += len(run.of("correction"))
            continue
        if clip.kind in ("edge", "far") and not any(done for _, _, done in run.reps):
            continue
        ok = right(clip, run)
        sums.right[clip.person] = sums.right.get(clip.person, True) and ok
        peer = (run.peer.get("left", 0), run.peer.get("right", 0)) in counts(clip)
        sums.peer[clip.person] = sums.peer.get(clip.person, True) and (peer or clip.hold)
        if not ok:
            got = _got(run)
            sums.notes.append(f"{clip.path.stem}: {got} counted, {counts(clip)} shown")
        if not clip.hold:
            _missed(sums, clip, run)
        if clip.known:
            add(sums.totals, clip, run)
    return out


def _got(run: Run) -> tuple[int, int]:
    left, right = (sum(done and side == s for _, side, done in run.reps) for s in SIDES)
    return left, right


def counts(clip: Clip) -> tuple[tuple[int, int], ...]:
    """The counts (left, right) that are right for a clip."""
    if clip.accepted:
        return clip.accepted
    left, right = (sum(r.whole and r.side == s for r in clip.reps) for s in SIDES)
    return ((left, right),)


def right(clip: Clip, run: Run) -> bool:
    """Whether a clip of a stretch was counted, or its hold timed, as it should be."""
    if not clip.hold:
        return clip.only_small or _got(run) in counts(clip)
    sides = [s for s, n in zip(SIDES, counts(clip)[0], strict=True) if n]
    held = [(side, end - start) for side, start, end in run.holds]
    if [side for side, _ in held] != sides:
        return False
    return clip.held_s is None or abs(held[0][1] - clip.held_s) <= HOLD_WITHIN_S


def _missed(sums: Sums, clip: Clip, run: Run) -> None:
    """Repetitions that were neither counted nor explained."""
    got = _got(run)
    most = min(counts(clip), key=lambda c: sum(abs(a - b) for a, b in zip(c, got, strict=True)))
    missing = {s: max(0, n - g) for s, n, g in zip(SIDES, most, got, strict=True)}
    sums.reps += sum(most)
    sums.missed += sum(missing.values())
    told = [t for t, kind, id in run.cues if _explains(run, kind, id)]
    for side, n in missing.items():
        if not clip.reps:
            sums.unexplained += 0 if told else n
            continue
        shown = [r for r in clip.reps if r.whole and r.side == side]
        done = [t for t, s, complete in run.reps if complete and s == side]
        left = [r for r in shown if not any(r.start < t < r.end + 1.0 for t in done)][:n]
        for rep in left:
            end = rep.end + max(_EXPLAINED_AFTER_S, rep.end - rep.start)
            sums.unexplained += not any(rep.start - 1.0 <= t <= end for t in told)


def _explains(run: Run, kind: str, id: str) -> bool:
    """Whether a cue says what stands in the way of a repetition."""
    if kind == "direction":
        return id in get_args(Direction)
    known = {c.id for c in stretch(run.stretch).recognise} | {"almost", "start"}
    return kind == "guide" and id in known


def rows(found: dict[str, Sums]) -> list[tuple[str, ...]]:
    """The table's rows, in the order of ``SOURCES``."""
    out: list[tuple[str, ...]] = []
    for source in SOURCES:
        if source not in found:
            continue
        s = found[source]
        t = s.totals
        planted = {r: n for r, n in t.planted.items() if r not in NO_TARGET}
        hit = sum(t.found[r] for r in planted)
        false = f"{t.false_cues / t.correct_min:.2f}" if t.correct_min else "-"
        out.append(
            (
                source,
                str(len(s.right)),
                str(sum(s.right.values())),
                str(sum(s.peer.values())),
                f"{s.missed} of {s.reps}",
                str(s.unexplained),
                f"{hit} of {sum(planted.values())}" if planted else "-",
                false,
                str(s.others),
                str(s.others_reps),
                str(s.others_peer),
                str(s.others_corrections),
            )
        )
    return out
