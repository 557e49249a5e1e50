"""The measures that a draft may use: generated ones, and those of the shipped specs.

The value of each is the same whichever side is nearer the camera, and if the pose model swaps the
legs: of two limbs it takes the middle, or the smaller or larger value.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from posecoach.measure.measures import Measure
from posecoach.spec.rules import View
from posecoach.spec.schema import Stretch

Table = dict[str, Any]

#: The pose model's error, one standard deviation, measured on people whose true joints are known
#: (docs/accuracy.md): lengths 3 to 9 % of a torso, angles 4 to 8 degrees.
ERROR_DEG = 5.0
ERROR_TORSO = 0.08
_LENGTHS = ("offset", "height", "spread", "place")

_SEGMENTS = {
    "trunk": ("hip", "shoulder"),
    "thigh": ("knee", "hip"),
    "shin": ("ankle", "knee"),
    "leg": ("ankle", "hip"),
    "neck": ("shoulder", "ear"),
}
_JOINTS = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
    "ankle": ("knee", "ankle", "foot_index"),
    "nape": ("ear", "shoulder", "hip"),
}
_HEIGHTS = {
    "hips": ("ankle", "hip"),
    "knees": ("ankle", "knee"),
    "knees_over_hips": ("hip", "knee"),
    "shoulders": ("hip", "shoulder"),
    "shoulders_over_feet": ("ankle", "shoulder"),
    "head": ("shoulder", "ear"),
    "hands": ("hip", "wrist"),
    "hands_over_feet": ("ankle", "wrist"),
    "hands_over_shoulders": ("shoulder", "wrist"),
    "elbows": ("shoulder", "elbow"),
    "feet_over_hips": ("hip", "ankle"),
}
_OFFSETS = {
    "hips_over_feet": ("ankle", "hip"),
    "hips_over_knees": ("knee", "hip"),
    "knees_from_hips": ("hip", "knee"),
    "shoulders_over_hips": ("hip", "shoulder"),
    "shoulders_over_feet": ("ankle", "shoulder"),
    "head_over_hips": ("hip", "ear"),
    "hands_from_hips": ("hip", "wrist"),
    "hands_from_shoulders": ("shoulder", "wrist"),
}
#: ``Candidate.general`` by region: people move hands and head as they like, and the shoulders rise
#: with the arms.
_GENERAL = {
    **dict.fromkeys(("neck", "head", "ear", "head_over_hips"), 0.5),
    **dict.fromkeys(("shin", "ankle"), 0.8),  # people set their feet as they like
    "hip": 0.9,  # and lean their trunk over the thigh as they like
    "nape": 0.3,  # its angle does not tell whether the head is before or behind the straight line
    **dict.fromkeys(("elbow", "elbows", "hands", "wrists"), 0.6),
    **dict.fromkeys(("hands_over_feet", "hands_over_shoulders", "hands_from_hips"), 0.6),
    **dict.fromkeys(("hands_from_shoulders", "shoulder"), 0.6),
}
_LENGTH = 0.8  # a length differs more between bodies than an angle
# From the front, how bent a joint looks depends on the camera's height and on the body's turn.
_FRONT_ANGLE, _DIFFERENCE = 0.6, 0.85
_TILT_GENERAL = {"knee": 0.4}  # which knee is higher depends on the stance and the camera's height
_OF_SPEC = 0.7  # a spec's own measure was made for another stretch

_SPLIT_GENERAL = 0.3  # a step is as long as each person makes it

# Knees that fall to either side as one. How far they have come from their highest place grows all
# the way, where aside alone, or down alone, turns back.
_ARC_GENERAL = 0.9

_BEND = (("neck", _SEGMENTS["neck"]), ("trunk", _SEGMENTS["trunk"]))
_BEND_GENERAL = 0.6  # of the neck against the trunk; unlike the nape's angle it has a sign
LEG_SEGMENTS = ("thigh", "shin", "leg")  # left and right may differ
_APART = ("ankle", "knee", "wrist", "elbow")
_TILTS = ("shoulder", "hip", "ear", "knee")


@dataclass(frozen=True)
class Arc:
    """A part that goes aside and down from its highest place, whichever way the user moves.

    Attributes:
        aside, height: the candidates of which it is made, both in torso lengths.
        side: the measure that tells the side, + to the user's left.
    """

    aside: str
    height: str
    side: str


@dataclass(frozen=True)
class Candidate:
    """One measure, with the tables that a stretch file needs for it, in their order.

    Attributes:
        name: the measure's own name.
        tables: measures by name; the last is this one.
        unit: degrees, or torso lengths.
        region: the part of the body that it is about.
        depth: it depends on the model's guess of depth, which is too rough to count by.
        general: how little it differs between people who do the same stretch, 0..1: they move the
            large parts of the body alike, hands and head as they like.
        arc: how it is found in a recording, where no table alone gives it.
    """

    name: str
    tables: Mapping[str, Table]
    unit: Literal["deg", "torso"]
    region: str
    depth: bool = False
    general: float = 1.0
    arc: Arc | None = None

    @property
    def error(self) -> float:
        """The pose model's error in this unit."""
        return ERROR_DEG if self.unit == "deg" else ERROR_TORSO

    @property
    def scale(self) -> float:
        """Degrees for one of its unit: a length is taken as an arc with the radius of a torso."""
        return 1.0 if self.unit == "deg" else 57.3


