"""The bundle that needs no Python: builds it with PyInstaller, tries it, and checks its lists.

    uv run --group bundle python scripts/bundle.py build          # dist/posecoach, one folder
    uv run python scripts/bundle.py try [WHAT] [--root ROOT]      # runs it, without a Python near
    uv run python scripts/bundle.py appdir [DIR]                  # dist/posecoach.AppDir from it
    uv run python scripts/bundle.py appimage [DIR] --runtime FILE  # one file from it, for Linux
    uv run python scripts/bundle.py check                         # quick: what the lists name

What ``try`` does, with the folder, an AppDir or an AppImage, is in bundle_trial.py; how an AppImage
is made is in appimage.py.
"""

import argparse
import importlib.util
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import appimage
import bundle_trial as trial
import licences
from appimage import DIST, ROOT

SPEC = ROOT / "packaging" / "posecoach.spec"

#: Imported by a name made at run time, so that PyInstaller cannot see it.
HIDDEN = ["matplotlib.backends.backend_svg"]
#: Never used by the program, but imported somewhere by something it needs.
EXCLUDED = [
    "IPython", "PyQt5", "PyQt6", "babel", "hypothesis", "mkdocs", "mypy", "pip", "pytest",
    "setuptools",
    # Of the cluster, which is for those who have a Python: half as large as all the rest.
    "dask", "distributed", "fsspec", "pandas", "pyarrow",
    "tkinter", "mediapipe.tasks.python.benchmark", "mediapipe.tasks.python.test",
    # Nothing here speaks to the net through Qt, or reads a picture of this kind.
    "PySide6.QtNetwork", "PIL._avif",
]  # fmt: skip
#: Parts of Qt that its plugins bring and nothing here draws with, by their names in the folder.
_QT = ("Qt6Qml", "Qt6Quick", "Qt6Pdf", "Qt6VirtualKeyboard", "Qt6ShaderTools", "Qt6Designer",
       "platforminputcontexts/libqtvirtualkeyboard", "imageformats/libqpdf", "Qt/translations",
       "Qt/qml", "qmltooling", "Qt6Network", "plugins/networkinformation", "plugins/tls",
       # For machines without a desktop, and for tables that are touched.
       "Qt6EglF", "plugins/egldeviceintegrations", "plugins/generic", "platforms/libqeglfs",
       "platforms/libqlinuxfb", "platforms/libqminimalegl", "platforms/libqvkkhrdisplay",
       "platforms/libqvnc")  # fmt: skip
#: Of GTK, which one of Qt's themes brings, and what a system has newer for its own drivers.
_SYSTEM = ("libqgtk3", "libgtk-3", "libgdk-3", "libgdk_pixbuf", "libatk", "libatspi", "libcairo",
           "libpango", "libepoxy", "libharfbuzz.so", "libsystemd", "libstdc++", "libgcc_s",
           "libfribidi", "libthai", "libdatrie", "libpixman",
           # Of the C library, which the system has and with which it must agree.
           "libmvec",
           # What needs these stays out as well; 'try' tells when something else begins to.
           "libgio-2.0", "libgobject-2.0", "libgmodule-2.0", "libmount", "libblkid", "libselinux",
           "libgcrypt", "libgpg-error", "libcap.so", "liblz4.so", "libgraphite2", "libjpeg.so.62",
           "libgssapi_krb5", "libkrb5", "libk5crypto", "libkeyutils", "libcom_err")  # fmt: skip
#: What the system has for the display and its drivers; a bare one may not. PyInstaller leaves out
#: libxcb, though libX11, which it takes, needs it. packaging/launch.py loads them in this order.
FALLBACK = ["libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1",
            "libGLESv2.so.2"]  # fmt: skip
_NO_DATA = {".py", ".pyc", ".po", ".typed"}
#: Their versions are shown by 'doctor' and in a report for a bug.
_METADATA = ("mediapipe", "opencv-python-headless", "pyside6-essentials", "numpy", "pydantic",
             "typer", "posecoach")  # fmt: skip


def version() -> str:
    """The version of posecoach."""
    from posecoach import __version__

    return __version__


def package_data(root: Path) -> list[tuple[str, str]]:
    """The data files of the package: (file, folder in the bundle)."""
    package = root / "src" / "posecoach"
    files = sorted(p for p in package.rglob("*") if p.is_file() and p.suffix not in _NO_DATA)
    return [(str(p), str(p.parent.relative_to(root / "src"))) for p in files]


