"""`posecoach analyze` on rendered clips, through the real model."""

import contextlib
import json
from pathlib import Path
from typing import Any

import cv2
import pytest

from posecoach.records import archive
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


def analyzed(name: str, model_path: Path, *more: str) -> dict[str, Any]:
    stretch = STRETCHES.get(truth(name)["stretch"], "lateral_line")
    done = posecoach(
        "analyze", str(clip(name)), "--stretch", stretch, "--json", "-",
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


@pytest.mark.parametrize("name", sorted(p.stem for p in CLIPS.glob("*.json")))
def test_coach_and_analyze_agree_on_every_clip(name: str, model_path: Path, tmp_path: Path) -> None:
    """The same recording without a window: what was counted and corrected, and when."""
    stretch = STRETCHES.get(truth(name)["stretch"], "lateral_line")
    kept = tmp_path / "kept.npz"
    coached = posecoach(
        "coach", stretch, "--source", str(clip(name)), "--headless", "--accept-safety",
        "--voice", "off", "--reps", "100", "--tape", str(kept), "--model", str(model_path),
    )  # fmt: skip
    assert coached.returncode == 0, coached.stderr
    with contextlib.closing(Store()) as store:
        (done,) = archive.read(store)[0].session.sets
    recording = clip(name) if name.startswith("demo") else kept
    found = json.loads(
        posecoach("analyze", str(recording), "--stretch", stretch, "--json", "-").stdout
    )
    assert [(round(r.t, 3), r.side, r.complete) for r in done.reps] == [
        (r["t"], r["side"], r["complete"]) for r in found["reps"]
    ]
    assert sorted((f.rule, round(f.start, 3), round(f.end, 3)) for f in done.faults) == sorted(
        (f["rule"], f["start"], f["end"]) for f in found["faults"]
    )
