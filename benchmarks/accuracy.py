"""How well counts, holds and corrections agree with labelled clips.

    uv run python benchmarks/accuracy.py DIR… [--json FILE]

Each DIR holds ``NAME.mp4`` with its ground truth ``NAME.json`` (tests/clips/README.md). Every frame
goes through the real model and the shipped coach. Exits with 1 where a target is missed: counts
exact in 97 % of the clips, recall of the rules with a target 0.95, false corrections 0.1 a minute.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import posecoach.nativelog as nativelog
from posecoach.capture.file import VideoFile
from posecoach.landmarks import model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.run.analyze import Analysis, analyze_video
from posecoach.run.stream import poses
from posecoach.spec.load import stretch

STRETCHES = {"hip_flexor": "hip_flexor", "rotator": "hip_rotators", "lateral": "lateral_line"}
RULES = {
    "chest_down": "chest_down",
    "head_down": "head_down",
    "sit_back": "not_stacked",
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
#: Reported, with no target: one camera hardly tells them apart.
NO_TARGET = {"hands_off_floor", "feet_hip_width", "twisting", "collapsing"}
_NEAR_S = 1.0


@dataclass
class Totals:
    """Sums over all clips."""

    clips: int = 0
    exact: int = 0
    off_by_one: int = 0
    wrong: list[str] = field(default_factory=list)
    rep_errors: list[float] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    delays: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    false_cues: int = 0
    directions: int = 0
    minutes: float = 0.0
    judged: float = 0.0


def near(fault: Any, event: dict[str, Any]) -> bool:
    """Whether a fault and a labelled repetition overlap, within a second."""
    return bool(
        fault.start < event["t_complete"] + _NEAR_S and fault.end > event["t_start"] - _NEAR_S
    )


def add(totals: Totals, name: str, truth: dict[str, Any], got: Analysis) -> None:
    """Compares one clip with its truth."""
    events = truth["events"]
    whole = [e for e in events if "partial" not in e["faults"]]
    expected = Counter(e["side"].removeprefix("reach_") for e in whole)
    done = [r for r in got.reps if r.complete]
    counted = Counter(r.side for r in done)
    totals.clips += 1
    off = sum(abs(expected[s] - counted[s]) for s in ("left", "right"))
    totals.exact += off == 0
    totals.off_by_one += off == 1
    if off:
        totals.wrong.append(f"{name}: {dict(expected)} counted as {dict(counted)}")
    else:
        pairs = zip(done, whole, strict=True)
        totals.rep_errors += [abs(r.t - e["t_complete"]) for r, e in pairs]
    for event in events:
        for fault in event["faults"]:
            if fault not in RULES:
                continue
            rule = RULES[fault]
            hits = [f for f in got.faults if f.rule == rule and near(f, event)]
            totals.planted[rule] += 1
            totals.found[rule] += bool(hits)
            if hits and rule in ("chest_down", "head_down"):
                totals.delays[rule].append(min(f.start for f in hits) - event["t_start"])
    for item in got.faults:
        allowed = {RULES.get(f) for e in events if near(item, e) for f in e["faults"]}
        if "chest_down" in allowed:
            allowed.add("head_down")
        if item.rule not in allowed:
            totals.false[item.rule] += 1
    for cue in got.cues:
        if cue.kind == "correction":
            said = {RULES.get(f) for e in events if e["t_start"] < cue.t for f in e["faults"]}
            totals.false_cues += cue.id not in said | {"head_down"}
        totals.directions += cue.kind == "direction"
    totals.minutes += got.duration_s / 60
    totals.judged += got.judged_s / 60


def report(t: Totals) -> bool:
    """Prints the table; whether all targets are met."""
    share = t.exact / t.clips
    print(f"clips {t.clips}, {t.minutes:.1f} min, judged {t.judged / t.minutes:.1%}")
    print(f"counts exact {share:.1%}, off by one {t.off_by_one / t.clips:.1%}")
    for line in t.wrong:
        print(f"  {line}")
    if t.rep_errors:
        ordered = sorted(t.rep_errors)
        middle, high = ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))]
        print(f"rep time error: median {middle:.2f} s, 95 % {high:.2f} s")
    print(f"false corrections {t.false_cues / t.minutes:.2f} a minute")
    print(f"directions {t.directions / t.minutes:.2f} a minute")
    print(f"{'rule':<20} planted  found  recall  false")
    ok = share >= 0.97 and t.false_cues / t.minutes <= 0.1
    for rule in sorted(set(t.planted) | set(t.false)):
        n, hit, false = t.planted[rule], t.found[rule], t.false[rule]
        recall = f"{hit / n:.2f}" if n else "-"
        remark = "  (no target)" if rule in NO_TARGET else ""
        print(f"{rule:<20} {n:>7} {hit:>6} {recall:>7} {false:>6}{remark}")
        ok = ok and (rule in NO_TARGET or not n or hit / n >= 0.95)
    return ok


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    path = model.find_or_fetch()
    totals = Totals()
    for folder in chosen.folder:
        for film in sorted(folder.glob("*.mp4")):
            label = film.with_suffix(".json")
            truth = json.loads(label.read_text("utf-8")) if label.exists() else {}
            if truth.get("stretch") not in STRETCHES:
                continue
            source = VideoFile(film)
            with MediaPipeLandmarker(path) as landmarker:
                found = stretch(STRETCHES[truth["stretch"]])
                got = analyze_video(poses(source, landmarker), film.name, found)
            source.close()
            add(totals, film.stem, truth, got)
            print(f"\r{totals.clips} clips", end="", file=sys.stderr, flush=True)
    if not totals.clips:
        print("No labelled clip was found.", file=sys.stderr)
        return 1
    print(file=sys.stderr)
    return 0 if report(totals) else 1


if __name__ == "__main__":
    sys.exit(main())
