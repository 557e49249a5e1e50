"""Labelled clips: what each shows, and what may rightly be said of it."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.body import LANDMARK_NAMES
from posecoach.pose import LANDMARKS, SIDES, Landmark, Side
from posecoach.spec.load import stretch

#: 'stretch': seen as it should be; 'edge': so obliquely that counting and refusing are both right;
#: 'far': the kneeling leg is the far one: counting it and asking for the near one are both right;
#: 'view': another view; 'other': something else.
Kind = Literal["stretch", "edge", "far", "view", "other"]

STRETCHES = {"hip_flexor": "hip_flexor", "rotator": "hip_rotators", "lateral": "lateral_line"}
#: Planted fault → the rule that should find it; None: no rule looks for it.
RULES = {
    "chest_down": "chest_down",
    "head_down": "head_down",
    "sit_back": "not_stacked",
    "knee_past_toes": None,
    "one_knee": "knees_apart",
    "eyes_forward": "eyes_not_following",
    "hands_lifted": "hands_off_floor",
    "feet_together": "feet_hip_width",
    "jerky": "jerky",
    "no_hip_shift": "no_hip_shift",
    "head_upright": "head_not_tilting",
    "head_wrong": "head_not_tilting",
    "twist": "twisting",
    "arm_bent": "arm_not_reaching",
    "arm_low": "arm_not_reaching",
    "too_fast": "too_fast",
    "partial": "partial",
    "lean_forward": "collapsing",
}
#: Skin of the rendered bodies that are not light.
SKINS = {"f_heavy": "dark", "m_heavy": "dark", "m_slim": "brown", "f_asian": "brown"}
#: Truth's angle that shows a fault of a moment, and its sign.
_SHOWN_BY = {"chest_down": ("trunk_forward", 1.0), "head_down": ("head_pitch_up", -1.0)}
_IDEAL_DEG, _EDGE_DEG = 30.0, 50.0  # off the ideal view: usable within, wrong beyond
_FEET = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
_LEAST_HOLD_S = 3.0
_MOSTLY = 0.8


@dataclass(frozen=True)
class RepLabel:
    """One repetition that the clip shows; times in seconds."""

    side: Side
    start: float
    end: float
    faults: tuple[str, ...] = ()
    shown: dict[str, float] = field(default_factory=dict)  # fault → since when it can be judged
    hidden: frozenset[str] = frozenset()  # faults whose landmarks are outside the picture

    @property
    def whole(self) -> bool:
        return "partial" not in self.faults


@dataclass(frozen=True)
class Clip:
    """One labelled clip.

    Attributes:
        right: directions that are true of this clip, so that they are no mistakes.
        must: directions one of which must come within 2 s; empty: none is needed.
        only_small: no full repetition comes before the small ones: counting these is right too.
        known: whether the body's faults are known, so that a fault found can be called false.
        groups: of the table's breakdown, name → value.
        source: 'rendered', 'rendered, human' (people varied as recordings show them), 'recorded',
            'drawn' or 'reported' (a set that its user says was counted wrongly).
        person: who is seen; a loop shown again is the same person.
        accepted: counts (left, right) that are right, where the times of repetitions are not known.
        hold: what is shown is held; 'held_s' for so long, where that is known.
    """

    path: Path
    kind: Kind
    stretch: str | None
    reps: tuple[RepLabel, ...]
    holds: tuple[tuple[Side, float, float], ...]
    right: frozenset[str]
    must: frozenset[str]
    known: bool
    mirrored: bool
    groups: dict[str, str]
    source: str = "rendered"
    person: str = ""
    accepted: tuple[tuple[int, int], ...] = ()
    hold: bool = False
    held_s: float | None = None

    @property
    def only_small(self) -> bool:
        return bool(self.reps) and not any(r.whole for r in self.reps)


def clips(folder: Path) -> list[Clip]:
    """All labelled clips of a folder, by name."""
    table = tomllib.loads((Path(__file__).parent / "real.toml").read_text("utf-8"))
    found = []
    for path in sorted(folder.glob("*")):
        label = path.with_suffix(".json")
        if path.suffix == ".mp4" and label.exists():
            found.append(rendered(path, json.loads(label.read_text("utf-8"))))
        elif path.suffix in (".mp4", ".mkv", ".avi") and path.stem in table:
            found.append(real(path, table[path.stem]))
    return found


def real(path: Path, label: dict[str, Any]) -> Clip:
    """A recording of a real person, from the table."""
    name = label.get("stretch")
    kind: Kind = "other" if name is None else "edge" if label.get("view") else "stretch"
    reps = tuple(RepLabel(r["side"], r["start"], r["end"]) for r in label.get("reps", ()))
    return Clip(
        path,
        kind,
        name,
        reps,
        (),
        frozenset(("turn_sideways", "swap_knee_or_turn") if kind == "edge" else ()),
        frozenset(),
        known=False,
        mirrored=False,
        groups={"people": "real"},
        source="recorded",
        person=path.stem,
    )


def rendered(path: Path, truth: dict[str, Any]) -> Clip:
    """A rendered clip, from its ground truth."""
    name = STRETCHES.get(truth["stretch"])
    human = truth.get("people", {}).get("human")
    kind, off = _kind(truth)
    reps: tuple[RepLabel, ...] = ()
    if name is not None:
        with np.load(path.with_suffix(".npz")) as points:
            reps = tuple(_rep(e, truth, points["in_frame"]) for e in truth["events"])
    right, must = _directions(truth, path, kind)
    size = f"{truth['width']}x{truth['height']}"
    groups = {
        "people": "rendered",
        "stretch": name or "other",
        "body": truth.get("body") or "nobody",
        "skin": SKINS.get(truth.get("body") or "", "light"),
        "light": truth["light"],
        "frames a second": f"{truth['fps']:g}",
        "size": size,
    }
    if kind == "stretch":
        groups["degrees off the view"] = "0-10" if off <= 10 else "10-20" if off <= 20 else "20-30"
    if truth.get("second_person"):
        groups["people"] = "rendered, two in the picture"
    return Clip(
        path,
        kind,
        name,
        reps,
        tuple(
            (h["side"].removeprefix("reach_"), h["t_start"], h["t_end"])
            for h in truth["holds"]
            if h["t_end"] - h["t_start"] >= _LEAST_HOLD_S
            and name != "hip_rotators"
            and "partial" not in truth["events"][h["rep"] - 1]["faults"]  # not in the pose
        ),
        frozenset(right),
        frozenset(must),
        known=True,
        mirrored=bool(truth["mirrored"]),
        groups=groups,
        source="rendered" if human is None else "rendered, human",
        person=path.stem,
    )


def _kind(truth: dict[str, Any]) -> tuple[Kind, float]:
    """What a rendered clip is to its stretch, and degrees off the ideal view."""
    if truth["stretch"] not in STRETCHES:
        return "other", 0.0
    azimuth = (truth["azimuth_deg"] + 180.0) % 360.0 - 180.0
    ideal = 90.0 if truth["stretch"] == "hip_flexor" else 0.0
    off = abs(abs(azimuth) - ideal)
    if off > _IDEAL_DEG:
        return ("edge" if off <= _EDGE_DEG else "view"), off
    far = truth["stretch"] == "hip_flexor" and (azimuth > 0) != (truth["side"] == "left")
    return ("far" if far else "stretch"), off


def _rep(event: dict[str, Any], truth: dict[str, Any], inside: NDArray[np.bool_]) -> RepLabel:
    shown = {}
    during = inside[event["frame_start"] : event["frame_complete"]].mean(axis=0) > _MOSTLY
    hidden = {f for f in event["faults"] if not all(during[i] for i in _needed(f, truth))}
    for fault in event["faults"]:
        if fault not in _SHOWN_BY:
            continue
        name, sign = _SHOWN_BY[fault]
        frames = slice(event["frame_start"], event["frame_complete"])
        values = sign * np.array(truth["angles_deg"][name][frames], dtype=float)
        values -= values[0]
        half = int(np.argmax(values >= 0.5 * values.max()))
        shown[fault] = (event["frame_start"] + half) / truth["fps"]
    side = event["side"].removeprefix("reach_")
    faults = tuple(event["faults"])
    return RepLabel(side, event["t_start"], event["t_complete"], faults, shown, frozenset(hidden))


def _needed(fault: str, truth: dict[str, Any]) -> set[Landmark]:
    """The landmarks that the rule for a fault needs, by its spec."""
    spec = stretch(STRETCHES[truth["stretch"]])
    rule = next((r for r in spec.rules if r.id == RULES[fault]), None)
    if rule is None:
        return set()
    waiting = [c.measure for check in (rule.fault, rule.only_if) if check for c in check.conditions]
    points: set[str] = set()
    while waiting:
        measure = spec.measures.get(waiting.pop())
        if measure is not None:
            waiting += measure.parts()
            points |= set(measure.points())
    parts = {p.partition("_")[2] for p in points if p not in LANDMARK_NAMES}
    pairs = {LANDMARK_NAMES[f"{s}_{part}"] for part in parts for s in SIDES if part != "knee"}
    return pairs | {LANDMARK_NAMES[p] for p in points if p in LANDMARK_NAMES}


def _directions(truth: dict[str, Any], path: Path, kind: Kind) -> tuple[set[str], set[str]]:
    """Directions that are right, and those of which one must come."""
    right: set[str] = set()
    if truth["light"] == "low":
        right.add("more_light")
    if truth["stretch"] in STRETCHES:
        with np.load(path.with_suffix(".npz")) as points:
            inside, pixels = points["in_frame"], points["joints2d"]
        if inside.shape[1] != LANDMARKS or not inside[:, _FEET].all():
            right |= {"show_feet", "step_back"}
        heights = np.ptp(pixels[:, :, 1], axis=1) / truth["height"]
        if heights.min() < 0.40:
            right.add("come_closer")
        if not inside.all():
            right |= {"step_back", "show_whole_body"}
    turn = "turn_sideways" if truth["stretch"] == "hip_flexor" else "face_camera"
    if kind in ("view", "edge"):
        right.add(turn)
    if kind == "edge":
        right.add("swap_knee_or_turn")
    if kind == "far":
        right.add("swap_knee_or_turn")
    must = {turn} if kind == "view" else {"swap_knee_or_turn"} if kind == "far" else set()
    if truth.get("second_person"):  # the one who stands by is seen as they should be
        must = set()
    return right, must
