"""The accuracy benchmark: which repetition a fault is of, and which clips are drawn."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import variants
from judging import reported, runs
from judging.labels import Clip, RepLabel
from judging.scores import Run, Totals, add

from posecoach.landmarks import tape
from tests.kinematic import alternating, sequence

REPS = (
    RepLabel("left", 2.0, 7.0, ("eyes_forward",)),
    RepLabel("right", 8.0, 13.0, ("eyes_forward",)),
    RepLabel("left", 14.0, 19.0),
)


def totals(run: Run, reps: tuple[RepLabel, ...] = REPS) -> Totals:
    clip = Clip(
        Path("clip.mp4"),
        "stretch",
        "hip_rotators",
        reps,
        (),
        frozenset(),
        frozenset(),
        known=True,
        mirrored=False,
        groups={},
    )
    out = Totals()
    add(out, clip, run)
    return out


def run(*faults: tuple[str, str | None, float, float]) -> Run:
    reps = [(7.2, "left", True), (13.2, "right", True), (19.2, "left", True)]
    return Run("hip_rotators", reps=reps, faults=list(faults), duration_s=20.0)


def test_a_fault_of_one_repetition_is_not_found_by_that_of_the_next() -> None:
    found = totals(run(("eyes_not_following", "right", 7.4, 13.2)))
    assert found.planted["eyes_not_following"] == 2
    assert found.found["eyes_not_following"] == 1
    assert found.delays["eyes_not_following"] == pytest.approx([0.2])
    assert found.false["eyes_not_following"] == 0


def test_a_fault_is_of_its_repetition_however_early_that_is_dated() -> None:
    both = (
        ("eyes_not_following", "left", 0.4, 7.2),
        ("eyes_not_following", "right", 6.6, 13.2),
    )
    found = totals(run(*both))
    assert found.found["eyes_not_following"] == 2
    assert found.false["eyes_not_following"] == 0


def test_a_fault_of_a_correct_repetition_is_false() -> None:
    found = totals(run(("eyes_not_following", "left", 14.0, 19.2)))
    assert found.found["eyes_not_following"] == 0
    assert found.false["eyes_not_following"] == 1


def test_exact_off_by_one_and_neither() -> None:
    exact = run()
    assert (totals(exact).exact, totals(exact).off_by_one) == (1, 0)
    exact.reps.pop()
    assert (totals(exact).exact, totals(exact).off_by_one) == (0, 1)
    exact.reps.pop()
    assert (totals(exact).exact, totals(exact).off_by_one) == (0, 0)


def test_the_same_seed_draws_the_same_clips_however_many_are_asked_for() -> None:
    def heap(seed: int, count: int) -> list[tuple[str, list[str]]]:
        rng = Random(seed)
        return [variants.drawn(rng, None, None) for _ in range(count)]

    assert heap(7, 40)[:5] == heap(7, 5)
    assert heap(7, 5) != heap(8, 5)
    drawn = heap(7, 40)
    assert {stretch for stretch, _ in drawn} == set(variants.FAULTS)
    for stretch, options in drawn:
        names = [o.partition("=")[0] for o in options]
        assert len(names) == len(set(names))
        assert f"--stretch={stretch}" in options
        faults = [o.removeprefix("--fault=") for o in options if o.startswith("--fault=")]
        assert set(faults) <= set(variants.FAULTS[stretch])


def test_a_report_of_a_user_is_a_labelled_clip(tmp_path: Path) -> None:
    poses = sequence("lateral_line", alternating("lateral_line", 2), fps=10)
    side = {"reps": 1, "partials": 1, "held_s": 0.0}
    about = {
        "schema": 1, "posecoach": "0.1.0", "stretch": "lateral_line", "mode": "mobilizer",
        "sides": ["left", "right"], "goal": None, "counted": {"left": side, "right": side},
        "events": [], "said": {"left": 2},
    }  # fmt: skip
    tape.save(tmp_path / "a.npz", poses, about=about, compact=True)
    tape.save(tmp_path / "b.npz", poses)
    np.savez(tmp_path / "c.npz", joints=np.zeros(3))
    (found,) = reported.clips(tmp_path)
    assert reported.clips(tmp_path / "a.npz") == [found]
    assert (found.kind, found.stretch, found.source) == ("stretch", "lateral_line", "reported")
    assert found.accepted == ((2, 1),), "what is not said was right"
    run = runs.every_frame(runs.poses_of(found, "every", None), "lateral_line")
    assert [side for _, side, done in run.reps if done] == ["left", "right"] * 2
