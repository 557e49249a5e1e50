"""The AppImage: one file for Linux that needs no unpacking, made from the bundle.

An AppImage is a small program, the runtime, followed by a squashfs image of a folder (the AppDir).
When it starts, the runtime mounts the image, or unpacks it for the time of the run where
``APPIMAGE_EXTRACT_AND_RUN=1`` asks for that, and runs ``AppRun`` in it. ``mksquashfs`` comes with
the package squashfs-tools; where the runtime comes from stands in packaging/README.md.
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from posecoach import __version__

ROOT = Path(__file__).parent.parent
ICONS = ROOT / "packaging" / "icons"
DIST = ROOT / "dist"

_ELF = b"\x7fELF"
_TYPE = b"AI\x02"  # from byte 8 on: an AppImage of type 2
_TYPE_AT = 8


def target() -> Path:
    """The AppImage of this version for this machine."""
    return DIST / f"posecoach-{__version__}-{platform.machine()}.AppImage"


def lay_out(folder: Path, into: Path) -> None:
    """Makes the AppDir ``into`` from the bundle in ``folder``; what was there is replaced."""
    from posecoach.app.commands.machine.menu import desktop_entry

    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(folder, into / "usr" / "lib" / "posecoach", symlinks=True)
    # A link and no script: it needs no shell, no 'dirname' and no PATH.
    (into / "AppRun").symlink_to("usr/lib/posecoach/posecoach")
    (into / "posecoach.desktop").write_text(desktop_entry("posecoach"), "utf-8")
    shutil.copy(ICONS / "posecoach-256.png", into / "posecoach.png")
    (into / ".DirIcon").symlink_to("posecoach.png")
    for path in ICONS.glob("posecoach-*.png"):
        size = path.stem.rpartition("-")[2]
        place = into / "usr" / "share" / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        shutil.copy(path, place / "posecoach.png")


def unfit(runtime: Path) -> str:
    """Why a file cannot be the runtime, in one sentence; empty when it can."""
    try:
        with runtime.open("rb") as file:
            start = file.read(_TYPE_AT + len(_TYPE))
    except OSError as error:
        return f"{runtime} cannot be read ({error.strerror})."
    if not start.startswith(_ELF) or start[_TYPE_AT:] != _TYPE:
        return f"{runtime} is not the runtime of an AppImage: packaging/README.md says which is."
    return ""


def join(runtime: Path, image: Path, into: Path) -> None:
    """Writes the runtime and after it the image into one file that can be run."""
    part = into.with_name(f"{into.name}.part")
    with part.open("wb") as whole:
        for path in (runtime, image):
            with path.open("rb") as piece:
                shutil.copyfileobj(piece, whole)
    part.chmod(0o755)
    part.replace(into)


def make(folder: Path, runtime: Path) -> int:
    """Makes dist/posecoach-VERSION-MACHINE.AppImage from the bundle in ``folder``.

    Returns an exit code.
    """
    tool = shutil.which("mksquashfs")
    why = unfit(runtime)
    if not why and tool is None:
        why = "mksquashfs is not there: install the package squashfs-tools."
    if not folder.is_dir():
        why = f"{folder} is not there: 'scripts/bundle.py build' makes it."
    if why:
        print(why, file=sys.stderr)
        return 1
    appdir = DIST / "posecoach.AppDir"
    lay_out(folder, appdir)
    into = target()
    image = into.with_suffix(".squashfs")
    command = [str(tool), str(appdir), str(image), "-root-owned", "-noappend", "-comp", "zstd",
               "-quiet", "-no-progress"]  # fmt: skip
    try:
        code = subprocess.run(command, check=False).returncode
        if code == 0:
            join(runtime, image, into)
            print(f"{into}: {into.stat().st_size / 1e6:.0f} MB")
    finally:
        image.unlink(missing_ok=True)
    return code