def generated(view: View) -> Iterator[Candidate]:
    """Each segment's inclination, each joint's angle, each height, offset, spread, tilt, turn."""
    way = "left" if view == "front" else "forward"
    for name, (low, high) in _SEGMENTS.items():
        # The lean of a segment that points at the camera or hangs upside down is not stable.
        lean = {"kind": "inclination", "positive": way, "least": 0.3, "limit": 150.0}
        yield _single(f"{name}_lean", {**lean, "from": f"mid_{low}", "to": f"mid_{high}"}, name)
        if name in LEG_SEGMENTS:
            yield from _pair(f"{name}_lean", {**lean, "from": low, "to": high}, name, view)
    parts = {n: {**lean, "from": f"mid_{low}", "to": f"mid_{high}"} for n, (low, high) in _BEND}
    tables = {f"{n}_lean": table for n, table in parts.items()}
    bend = {"neck_bend": {"kind": "difference", "of": list(tables)}}
    yield Candidate("neck_bend", {**tables, **bend}, "deg", "neck", general=_BEND_GENERAL)
    for name, at in _JOINTS.items():
        yield from _pair(f"{name}_angle", {"kind": "angle", "at": at}, name, view)
    for name, (low, high) in _HEIGHTS.items():
        table = {"kind": "height", "from": low, "to": high}
        yield _single(f"{name}_height", _of_both(table), name)
        if high in ("knee", "wrist", "ankle"):
            yield from _pair(f"{name}_height", table, name, view)
    if view == "side":
        yield _split()
    for name, (start, end) in _OFFSETS.items():
        table = {"kind": "offset", "from": start, "to": end, "positive": way}
        yield _single(f"{name}_offset", _of_both(table), name)
    for part in _APART:
        of = [f"left_{part}", f"right_{part}"]
        yield _single(f"{part}s_apart", {"kind": "spread", "of": of, "axis": "x"}, f"{part}s")
    for part in ("ankle", "knee"):
        of = ["mid_wrist", f"mid_{part}"]
        yield _single(f"hands_to_{part}s", {"kind": "spread", "of": of}, "hands")
    if view == "front":
        for part in _TILTS:
            made = _single(f"{part}_tilt", {"kind": "tilt", "of": part, "positive": "left"}, part)
            yield replace(made, general=made.general * _TILT_GENERAL.get(part, 1.0))
        yield _knees_arc()
    for part in ("shoulder", "hip"):
        yield _single(f"{part}s_turn", {"kind": "line_turn", "of": part}, part, depth=True)
    turn = {"kind": "turn", "from": "mid_ear", "to": "nose"}
    yield _single("head_turn", turn, "head", depth=True)


def _single(name: str, table: Table, region: str, *, depth: bool = False) -> Candidate:
    unit = _unit(table["kind"])
    return Candidate(name, {name: table}, unit, region, depth, _general(region, unit))


def _general(region: str, unit: str) -> float:
    return _GENERAL.get(region, 1.0) * (_LENGTH if unit == "torso" else 1.0)


def _unit(kind: str) -> Literal["deg", "torso"]:
    return "torso" if kind in _LENGTHS else "deg"


def _knees_arc() -> Candidate:
    """How far the knees have come from their highest place; + to the user's left."""
    place: Table = {"kind": "place", "point": "mid_knee", "origin": "mid_hip", "neutral": {}}
    tables: dict[str, Table] = {
        "knees_aside": {**place, "axis": "x"},
        "knees_rise": {**place, "axis": "y"},
        "knees_fall": {"kind": "scaled", "of": ["knees_rise"], "by": -1, "low": 0},
        "knees_arc": {"kind": "length", "of": ["knees_aside", "knees_fall"]},
    }
    arc = Arc("knees_from_hips_offset", "knees_over_hips_height", "knees_aside")
    return Candidate("knees_arc", tables, "torso", "knees", general=_ARC_GENERAL, arc=arc)


