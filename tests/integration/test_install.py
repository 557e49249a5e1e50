"""The built wheel in an environment of its own: specs, clips and manifest come along."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

from tests.shared import ROOT, clip, need


def run(*args: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        args, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


#: All that may lie at the top of the source archive, and in the wheel beside the package.
SOURCES = {
    ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "PKG-INFO", "README.md",
    "benchmarks", "docs", "mkdocs.yml", "models", "pyproject.toml", "routines", "scripts", "src",
    "stretch_specs", "tests", "uv.lock",
}  # fmt: skip


def test_what_is_built_is_the_same_each_time_and_holds_what_it_should(tmp_path: Path) -> None:
    """Twice, byte for byte; checked as an index would; and nothing comes along by accident."""
    need(shutil.which("uv"), "needs uv")
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    digests = []
    for name in ("one", "two"):
        out = tmp_path / name
        run("uv", "build", "--quiet", "--out-dir", str(out), str(ROOT), cwd=tmp_path, env=env)
        built = sorted(p for p in out.iterdir() if p.suffix in (".whl", ".gz"))
        digests.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in built])
    assert digests[0] == digests[1]
    run(sys.executable, "-m", "twine", "check", "--strict", *map(str, built), cwd=tmp_path)
    with tarfile.open(next(p for p in built if p.suffix == ".gz")) as archive:
        names = [n.split("/", 1)[1] for n in archive.getnames() if "/" in n]
    assert {n.split("/")[0] for n in names} <= SOURCES
    assert {"uv.lock", "tests/conftest.py", "scripts/nightly.py"} <= set(names)
    with zipfile.ZipFile(next(p for p in built if p.suffix == ".whl")) as wheel:
        packed = wheel.namelist()
    tops = {n.split("/")[0] for n in packed}
    assert tops == {"posecoach", next(t for t in tops if t.endswith(".dist-info"))}
    suffixes = {Path(n).suffix for n in packed if n.startswith("posecoach/")}
    assert suffixes <= {
        ".py",
        ".typed",
        ".toml",
        ".mp4",
        ".md",
        ".j2",
        ".po",
        ".mo",
        ".ttf",
        ".svg",
        ".txt",
    }, "code, specs, clips, templates, catalogues, the font with its licence, the icon"
    shipped = {"_data/routines/default.toml", "locale/de/LC_MESSAGES/posecoach.mo"}
    assert {f"posecoach/{n}" for n in shipped} <= set(packed)
    kept = [n for n in names if not n.startswith(("tests/tapes/", "tests/data/"))]
    assert not any(n.endswith((".task", ".db", ".log", ".npz")) for n in kept)


def test_each_dependency_has_its_reason() -> None:
    """In CONTRIBUTING, for what users install and for what developers do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    groups = project["dependency-groups"]
    wanted = project["project"]["dependencies"] + groups["dev"] + groups["docs"]
    names = {re.split(r"[<>=~! ;\[]", w)[0] for w in wanted}
    assert {n for n in names if f"`{n}`" not in text} == set()


def test_the_wheel_works_in_a_clean_environment(tmp_path: Path, model_path: Path) -> None:
    """Installed with plain pip's resolution: opencv's two packages together, too."""
    need(shutil.which("uv"), "needs uv")
    run("uv", "build", "--wheel", "--out-dir", str(tmp_path), str(ROOT), cwd=tmp_path)
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("stretch_specs/hip_flexor.toml", "models/manifest.toml"):
        assert f"posecoach/_data/{wanted}" in names
    for page in ("base", "parts", "report", "clinician"):
        assert f"posecoach/reports/templates/{page}.html.j2" in names
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
