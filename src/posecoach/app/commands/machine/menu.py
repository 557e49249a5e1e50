"""The command ``install-menu``: an entry in the system's menu, if pip or uv installed it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from posecoach.errors import PosecoachError
from posecoach.paths import ICON, frozen, reason

APP = "posecoach"
_KEYWORDS = "stretch;back;hip;posture;exercise;coach;"
MAC = (
    "macOS shows only bundles (.app) among the programs, and posecoach was installed as a Python "
    "package: put 'posecoach' into a shortcut of the Shortcuts app ('Run Shell Script': {command}) "
    "and add that to the Dock."
)


def desktop_entry(command: str) -> str:
    """The text of a Linux desktop entry (freedesktop.org) that runs a command."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=posecoach",
            "GenericName=Stretching coach",
            "GenericName[de]=Trainer für Dehnübungen",
            "Comment=Coaches you through your webcam while you stretch",
            "Comment[de]=Begleitet dich mit der Kamera beim Dehnen",
            f"Exec={command}",
            f"Icon={APP}",
            "Terminal=false",
            "Categories=Utility;",
            f"Keywords={_KEYWORDS}",
            f"StartupWMClass={APP}",
            "",
        )
    )


def program() -> list[str]:
    """The command that starts the app from anywhere.

    Raises:
        PosecoachError: it was started in a way that leaves no program behind.
    """
    if frozen():
        image = os.environ.get("APPIMAGE")
        within = os.environ.get("APPDIR")  # where it is mounted until it ends
        if image and within and Path(sys.executable).is_relative_to(Path(within).resolve()):
            return [image]
        beside = Path(sys.executable).with_name("posecoach-app.exe")
        return [str(beside if beside.exists() else Path(sys.executable))]
    name = "posecoach-app.exe" if sys.platform == "win32" else "posecoach-app"
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise PosecoachError(
            f"The program {name} is not there; install posecoach with 'uv tool install posecoach' "
            "or 'pip install posecoach', and try again."
        )
    if "/uv/archive-" in Path(found).as_posix() or "/uv/builds-" in Path(found).as_posix():
        raise PosecoachError(
            "'uvx' runs posecoach from a folder that is soon gone; run 'uv tool install posecoach' "
            "first, then 'posecoach install-menu'."
        )
    return [found]


def install(*, remove: bool) -> int:
    """Adds the entry for this user, or removes it; returns the exit code.

    Raises:
        PosecoachError: it cannot be written.
    """
    try:
        if sys.platform == "win32":
            return _windows(remove=remove)
        if sys.platform == "darwin":
            if not remove:
                print(MAC.format(command=program()[0]))
            return 0
        return _linux(remove=remove)
    except OSError as error:
        raise PosecoachError(f"The menu entry cannot be changed ({reason(error)}).") from error


# ---------------------------------------------------------------------- Linux


def _linux(*, remove: bool) -> int:
    share = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    entry = share / "applications" / f"{APP}.desktop"
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / f"{APP}.svg"
    if remove:
        there = entry.exists() or icon.exists()
        entry.unlink(missing_ok=True)
        icon.unlink(missing_ok=True)
        _tell_desktop(entry.parent)
        print("The menu entry is gone." if there else "There was no menu entry.")
        return 0
    command = program()
    entry.parent.mkdir(parents=True, exist_ok=True)
    icon.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ICON, icon)
    entry.write_text(desktop_entry(quoted(command[0])), "utf-8")
    _tell_desktop(entry.parent)
    print(
        f"posecoach is in your menu now ({entry}); 'posecoach install-menu --remove' takes it out."
    )
    return 0


def quoted(path: str) -> str:
    """A path as the desktop entry's ``Exec`` wants it: in quotes, some characters escaped."""
    for character in ("\\", '"', "`", "$"):
        path = path.replace(character, f"\\{character}")
    quoted = '"' + path.replace("%", "%%") + '"'
    return quoted.replace("\\", "\\\\")  # the value of a key is escaped once more


def _tell_desktop(folder: Path) -> None:
    """Lets the desktop read its entries anew, where it has a program for that."""
    tool = shutil.which("update-desktop-database")
    if tool is not None and folder.is_dir():
        subprocess.run([tool, str(folder)], check=False, capture_output=True)


# ---------------------------------------------------------------------- Windows


def shortcut_script(target: str, icon: str, link: str) -> str:
    """The PowerShell lines that make a shortcut; Windows has no other way without a package."""
    values = {"TargetPath": target, "IconLocation": icon, "Description": "posecoach"}
    quoted = {key: value.replace("'", "''") for key, value in values.items()}
    place = link.replace("'", "''")
    lines = [f"$link = (New-Object -ComObject WScript.Shell).CreateShortcut('{place}')"]
    lines += [f"$link.{key} = '{value}'" for key, value in quoted.items()]
    return "; ".join([*lines, "$link.Save()"])


def _windows(*, remove: bool) -> int:
    menu = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    link = menu / f"{APP}.lnk"
    if remove:
        there = link.exists()
        link.unlink(missing_ok=True)
        print("The menu entry is gone." if there else "There was no menu entry.")
        return 0
    script = shortcut_script(program()[0], str(ICON.with_suffix(".ico")), str(link))
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0 or not link.exists():
        raise PosecoachError(f"Windows could not make the menu entry: {done.stderr.strip()[:200]}")
    print("posecoach is in your Start menu now; 'posecoach install-menu --remove' takes it out.")
    return 0
