"""Drafts a stretch from a recording, and checks the draft on that recording."""

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from posecoach.draft import refusals
from posecoach.draft.coached import done, events
from posecoach.draft.content import write
from posecoach.draft.content.compose import Asked, Composed, about, compose, slug
from posecoach.draft.content.rules import Mistake
from posecoach.draft.mistakes import proven
from posecoach.draft.movement.profile import MovementProfile
from posecoach.draft.movement.rank import Ranked, Ranking, rank
from posecoach.draft.movement.repetitions import Repetition, Repetitions, find
from posecoach.draft.movement.series import MeasuredRecording, read
from posecoach.errors import DraftError
from posecoach.events import Direction, HoldSpan, Rep
from posecoach.judge.coach import Coach
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.pose import SIDES, Pose, Side
from posecoach.spec.rules import Mode, SidesKind, View
from posecoach.spec.schema import Stretch

LEAST_REPS = 3
_HELD_S = 5.0  # at the end position for this long: a hold
_TAKING_TURNS = 0.45  # of the best score: from here on a measure with both signs is preferred
_ASKED, _TRIED = 12, 8  # how many signals vote on the number of repetitions; how many are tried
_MUCH = 0.3  # share of the recording
_REST_S = 3.0  # of the rest before the first repetition
_LATE_S = 2.0  # a repetition is counted only once it has come to rest
_MOST_LOST = 0.25  # share of the repetitions that a draft of the others may fail to count


@dataclass(frozen=True)
class Draft:
    """A drafted stretch.

    Attributes:
        text: its file.
        reps: repetitions, or holds, that the recording shows, by side.
        sides: how it uses the sides of the body.
        signal: the measure that counting follows.
        left_out_counted: how many repetitions are counted by a draft of the others alone, and how
            many there are.
        remarks: what the author should know, a sentence each.
    """

    stretch: Stretch
    text: str
    reps: Mapping[Side, int]
    sides: SidesKind
    signal: Ranked
    left_out_counted: tuple[int, int]
    remarks: tuple[str, ...]


def draft(
    poses: Sequence[Pose],
    name: str,
    *,
    id: str | None = None,
    view: View | None = None,
    mode: Mode | None = None,
    side: Literal["left", "right", "both"] = "both",
    mistakes: Mapping[str, Sequence[Pose]] | None = None,
) -> Draft:
    """Drafts a stretch from one recording of a person who does it.

    Args:
        poses: from the start position on, at least three repetitions, or one hold a side.
        name: what it is called.
        id: made of the name by default.
        view, mode: told from the recording by default.
        side: which side was shown, where only one was.
        mistakes: recordings of the same person doing it wrong on purpose, by the name of each
            mistake, which is said when it is seen.

    Raises:
        DraftError: it cannot be drafted, with the reason and what to do.
    """
    refusals.braces_in(mistakes or {})
    recording = read(poses, view)
    refusals.nobody(recording)
    mode, ranking = _ranked(recording, mode)
    asked = Asked(name, id or slug(name), mode, side)
    first_error: DraftError | None = None
    for ranked in _signals(ranking, mode)[:_TRIED]:
        try:
            return _drafted(recording, ranked, asked, mistakes or {})
        except DraftError as error:
            first_error = first_error or error
    raise first_error or refusals.why_not(recording, ranking)


def _ranked(recording: MeasuredRecording, mode: Mode | None) -> tuple[Mode, Ranking]:
    """The mode, and the measures ranked for it."""
    as_hold = rank(recording, hold=True)
    if mode is None:
        mode = "mobilizer"
        if as_hold.ranked:
            repetitions, t = as_hold.ranked[0].repetitions, recording.t
            held = [t[s.far[1]] - t[s.far[0]] for s in repetitions.all]
            mode = "hold" if float(np.median(held)) >= _HELD_S else "mobilizer"
    return mode, as_hold if mode == "hold" else rank(recording)


def _signals(ranking: Ranking, mode: Mode) -> list[Ranked]:
    """The signals to try: those that find the number of repetitions that most of them find."""
    found = [r for r in ranking.ranked if r.score > 0]
    if not found:
        return []
    turns = [
        r for r in found if r.repetitions.signed and len({s.sign for s in r.repetitions.all}) == 2
    ]
    if mode == "mobilizer" and turns and turns[0].score >= _TAKING_TURNS * found[0].score:
        found = turns
    votes: Counter[int] = Counter()
    for r in found[:_ASKED]:
        votes[len(r.repetitions.all)] += round(1000 * r.score)
    usual = votes.most_common(1)[0][0]
    least = 1 if mode == "hold" else LEAST_REPS
    if usual < least:
        raise refusals.too_few(usual)
    return [r for r in found if len(r.repetitions.all) == usual]


def _drafted(
    recording: MeasuredRecording,
    ranked: Ranked,
    asked: Asked,
    mistakes: Mapping[str, Sequence[Pose]],
) -> Draft:
    profile = MovementProfile(recording, ranked.candidate.name, ranked.repetitions)
    asked = replace(asked, mistakes=_mistakes(recording, ranked, mistakes))
    made, stretch = proven(profile, ranked.candidate, asked)
    shown = _shown(ranked.repetitions, made)
    counted = count(stretch, recording.poses, asked.mode)
    if sum(counted.values()) != sum(shown.values()):
        asked_for = _framing(stretch, recording.poses, asked.mode)
        raise refusals.miscounted(sum(counted.values()), sum(shown.values()), asked_for)
    recounted, of = _left_out(recording, ranked, asked)
    if of - recounted > _MOST_LOST * of:
        raise refusals.unlike(recounted, of)
    remarks = _remarks(made, counted, recounted, of)
    remarks += refusals.empty_mistakes(mistakes.keys() - {m.name for m in asked.mistakes})
    text = write.text(made.data, about(made, counted), made.why)
    return Draft(stretch, text, counted, made.sides, ranked, (recounted, of), remarks)