def _split() -> Candidate:
    """How far one knee is above the other, whichever it is."""
    table = {"kind": "height", "from": "ankle", "to": "knee"}
    knees = {c.name: c for c in _pair("knees_height", table, "knees", "side")}
    ends = ["most_knees_height", "least_knees_height"]
    tables = {name: made for end in ends for name, made in knees[end].tables.items()}
    tables["knees_split"] = {"kind": "difference", "of": ends}
    return Candidate("knees_split", tables, "torso", "knees", general=_SPLIT_GENERAL)


def _of_both(table: Table) -> Table:
    return {k: f"mid_{v}" if k in ("from", "to") else v for k, v in table.items()}


def _of_side(table: Table, side: str) -> Table:
    out = {k: f"{side}_{v}" if k in ("from", "to") else v for k, v in table.items()}
    if "at" in table:
        out["at"] = [f"{side}_{part}" for part in table["at"]]
    return out


def _pair(name: str, table: Table, region: str, view: View) -> Iterator[Candidate]:
    """The mean, smaller and larger value of a limb's both sides; from the front, their difference.

    From the side the pose model may confuse the legs, so that their difference is unknown.
    """
    parts = {f"{side}_{name}": _of_side(table, side) for side in ("left", "right")}
    unit = _unit(table["kind"])
    kinds = {"mean": "both", "smallest": "least", "largest": "most"}
    if view == "front":
        kinds["difference"] = "uneven"
    for kind, word in kinds.items():
        made = f"{word}_{name}"
        tables = {**parts, made: {"kind": kind, "of": list(parts)}}
        general = _general(region, unit)
        if view == "front" and table["kind"] == "angle":
            general *= _FRONT_ANGLE
        if kind == "difference":
            general *= _DIFFERENCE
        yield Candidate(made, tables, unit, region, general=general)


def of_specs(specs: Mapping[str, Stretch], view: View) -> Iterator[Candidate]:
    """The measures of this view's specs that do not depend on a side, a leg role or a neutral."""
    seen = [t for c in generated(view) for t in c.tables.values()]
    for spec in specs.values():
        if spec.view != view:
            continue
        plain = {n: m for n, m in spec.measures.items() if _plain(m)}
        for name, measure in plain.items():
            tables = _chain(name, spec.measures, plain, f"{spec.id}_")
            if tables is None or list(tables.values())[-1] in seen:
                continue
            if not _of_both_sides(spec.measures, tables, f"{spec.id}_"):
                continue
            table = list(tables.values())[-1]
            seen.append(table)
            depth = any(t["kind"] in ("turn", "line_turn") for t in tables.values())
            lengths = any(t["kind"] in _LENGTHS for t in tables.values())
            unit: Literal["deg", "torso"] = "torso" if lengths else "deg"
            region = measure.points()[-1].split("_")[-1] if measure.points() else name
            general = _OF_SPEC * _general(region, unit)
            yield Candidate(f"{spec.id}_{name}", tables, unit, region, depth, general)


def _of_both_sides(every: Mapping[str, Measure], names: Iterable[str], prefix: str) -> bool:
    """Whether each point of a limb has its partner: one arm alone would not tell the other's."""
    points = {p for n in names for p in every[n.removeprefix(prefix)].points()}
    partners = {"left_": "right_", "right_": "left_"}
    return all(
        other + p.removeprefix(side) in points
        for p in points
        for side, other in partners.items()
        if p.startswith(side)
    )


_UNFIT = ("place", "swing", "kneels_near", "pixels", "face_contrast", "face_turn", "face_seen")
_MIXED = ("scaled", "product", "length", "ratio", "sum", "first", "larger", "agreement")
_SIDED = ("side_", "other_", "near_", "far_", "kneeling_", "front_", "planted_")


def _plain(measure: Measure) -> bool:
    return (
        measure.kind not in (*_UNFIT, *_MIXED, "faces_camera", "shoulder_width")
        and getattr(measure, "positive", None) != "side"
        and not getattr(measure, "guess", False)  # what is not seen cannot be counted by
        and not any(p.startswith(_SIDED) for p in measure.points())
    )


def _chain(
    name: str, every: Mapping[str, Measure], plain: Mapping[str, Measure], prefix: str
) -> dict[str, Table] | None:
    """The tables that a spec's measure needs, without neutrals; None where one does not fit."""
    if name not in plain:
        return None
    out: dict[str, Table] = {}
    for part in every[name].parts():
        found = _chain(part, every, plain, prefix)
        if found is None:
            return None
        out.update(found)
    table = every[name].model_dump(by_alias=True, exclude_defaults=True, mode="json")
    table.pop("neutral", None)
    if "of" in table and every[name].parts():
        table["of"] = [prefix + part for part in every[name].parts()]
    out[prefix + name] = table
    return out