def shared_data(root: Path) -> list[tuple[str, str]]:
    """What a wheel carries in ``_data`` (pyproject.toml lists it), and the models."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    found: list[tuple[str, str]] = []
    for name, into in brought.items():
        place = root / name
        files = [p for p in sorted(place.rglob("*")) if p.is_file()] or [place]
        for path in files:
            below = path.relative_to(place).parent if path != place else Path()
            folder = Path(into) / below if path != place else Path(into).parent
            found.append((str(path), str(folder)))
    models = ("pose_landmarker_full.task", "face_detector.tflite")
    return found + [(str(root / "models" / name), "posecoach/_data/models") for name in models]


def datas(root: Path) -> list[tuple[str, str]]:
    """All data files, the licences among them."""
    from PyInstaller.utils.hooks import collect_data_files, copy_metadata

    texts = root / "build" / "licences"
    shutil.rmtree(texts, ignore_errors=True)
    licences.copy_texts(texts)
    found = [*package_data(root), *shared_data(root), (str(texts), "licences")]
    # The schema with which a fetched model is packed is read from its source.
    found += collect_data_files("mediapipe.tasks.metadata", include_py_files=True)
    for name in _METADATA:
        found += copy_metadata(name)
    return found


def binaries() -> list[tuple[str, str]]:
    """Libraries that are loaded by their path."""
    from PyInstaller.utils.hooks import collect_dynamic_libs

    return [*collect_dynamic_libs("mediapipe")]


def fallback() -> list[Path]:
    """The libraries of the system that a bare one may lack; packaging/launch.py loads them then."""
    folders = [Path("/usr/lib") / f"{platform.machine()}-linux-gnu", Path("/usr/lib64")]
    return [next(f / n for f in folders if (f / n).exists()) for n in FALLBACK]


def slimmed(folder: Path) -> None:
    """Takes out of the libraries what only a debugger reads.

    Those that wheels bring in a folder of their own were put together by their makers: they stay.
    """
    found = [p for p in folder.rglob("*.so*") if p.is_file() and not p.is_symlink()]
    files = [p for p in found if not any(part.endswith(".libs") for part in p.parts)]
    if shutil.which("strip") is None:
        return
    subprocess.run(
        ["strip", "--strip-unneeded", *map(str, files)], check=False, capture_output=True
    )


def wanted(name: str) -> bool:
    """Whether a file that PyInstaller found goes into the bundle."""
    path = name.replace("\\", "/")
    bare = path.rpartition("/")[2]
    return not any(part in path for part in _QT) and not bare.startswith(_SYSTEM)


# ---------------------------------------------------------------------- building


def build() -> int:
    """Builds dist/posecoach; returns an exit code."""
    from posecoach.landmarks import facemodel, model

    full = model.find_or_fetch()
    if facemodel.find_or_fetch() is None or full.parent != ROOT / "models":
        print("The models must lie in models/: run 'posecoach model fetch'.", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
               "--distpath", str(DIST), "--workpath", str(ROOT / "build"), str(SPEC)]  # fmt: skip
    code = subprocess.run(command, check=False, cwd=ROOT).returncode
    if code == 0 and sys.platform.startswith("linux"):
        place = DIST / "posecoach" / "_internal" / "fallback"
        place.mkdir()
        for path in fallback():
            shutil.copy(path.resolve(), place / path.name)
        slimmed(DIST / "posecoach")
    if code == 0:
        print(f"{DIST / 'posecoach'}: {trial.megabytes(DIST / 'posecoach'):.0f} MB")
    return code


def appdir(folder: Path) -> int:
    """Lays out dist/posecoach.AppDir, of which an AppImage is made; returns an exit code."""
    into = DIST / "posecoach.AppDir"
    appimage.lay_out(folder, into)
    print(f"{into}: {trial.megabytes(into):.0f} MB")
    return 0


def check() -> int:
    """Whether all that the lists name exists; builds nothing. Returns an exit code."""
    wrong = [
        path for path, _ in [*package_data(ROOT), *shared_data(ROOT)] if not Path(path).exists()
    ]
    wrong += [name for name in HIDDEN if importlib.util.find_spec(name) is None]
    wrong += [
        f"no licence is known of {name}" for name in licences.locked() if not licences.terms(name)
    ]
    compile(SPEC.read_text("utf-8"), str(SPEC), "exec")
    for what in wrong:
        print(f"WRONG: {what}")
    return 1 if wrong else 0


def main() -> int:
    """Does what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    does = parser.add_subparsers(dest="does", required=True)
    does.add_parser("build")
    does.add_parser("check")
    tried = does.add_parser("try")
    tried.add_argument("what", type=Path, nargs="?", default=DIST / "posecoach",
                       help="the bundle, an AppDir, or an AppImage")  # fmt: skip
    tried.add_argument("--root", type=Path, help="a system of its own, entered by chroot")
    layout = does.add_parser("appdir")
    layout.add_argument("folder", type=Path, nargs="?", default=DIST / "posecoach")
    image = does.add_parser("appimage")
    image.add_argument("folder", type=Path, nargs="?", default=DIST / "posecoach")
    image.add_argument("--runtime", type=Path, required=True, help="the program it starts with")
    chosen = parser.parse_args()
    match chosen.does:
        case "build":
            return build()
        case "check":
            return check()
        case "appdir":
            return appdir(chosen.folder)
        case "appimage":
            return appimage.make(chosen.folder, chosen.runtime)
        case _:
            return trial.try_out(chosen.what.resolve(), chosen.root)


if __name__ == "__main__":
    sys.exit(main())
