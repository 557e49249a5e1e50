"""The built wheel in an environment of its own: specs, clips and manifest come along."""

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from posecoach.app.commands.machine.doctor import findings
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
    "benchmarks", "docs", "mkdocs.yml", "models", "pyproject.toml", "routines", "scripts",
    "src", "LICENCES.md", "packaging", "lessons", "extras",
    "stretch_specs", "tests", "uv.lock", "SECURITY.md", "CITATION.cff", "CODE_OF_CONDUCT.md",
}  # fmt: skip

#: In the wheel's own folder for them, and in the source archive.
LICENCES = {
    "LICENSE", "LICENCES.md", "src/posecoach/fonts/OFL.txt", "packaging/licences/LGPL-3.0.txt",
    "packaging/licences/GPL-3.0.txt",
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
    assert {"uv.lock", "tests/conftest.py", "scripts/nightly.py", "SECURITY.md"} <= set(names)
    with zipfile.ZipFile(next(p for p in built if p.suffix == ".whl")) as wheel:
        packed = wheel.namelist()
    tops = {n.split("/")[0] for n in packed}
    assert tops == {"posecoach", next(t for t in tops if t.endswith(".dist-info"))}
    suffixes = {Path(n).suffix for n in packed if n.startswith("posecoach/")}
    assert suffixes <= {
        ".py",
        ".json",
        ".typed",
        ".toml",
        ".mp4",
        ".md",
        ".j2",
        ".po",
        ".mo",
        ".ttf",
        ".svg",
        ".ico",
        ".qss",
        ".txt",
    }, "code, specs, clips, templates, catalogues, the font with its licence, the icon"
    licences = {n.split("/licenses/")[1] for n in packed if "/licenses/" in n}
    assert licences == LICENCES
    assert set(names) >= LICENCES
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


def old_wheel(folder: Path) -> Path:
    """A wheel of an older posecoach, with a module that is no more."""
    path = folder / "posecoach-0.0.1-py3-none-any.whl"
    info = "posecoach-0.0.1.dist-info"
    content = {
        "posecoach/__init__.py": "",
        "posecoach/of_old.py": "",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: posecoach\nVersion: 0.0.1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    content[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*content, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def test_the_wheel_works_in_a_clean_environment(tmp_path: Path, model_path: Path) -> None:
    """Installed over an older one with plain pip's resolution, used, and taken out again."""
    need(shutil.which("uv"), "needs uv")
    run("uv", "build", "--wheel", "--out-dir", str(tmp_path), str(ROOT), cwd=tmp_path)
    wheel = next(p for p in tmp_path.glob("*.whl"))
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
    pip = ("uv", "pip")
    quietly = ("--quiet", "--python", str(python))
    run(*pip, "install", *quietly, str(old_wheel(tmp_path)), cwd=tmp_path)
    run(*pip, "install", *quietly, "--upgrade-package", "posecoach", str(wheel), cwd=tmp_path)
    (package,) = venv.glob("**/site-packages/posecoach")
    assert not (package / "of_old.py").exists(), "an upgrade leaves nothing of the version before"
    held = run(*pip, "list", "--python", str(python), cwd=tmp_path)
    assert re.findall(r"^opencv\S+", held, re.MULTILINE) == ["opencv-contrib-python"], (
        "one package alone holds cv2, so that no upgrade of another can break it"
    )
    run(*pip, "check", "--python", str(python), cwd=tmp_path)
    env = {
        **os.environ,
        "POSECOACH_DATA": str(tmp_path / "data"),
        "POSECOACH_MODEL": str(model_path),
        "PYTHONPATH": "",
        "XDG_DATA_HOME": str(tmp_path / "share"),
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

    entry = tmp_path / "share" / "applications" / "posecoach.desktop"
    if sys.platform.startswith("linux"):
        run(str(python), "-m", "posecoach", "install-menu", cwd=tmp_path, env=env)
        assert f'Exec="{python.with_name("posecoach-app")}"' in entry.read_text("utf-8")
        run(str(python), "-m", "posecoach", "install-menu", "--remove", cwd=tmp_path, env=env)
        assert not entry.exists()

    a_second_opencv_comes_and_goes(python, tmp_path, env)

    kept = (tmp_path / "data" / "posecoach.db").exists()
    run(*pip, "uninstall", *quietly, "posecoach", cwd=tmp_path)
    assert not package.exists(), "nothing is left of it"
    assert not list(python.parent.glob("posecoach*"))
    assert (tmp_path / "data" / "posecoach.db").exists() == kept, "the user's data is theirs"


def a_second_opencv_comes_and_goes(python: Path, folder: Path, env: dict[str, str]) -> None:
    """Both packages write one folder, and the second to go takes the first one's files along."""
    at = ("--quiet", "--python", str(python))

    def doctor() -> subprocess.CompletedProcess[str]:
        command = (str(python), "-m", "posecoach", "doctor")
        return subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, timeout=600, check=False
        )

    run("uv", "pip", "install", *at, "opencv-python-headless", cwd=folder)
    beside = doctor()
    assert beside.returncode != 0
    assert "opencv-python-headless" in beside.stdout
    run("uv", "pip", "uninstall", *at, "opencv-python-headless", cwd=folder)
    gone = doctor()
    assert gone.returncode != 0
    assert "--force-reinstall --no-deps opencv-contrib-python" in gone.stdout
    assert "Traceback" not in gone.stdout + gone.stderr
    again = ("--reinstall-package", "opencv-contrib-python", "--no-deps", "opencv-contrib-python")
    run("uv", "pip", "install", *at, *again, cwd=folder)
    assert "cv2        works" in doctor().stdout


def test_a_second_opencv_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who adds opencv-python by hand breaks cv2 with the next upgrade of either."""
    there = {"opencv-contrib-python": "5.0.0.93", "opencv-python": "5.0.0.94"}
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name.startswith("opencv"):
            if name not in there:
                raise importlib.metadata.PackageNotFoundError(name)
            return there[name]
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    (found,) = [f for f in findings() if f.what == "cv2"]
    assert found.ok is False
    assert "opencv-contrib-python 5.0.0.93 and opencv-python 5.0.0.94" in found.detail
    assert "uninstall all of them, then install opencv-contrib-python" in found.detail
