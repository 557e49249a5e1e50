"""The built wheel in an environment of its own: specs, clips and manifest come along."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from tests.conftest import clip, need

ROOT = Path(__file__).parents[2]


def run(*args: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        args, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_works_in_a_clean_environment(tmp_path: Path, model_path: Path) -> None:
    """Installed with plain pip's resolution: opencv's two packages together, too."""
    need(shutil.which("uv"), "needs uv")
    run("uv", "build", "--wheel", "--out-dir", str(tmp_path), str(ROOT), cwd=tmp_path)
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("stretch_specs/hip_flexor.toml", "models/manifest.toml"):
        assert f"posecoach/_data/{wanted}" in names
    assert sum(n.endswith(".mp4") for n in names) == 6
    assert not any(n.endswith(".task") for n in names)

    venv = tmp_path / "venv"
    run("uv", "venv", "--quiet", str(venv), cwd=tmp_path)
    python = next(p for p in (venv / "bin/python", venv / "Scripts/python.exe") if p.exists())
    run("uv", "pip", "install", "--quiet", "--python", str(python), str(wheel), cwd=tmp_path)
    env = {
        **os.environ,
        "POSECOACH_DATA": str(tmp_path / "data"),
        "POSECOACH_MODEL": str(model_path),
        "PYTHONPATH": "",
    }
    shown = run(str(python), "-m", "posecoach", "stretches", cwd=tmp_path, env=env)
    assert "lateral_line" in shown
    out = run(
        str(python), "-m", "posecoach", "analyze", str(clip("walk_out")),
        "--stretch", "lateral_line", cwd=tmp_path, env=env,
    )  # fmt: skip
    assert "left 0 reps" in out
    report = run(str(python), "-m", "posecoach", "doctor", cwd=tmp_path, env=env)
    assert "cv2        works" in report
