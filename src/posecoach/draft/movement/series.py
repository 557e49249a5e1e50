"""A recording as measures over time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from posecoach.draft.movement.bearing import bearing_of
from posecoach.draft.movement.candidates import Candidate, Table, generated, of_specs
from posecoach.measure.body import Body
from posecoach.measure.legs import Bearing
from posecoach.measure.measures import Measure
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Pose, unmirrored
from posecoach.spec.load import shipped
from posecoach.spec.rules import View

Series = NDArray[np.float64]

#: Shoulders closer than this, in torso lengths, are seen from the side: turned 30 degrees from the
#: profile they are .29 apart, turned 37 degrees from the front .53.
SIDE_VIEW = 0.41
#: Share of the time in which a measure must be known, to be counted by or to make a rule of.
KNOWN_SHARE = 0.95
#: Torso lengths from the feet to the hips: whoever stands has more.
STANDING = 1.2
_BYSTANDER_S = 3.0  # from the beginning: the landmarker has told people apart by then
_PARITY_AT = 40  # moments that are enough to tell the parity
_MEDIAN, _MEAN_S = 5, 0.2  # samples; seconds
_FLIPS = 0.02  # share of the time
_TOP, _NEAR_TOP = 90.0, 0.06  # percentile of the highest place; torso lengths below it


@dataclass(frozen=True)
class MeasuredRecording:
    """What one recording shows, moment by moment.

    Attributes:
        t: seconds of each moment, (n,).
        bodies: the person at each; None where nobody was found.
        bearing: how the trunk is held; 'upright' on a chair, too.
        raw: each candidate's values, (n,), NaN where unknown.
        parity: +1 for a measure that is the same in the mirror image of a body, -1 for one that
            changes its sign there, 0 for neither.
    """

    poses: tuple[Pose, ...]
    t: Series
    bodies: tuple[Body | None, ...]
    view: View
    bearing: Bearing
    candidates: dict[str, Candidate]
    raw: dict[str, Series]
    parity: dict[str, int]
    _smooth: dict[str, Series] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Whether somebody was found, (n,)."""
        return np.array([b is not None for b in self.bodies], dtype=np.bool_)

    @cached_property
    def facing(self) -> NDArray[np.float64]:
        """Which way the body faces, +1 the picture's right, 0 unknown, (n,)."""
        return np.array([0 if b is None else b.facing for b in self.bodies], dtype=np.float64)

    @property
    def flips(self) -> bool:
        """Whether the way the body faces changes or is unknown: 'forward' then has no meaning."""
        known = self.facing[self.facing != 0]
        return len(known) == 0 or float(min((known > 0).mean(), (known < 0).mean())) > _FLIPS

    def smooth(self, name: str) -> Series:
        """The values without outliers and jitter, interpolated over gaps, (n,)."""
        if name not in self._smooth:
            self._smooth[name] = smoothed(self.t, self.raw[name])
        return self._smooth[name]

    def usual(self, name: str) -> float:
        """The median of a measure; NaN where it is never known."""
        raw = self.raw[name]
        return float(np.median(raw[np.isfinite(raw)])) if np.isfinite(raw).any() else float("nan")

    def without(self, first: float, last: float) -> "MeasuredRecording":
        """The recording without the time from ``first`` to ``last``, which leaves no gap."""
        keep = (self.t < first) | (self.t >= last)
        shift = np.where(self.t >= last, last - first, 0.0)
        return MeasuredRecording(
            poses=tuple(p for p, k in zip(self.poses, keep, strict=True) if k),
            t=(self.t - shift)[keep],
            bodies=tuple(b for b, k in zip(self.bodies, keep, strict=True) if k),
            view=self.view,
            bearing=self.bearing,
            candidates=self.candidates,
            raw={n: v[keep] for n, v in self.raw.items()},
            parity=self.parity,
        )


