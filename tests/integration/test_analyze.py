"""`posecoach analyze` on rendered clips, through the real model."""

import contextlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import pytest

from posecoach.records import archive
from posecoach.records.data import SessionData
from posecoach.records.store import Store
from tests.shared import CLIPS, STRETCHES, clip, posecoach, true_reps, truth

#: The rule that each planted fault must show itself as.
RULES = {
    "chest_down": "chest_down",
    "sit_back": "not_stacked",
    "one_knee": "knees_apart",
    "eyes_forward": "eyes_not_following",
    "partial": "partial",
    "no_hip_shift": "no_hip_shift",
    "head_upright": "head_not_tilting",
    "arm_bent": "arm_not_reaching",
}


def stretch_of(name: str) -> str:
    return STRETCHES.get(truth(name)["stretch"], "lateral_line")


@cache
def analyzed(name: str, model_path: Path, *more: str) -> dict[str, Any]:
    """What ``analyze`` finds in a clip; once for all tests of this file, which only read it."""
    done = posecoach(
        "analyze", str(clip(name)), "--stretch", stretch_of(name), "--json", "-",
        "--model", str(model_path), *more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "W0000" not in done.stderr, "MediaPipe's own talk belongs in the log"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", ["demo_hip_flexor", "demo_rotator", "demo_lateral"])
def test_demo_clips_count_exactly_and_are_not_corrected(name: str, model_path: Path) -> None:
    found = analyzed(name, model_path)
    assert found["summary"]["reps"] == true_reps(name)
    assert found["faults"] == []
    assert [c for c in found["cues"] if c["kind"] in ("correction", "direction")] == []
    assert found["source"]["frames"] == truth(name)["frames"]
    times = [r["t"] for r in found["reps"]]
    expected = [e["t_complete"] for e in truth(name)["events"]]
    assert all(abs(t - e) < 0.5 for t, e in zip(times, expected, strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "hip_chest_down_r2",
        "hip_sit_back",
        "rot_eyes_forward_r34",
        "rot_one_knee",
        "rot_partial_r23",
        "lat_no_hip_shift",
        "lat_head_upright_r23",
        "lat_arm_bent_r1",
    ],
)
def test_planted_faults_are_found_and_no_others(name: str, model_path: Path) -> None:
    found = analyzed(name, model_path)
    assert found["summary"]["reps"] == true_reps(name)
    events = truth(name)["events"]
    for event in events:
        for fault in event["faults"]:
            hits = [
                f
                for f in found["faults"]
                if f["rule"] == RULES[fault]
                and f["start"] < event["t_complete"] + 1
                and f["end"] > event["t_start"] - 1
            ]
            assert hits, (event, fault)
    planted = {RULES[f] for e in events for f in e["faults"]}
    assert {f["rule"] for f in found["faults"]} <= planted | {"head_down"}


def test_knee_past_toes_is_no_fault(model_path: Path) -> None:
    found = analyzed("hip_knee_past_toes", model_path)
    assert found["summary"]["reps"] == true_reps("hip_knee_past_toes")
    assert found["faults"] == []


@pytest.mark.parametrize("name", ["no_person", "walk_out"])
def test_nothing_to_coach_is_a_result(name: str, model_path: Path) -> None:
    found = analyzed(name, model_path)
    assert found["summary"]["reps"] == {"left": 0, "right": 0}
    assert found["reps"] == found["holds"] == found["faults"] == []
    assert [c for c in found["cues"] if c["kind"] == "correction"] == []
    assert any(c["rule"] == "show_whole_body" for c in found["cues"])


def test_hold_mode_times_the_hold(model_path: Path) -> None:
    found = analyzed("demo_hip_flexor", model_path, "--mode", "hold")
    expected = truth("demo_hip_flexor")["holds"]
    assert len(found["holds"]) == len(expected)
    for got, true in zip(found["holds"], expected, strict=True):
        assert got["side"] == true["side"]
        assert abs(got["held_s"] - (true["t_end"] - true["t_start"])) < 0.5
    assert found["reps"] == []


def test_several_videos_and_annotated_copies(model_path: Path, tmp_path: Path) -> None:
    out, result = tmp_path / "out", tmp_path / "all.json"
    names = ["no_person", "walk_out"]
    done = posecoach(
        "analyze", *(str(clip(n)) for n in names), "--stretch", "lateral_line",
        "--annotate", str(out), "--json", str(result), "--model", str(model_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    data = json.loads(result.read_text("utf-8"))
    assert [d["source"]["name"] for d in data] == [f"{n}.mp4" for n in names]
    for name in names:
        copy = cv2.VideoCapture(str(out / f"{name}.mp4"))
        assert copy.get(cv2.CAP_PROP_FRAME_COUNT) == truth(name)["frames"]
        copy.release()
    assert "0 reps" in done.stdout


def test_mirrored_input_gives_the_users_own_sides(model_path: Path, tmp_path: Path) -> None:
    """The mirrored film of the same person, told as such, counts the same sides."""
    source = cv2.VideoCapture(str(clip("rot_one_knee")))
    path = tmp_path / "mirrored.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30.0, (640, 480))
    while True:
        ok, frame = source.read()
        if not ok:
            break
        writer.write(cv2.flip(frame, 1))
    writer.release()
    source.release()
    done = posecoach(
        "analyze", str(path), "--stretch", "hip_rotators", "--json", "-", "--mirrored-input",
        "--model", str(model_path),
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found["summary"]["reps"] == true_reps("rot_one_knee")
    sides = [r["side"] for r in found["reps"]]
    assert sides == [e["side"] for e in truth("rot_one_knee")["events"]]


def coached(name: str, model_path: Path, *more: str) -> SessionData:
    """What ``coach`` without a window leaves in the record of a clip."""
    done = posecoach(
        "coach", stretch_of(name), "--source", str(clip(name)), "--headless", "--accept-safety",
        "--voice", "off", "--model", str(model_path), *more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with contextlib.closing(Store()) as store:
        return archive.read(store)[0].session


def agree(session: SessionData, found: dict[str, Any]) -> None:
    """The record of ``coach FILE`` and the JSON of ``analyze FILE`` say the same, to the digits."""
    (done,) = session.sets
    assert [(round(r.t, 3), r.side, r.complete) for r in done.reps] == [
        (r["t"], r["side"], r["complete"]) for r in found["reps"]
    ]
    assert [(h.side, round(h.start, 3), round(h.held_s, 3)) for h in done.holds] == [
        (h["side"], h["start"], h["held_s"]) for h in found["holds"]
    ]
    assert sorted((f.rule, round(f.start, 3), round(f.end, 3)) for f in done.faults) == sorted(
        (f["rule"], f["start"], f["end"]) for f in found["faults"]
    )
    assert done.judged_s is not None
    assert round(done.judged_s, 3) == found["seen"]["judged_s"]
    assert round(session.seen_s, 3) == found["seen"]["pose_s"]


@pytest.mark.parametrize("name", sorted(p.stem for p in CLIPS.glob("*.json")))
def test_coach_and_analyze_agree_on_every_clip(name: str, model_path: Path) -> None:
    """The same recording without a window: what was counted and corrected, when, and how long."""
    agree(coached(name, model_path, "--reps", "100"), analyzed(name, model_path))


def test_coach_and_analyze_agree_on_a_hold(model_path: Path, tmp_path: Path) -> None:
    """On the film, and on the tape that coach keeps of it."""
    tape = tmp_path / "kept.npz"
    session = coached(
        "demo_hip_flexor", model_path, "--mode", "hold", "--hold", "600", "--tape", str(tape)
    )
    found = analyzed("demo_hip_flexor", model_path, "--mode", "hold")
    assert found["holds"]
    agree(session, found)
    kept = posecoach(
        "analyze", str(tape), "--stretch", "hip_flexor", "--mode", "hold", "--json", "-"
    )
    agree(session, json.loads(kept.stdout))