def _mistakes(
    recording: MeasuredRecording, ranked: Ranked, mistakes: Mapping[str, Sequence[Pose]]
) -> tuple[Mistake, ...]:
    """The mistakes in which a repetition is seen; nothing can be learnt from the others."""
    out = []
    for name, poses in mistakes.items():
        with contextlib.suppress(DraftError):
            wrong = read(poses, recording.view)
            repetitions = _repetitions(wrong, ranked)
            if repetitions is not None and repetitions.all:
                out.append(
                    Mistake(name, MovementProfile(wrong, ranked.candidate.name, repetitions))
                )
    return tuple(out)


def _repetitions(recording: MeasuredRecording, ranked: Ranked) -> Repetitions | None:
    name = ranked.candidate.name
    x = recording.smooth(name)
    if not np.isfinite(x).all():
        return None
    return find(recording.t, x, recording.parity[name], ranked.candidate.error)


def _shown(repetitions: Repetitions, made: Composed) -> dict[str, int]:
    by = made.data["measures"]["way"]["by"]
    if made.sides != "alternate":
        return {"all": len(repetitions.all)}
    return {s: sum((w.sign * by > 0) == (s == "left") for w in repetitions.all) for s in SIDES}


def count(stretch: Stretch, poses: Sequence[Pose], mode: Mode | None = None) -> dict[Side, int]:
    """The repetitions, or the holds, that a stretch counts in a recording, by side."""
    return _tally(e.side for e in done(events(stretch, poses, mode)))


def _tally(sides: Any) -> dict[Side, int]:
    found = list(sides)
    return {s: found.count(s) for s in SIDES}


def _framing(stretch: Stretch, poses: Sequence[Pose], mode: Mode) -> Direction | None:
    """The direction that the coach gives in much of the recording; None if it sees enough."""
    coach = Coach(stretch, mode)
    asked: Counter[Direction] = Counter()
    for pose in poses:
        framing = coach.update(pose).framing
        if not framing.ok and framing.direction is not None:
            asked[framing.direction] += 1
    found = asked.most_common(1)
    return found[0][0] if found and found[0][1] >= _MUCH * len(poses) else None


def _left_out(recording: MeasuredRecording, ranked: Ranked, asked: Asked) -> tuple[int, int]:
    """Leave-one-out: how many repetitions a draft of the others counts, and how many there are."""
    repetitions = ranked.repetitions.all
    if len(repetitions) < LEAST_REPS:
        return 0, 0
    recounted = 0
    for repetition in repetitions:
        first, last = (
            recording.t[repetition.first],
            recording.t[min(repetition.last, len(recording.t) - 1)],
        )
        rest = recording.without(float(first), float(last))
        found = _repetitions(rest, ranked)
        if found is None or not found.all:
            continue
        profile = MovementProfile(rest, ranked.candidate.name, found)
        made = compose(profile, ranked.candidate, replace(asked, mistakes=()))
        stretch = Stretch.model_validate(made.data)
        alone = _alone(recording, repetitions[0], float(first), float(last))
        if done(events(stretch, alone, asked.mode)):
            recounted += 1
            continue
        counted = done(events(stretch, recording.poses, asked.mode))
        recounted += any(first < _end(e) <= last + _LATE_S for e in counted)
    return recounted, len(repetitions)


def _alone(
    recording: MeasuredRecording, opening: Repetition, first: float, last: float
) -> list[Pose]:
    """One repetition alone, straight after the rest at the beginning of the recording."""
    begun = float(recording.t[opening.first])
    rest = [p for p in recording.poses if begun - _REST_S <= p.t < begun]
    moved = [p for p in recording.poses if first <= p.t <= last + _LATE_S / 2]
    if not rest or not moved:
        return moved
    shift = rest[-1].t + (moved[1].t - moved[0].t if len(moved) > 1 else 0.1) - moved[0].t
    return [*rest, *(replace(p, t=p.t + shift) for p in moved)]


def _end(event: Rep | HoldSpan) -> float:
    return event.t if isinstance(event, Rep) else event.end


def _remarks(
    made: Composed, counted: Mapping[Side, int], recounted: int, of: int
) -> tuple[str, ...]:
    out = []
    if recounted < of:
        out.append(
            tr(_("{number} of {all} repetitions differ from the others; record again if you can."))
            .format(number=of - recounted, all=of)
        )  # fmt: skip
    if made.sides == "alternate" and 0 in counted.values():
        out.append(tr(_("Only one side was shown; the other is taken as its mirror image.")))
    if made.sides == "separate":
        out.append(
            tr(_("Only the side nearest the camera was shown; the other is its mirror image."))
        )
    unclear = tr(_("The mistake “{name}” cannot be told from the right movement: it has no rule."))
    out += [unclear.format(name=name) for name in made.unclear]
    return tuple(out)