def smoothed(t: Series, raw: Series) -> Series:
    """Median over five samples, then a mean over 0.2 s; NaN only where nothing is known at all."""
    known = np.isfinite(raw)
    if known.sum() < 2:
        return np.full(len(t), np.nan)
    filled = np.interp(t, t[known], raw[known])
    padded = np.pad(filled, _MEDIAN // 2, mode="edge")
    middle = np.median(np.lib.stride_tricks.sliding_window_view(padded, _MEDIAN), axis=1)
    step = float(np.median(np.diff(t))) if len(t) > 1 else 1.0
    width = max(1, round(_MEAN_S / max(step, 1e-3)) | 1)
    padded = np.pad(middle, width // 2, mode="edge")
    return np.asarray(np.convolve(padded, np.ones(width) / width, mode="valid"), np.float64)


def view_of(poses: Sequence[Pose]) -> View:
    """Whether most of a recording is seen from the side or from the front."""
    tracker = Tracker(front=False)
    bodies = [b for p in poses if (b := tracker.update(p).body) is not None]
    widths = [b.shoulder_width for b in bodies]
    return "side" if not widths or float(np.median(widths)) < SIDE_VIEW else "front"


def read(poses: Sequence[Pose], view: View | None = None) -> MeasuredRecording:
    """Evaluates every measure over a recording.

    Args:
        poses: with their own times.
        view: from where it is seen; told from the shoulders by default.
    """
    poses = _of_one_person(poses)
    view = view or view_of(poses)
    every = {c.name: c for c in (*generated(view), *of_specs(shipped(), view))}
    tables: dict[str, Table] = {}
    for candidate in every.values():
        tables.update(candidate.tables)
    adapter: TypeAdapter[Measure] = TypeAdapter(Measure)
    measures = {n: adapter.validate_python(t) for n, t in tables.items()}
    bearing = bearing_of(poses)
    bodies = _bodies(poses, view, bearing)
    measured = [c.name for c in every.values() if c.arc is None]
    raw = _values(measures, measured, bodies)
    there = [i for i, b in enumerate(bodies) if b is not None]
    chosen = there[:: max(1, len(there) // _PARITY_AT)]
    mirrored = _bodies([unmirrored(p) for p in poses], view, bearing)
    other = _values(measures, measured, [mirrored[i] for i in chosen])
    parity = {n: _parity(raw[n][chosen], other[n], every[n].error) for n in measured}
    for name, candidate in every.items():
        if candidate.arc is not None:
            raw[name] = _arc(raw[candidate.arc.aside], raw[candidate.arc.height])
            parity[name] = -1
    return MeasuredRecording(
        poses=tuple(poses),
        t=np.array([p.t for p in poses]),
        bodies=tuple(bodies),
        view=view,
        bearing=bearing,
        candidates=every,
        raw=raw,
        parity=parity,
    )


def _of_one_person(poses: Sequence[Pose]) -> Sequence[Pose]:
    """The poses without a bystander's, whom the landmarker may follow for the first seconds."""
    tracker, first = Tracker(front=False), 0
    for i, pose in enumerate(poses):
        if pose.t - poses[0].t > _BYSTANDER_S:
            break
        if tracker.update(pose).changed:
            first = i
    return poses[first:]


def _bodies(poses: Sequence[Pose], view: View, bearing: Bearing) -> list[Body | None]:
    tracker = Tracker(bearing=bearing, front=view == "front")
    return [tracker.update(p).body for p in poses]


def _values(
    measures: dict[str, Measure], names: list[str], bodies: Sequence[Body | None]
) -> dict[str, Series]:
    neutrals = Neutrals({})
    out = {n: np.full(len(bodies), np.nan) for n in names}
    for i, body in enumerate(bodies):
        if body is None:
            continue
        reading = Reading(measures, neutrals, body, None)
        for name in names:
            value = reading.value(name)
            if value is not None:
                out[name][i] = value
    return out


def _arc(aside: Series, height: Series) -> Series:
    """How far a part is from its highest place, + to the user's left; all in torso lengths."""
    if not np.isfinite(aside + height).any():
        return np.full(len(aside), np.nan)
    top = float(np.nanpercentile(height, _TOP))
    middle = float(np.nanmedian(aside[height >= top - _NEAR_TOP]))
    fall = np.maximum(top - height, 0.0)
    return np.asarray(np.sign(aside - middle) * np.hypot(aside - middle, fall), np.float64)


def _parity(own: Series, mirrored: Series, error: float) -> int:
    both = np.isfinite(own) & np.isfinite(mirrored)
    if not both.any():
        return 0
    same = float(np.median(np.abs(own[both] - mirrored[both])))
    turned = float(np.median(np.abs(own[both] + mirrored[both])))
    if min(same, turned) > error:
        return 0
    return 1 if same <= turned else -1
