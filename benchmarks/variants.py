"""Renders a batch of labelled clips of people, rooms, cameras and faults drawn by a seed.

    uv run python benchmarks/variants.py OUT --seed N --count N --renderer 'COMMAND' [--human]

COMMAND renders one clip, with its truth beside it, from the options that are printed. The renderer
is no part of this project; docs/accuracy.md names the batches by seed. The same seed draws the
same clips, however many are asked for. A clip that is there is not made again. With ``--human``
the renderer varies range, stance, rests, tempo, arms and the rest as recorded people do.
"""

import argparse
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

FAULTS = {
    "hip_flexor": ("chest_down", "head_down", "sit_back", "partial", "too_fast"),
    "rotator": ("one_knee", "eyes_forward", "partial", "jerky", "hands_lifted"),
    "lateral": ("no_hip_shift", "head_upright", "head_wrong", "arm_bent", "arm_low", "partial"),
}
BODIES = ("f_avg", "m_avg", "f_heavy", "m_slim", "f_asian", "m_heavy", "m_mid", "f_old")
SIZES = ("640x480", "640x480", "640x480", "640x360", "480x360", "480x640", "320x240")
RATES = (12, 15, 20, 24, 30, 30, 30, 60)
LIGHTS = ("normal", "normal", "normal", "low", "backlit", "warm")
DISTANCES = {"hip_flexor": (2.1, 3.4), "rotator": (2.0, 3.2), "lateral": (2.7, 3.9)}
_REPS = 4  # two a side where sides alternate
_OFF_DEG = 24.0  # off the ideal view; the renderer turns by up to 5 degrees more


def drawn(
    rng: Random, only: str | None, fault: str | None, *, human: bool = False
) -> tuple[str, list[str]]:
    """One clip: the stretch, and the renderer's options."""
    stretch = only or rng.choice(tuple(FAULTS))
    size = rng.choice(SIZES)
    chosen = {
        "body": rng.choice(BODIES),
        "size": size,
        "fps": rng.choice(RATES),
        "light": rng.choice(LIGHTS),
        "noise": rng.choice((0, 0, 2, 4)),
        "tempo": round(rng.uniform(0.85, 1.5), 2),
        "cam-height": round(rng.uniform(0.35, 1.5), 2),
        "cam-dist": round(rng.uniform(*DISTANCES[stretch]), 2),
        "seed": rng.randrange(1, 100_000),
    }
    side = rng.choice(("left", "right"))
    off = round(rng.uniform(-_OFF_DEG, _OFF_DEG), 1)
    reps = 3 if stretch == "hip_flexor" else _REPS
    kind = rng.random()  # one in eight is seen as it should not be
    if stretch == "hip_flexor":
        near = 90 if side == "left" else -90
        if kind < 0.08:
            near = -near  # the far knee is down
        elif kind < 0.125:
            near, off = near // 2, 0.0
        view = near + off
        chosen["arms"] = rng.choice(("hips", "thigh", "hang"))
        if rng.random() < 0.3:
            chosen["hold"], reps = round(rng.uniform(5, 8), 1), 2
    else:
        view = 90 + off if kind < 0.06 else off
    if human:  # what is given is not drawn by the renderer
        chosen = {k: v for k, v in chosen.items() if k not in ("tempo", "arms", "hold")}
        chosen["human"] = rng.randrange(1, 40_000)
    options = [f"--{k}={v}" for k, v in chosen.items()]
    options += [f"--view={view:g}", f"--side={side}", f"--reps={reps}"]
    if fault or rng.random() < 0.6:
        options += [f"--fault={fault or rng.choice(FAULTS[stretch])}"]
        bad = sorted(rng.sample(range(1, reps + 1), min(2, reps)))
        options += [f"--fault-reps={','.join(map(str, bad))}"]
    if rng.random() < 0.15:
        place = rng.choice((-1, 1)) * rng.uniform(0.6, 1.0)
        options += [f"--second={rng.choice(BODIES)}", f"--second-at={place:.2f},-0.75"]
    return stretch, [f"--stretch={stretch}", *options]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--renderer", required=True, help="the command that renders one clip")
    parser.add_argument("--folder", type=Path, help="where it is run")
    parser.add_argument("--only", choices=tuple(FAULTS), help="one stretch alone")
    parser.add_argument("--fault", help="this fault in every clip (with --only)")
    parser.add_argument("--human", action="store_true", help="people as recordings show them")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    rng = Random(chosen.seed)
    out = chosen.out.resolve()
    out.mkdir(parents=True, exist_ok=True)

    def render(job: tuple[int, tuple[str, list[str]]]) -> bool:
        number, (stretch, options) = job
        file = out / f"{stretch}_{chosen.seed}_{number:02d}.mp4"
        if file.exists() and file.with_suffix(".json").exists():
            return True
        command = [*shlex.split(chosen.renderer), *options, f"--out={file}"]
        print(shlex.join(options), flush=True)
        # one thread each: a software renderer's threads would only wait for each other
        environ = os.environ | {"LP_NUM_THREADS": "1"}
        done = subprocess.run(
            command, cwd=chosen.folder, env=environ, check=False, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            file.unlink(missing_ok=True)
        return done.returncode == 0

    jobs = list(
        enumerate(
            drawn(rng, chosen.only, chosen.fault, human=chosen.human) for _ in range(chosen.count)
        )
    )
    with ThreadPoolExecutor(chosen.jobs) as pool:
        made = sum(pool.map(render, jobs))
    print(f"{made} of {chosen.count} clips are in {out}.")
    return 0 if made == chosen.count else 1


if __name__ == "__main__":
    sys.exit(main())
