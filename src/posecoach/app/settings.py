"""The user's settings: one TOML file in their config folder.

They are read at every start, before the window opens, so they are checked by hand: importing
pydantic takes 0.2 s, a quarter of the time to the first picture. Writing keeps the comments.
"""

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import platformdirs

from posecoach.errors import UsageError
from posecoach.files import read_toml, written_whole
from posecoach.paths import reason
from posecoach.sinks.screen.textsize import TEXT_SIZES


@dataclass(frozen=True)
class LookSettings:
    """How things look.

    Attributes:
        theme: 'normal' or 'contrast'.
        lightness: 'system', 'light' or 'dark', of the calm pages; coaching is always dark.
        text_size: 0.8 to 1.4.
        motion: things on the screen may glide and fade.
        full_screen: the window fills the screen.
        language: 'system', 'en' or 'de'.
    """

    theme: Literal["normal", "contrast"] = "normal"
    lightness: Literal["system", "light", "dark"] = "system"
    text_size: float = 1.0
    motion: bool = True
    full_screen: bool = True
    language: Literal["system", "en", "de"] = "system"


@dataclass(frozen=True)
class DeskSettings:
    """The day at the desk.

    Attributes:
        slump_min: minutes in the same slump until told; 0 is never.
        still_min: minutes without moving much.
        sit_min: minutes of sitting since the user last stood.
        look_s: seconds between two looks while nothing changes.
        camera: 'release' it between two looks, or 'keep' it open.
        record: 'off', or the day goes to the record by the 'hour' or to the 'minute'.
    """

    slump_min: Literal[0, 5, 10, 20, 30] = 10
    still_min: Literal[0, 20, 30, 45] = 30
    sit_min: Literal[0, 20, 30, 45, 60] = 45
    look_s: Literal[3, 5, 8] = 5
    camera: Literal["release", "keep"] = "release"
    record: Literal["off", "hour", "minute"] = "hour"


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults, in the order of ``names``.

    The file has them all at one level: a key there is the name here, and begins with 'desk_' for
    those of ``desk``.

    Attributes:
        camera: number or name of a camera, or the address of a stream.
        mirrored_input: the camera already mirrors its picture.
        voice: 'off', 'cues' (counts, corrections, directions) or 'full' (instructions too).
        age: 'under65' or '65plus'; older people hold longer, but do fewer holds.
        dose: 'gentle', 'usual' or 'more'.
        routine: name of a routine, or path of a .toml file.
        first_side: 'left' or 'right'.
        leave_out: ids of stretches that are left out of routines.
        model_size: 'lite', 'full', 'heavy' or 'auto'.
        keep_last: keep the landmarks of the last session, to report a wrong count with.
        break_seconds: how long a short break is: '60', '90', '120' or '180'.
    """

    camera: str = "0"
    mirrored_input: bool = False
    voice: Literal["off", "cues", "full"] = "full"
    look: LookSettings = LookSettings()
    age: Literal["under65", "65plus"] = "under65"
    dose: Literal["gentle", "usual", "more"] = "usual"
    routine: str = "default"
    first_side: Literal["left", "right"] = "left"
    leave_out: tuple[str, ...] = ()
    model_size: Literal["lite", "full", "heavy", "auto"] = "full"
    keep_last: bool = True
    desk: DeskSettings = DeskSettings()
    break_seconds: Literal["60", "90", "120", "180"] = "90"

    def value(self, key: str) -> Any:
        """A setting by its key in the file."""
        place = _places()[key]
        return getattr(getattr(self, place.group) if place.group else self, place.name)

    def changed(self, **values: Any) -> "Settings":
        """The same settings but for some values, by their keys in the file."""
        by_group: dict[str, dict[str, Any]] = {}
        for key, value in values.items():
            place = _places()[key]
            by_group.setdefault(place.group, {})[place.name] = value
        own = by_group.pop("", {})
        groups = {group: replace(getattr(self, group), **new) for group, new in by_group.items()}
        return replace(self, **own, **groups)


#: By group: what the keys of its settings begin with in the file.
_PREFIX = {"look": "", "desk": "desk_"}


@dataclass(frozen=True)
class _Place:
    """Where ``Settings`` has a setting: its group ('' for none), its name there, and its type."""

    group: str
    name: str
    kind: Any


@cache
def _places() -> dict[str, _Place]:
    """The place of each setting by its key in the file, in the order of ``Settings``."""
    out: dict[str, _Place] = {}
    for name, kind in get_type_hints(Settings).items():
        if name in _PREFIX:
            for inner, its_kind in get_type_hints(kind).items():
                out[_PREFIX[name] + inner] = _Place(name, inner, its_kind)
        else:
            out[name] = _Place("", name, kind)
    return out


_MAX_BYTES = 64 << 10


def names() -> list[str]:
    """The keys of all settings in the file, in order."""
    return list(_places())


def path() -> Path:
    """The path of the settings file."""
    override = os.environ.get("POSECOACH_DATA")
    folder = (
        Path(override).expanduser()
        if override
        else Path(platformdirs.user_config_path("posecoach", appauthor=False))
    )
    return folder / "settings.toml"


def load() -> Settings:
    """The settings from the file; the defaults if there is no file.

    Raises:
        UsageError: the file or one of its values is wrong.
    """
    right, wrong = _read()
    if wrong:
        raise UsageError(wrong)
    return Settings().changed(**right)


def _read() -> tuple[dict[str, Any], str]:
    """The values of the file that are right, and what is wrong first; none if there is no file.

    Raises:
        UsageError: the file cannot be read at all.
    """
    file = path()
    if not _exists(file):
        return {}, ""
    try:
        data = read_toml(file, _MAX_BYTES, UsageError)
    except UsageError as error:
        raise UsageError(f"{error} Mend it or move it away.") from error
    right: dict[str, Any] = {}
    wrong = ""
    for key, value in data.items():
        try:
            right[key] = checked(key, value)
        except UsageError as error:
            wrong = wrong or f"{file}: {error}"
    return right, wrong


def _exists(file: Path) -> bool:
    try:
        file.stat()
    except FileNotFoundError:
        return False
    except OSError:
        pass  # reading the file raises it again, with a clear message
    return True


def load_or_default() -> tuple[Settings, str]:
    """The settings and an empty message; else what is right of the file, and what is wrong."""
    try:
        right, wrong = _read()
    except UsageError as error:
        right, wrong = {}, str(error)
    used = "Its default is used." if right else "The defaults are used."
    return Settings().changed(**right), f"{wrong} {used}" if wrong else ""


def checked(key: str, value: Any) -> Any:
    """A setting's value, checked and converted to its type.

    Raises:
        UsageError: there is no such setting, or the value is invalid.
    """
    places = _places()
    if key not in places:
        raise UsageError(f"There is no setting '{key}'. There are: {', '.join(names())}.")
    kind = places[key].kind
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        if isinstance(choices[0], int) and isinstance(value, str) and value.isdecimal():
            value = int(value)
        if isinstance(choices[0], str) and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # a number may stand in the file without quotes
        if value not in choices or isinstance(value, bool):
            expected = ", ".join(map(str, choices))
            raise UsageError(f"{key}: found {value!r}, expected one of {expected}.")
        return choices[choices.index(value)]  # 10 for 10.0
    if kind is bool:
        if isinstance(value, str) and value.lower() in ("true", "yes", "on", "false", "no", "off"):
            return value.lower() in ("true", "yes", "on")
        if not isinstance(value, bool):
            raise UsageError(f"{key}: found {value!r}, expected true or false.")
        return value
    if kind is float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = -1.0
        low, high = TEXT_SIZES
        if not low <= number <= high:
            raise UsageError(f"{key}: found {value!r}, expected {low} to {high}.")
        return number
    if kind is str:
        if not isinstance(value, (str, int)) or isinstance(value, bool) or not str(value):
            raise UsageError(f"{key}: found {value!r}, expected a text.")
        return str(value)
    if isinstance(value, str):
        value = [v.strip() for v in value.split(",") if v.strip()]
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise UsageError(f"{key}: found {value!r}, expected a list of stretch ids.")
    return tuple(value)


def keep(**changes: Any) -> Settings:
    """Writes the changed settings into the file, and returns all settings.

    What else stands in the file stays, also what is wrong; its default is used.

    Raises:
        UsageError: a value is invalid, or the file cannot be read or written.
        RecordError: it is saved, but the last session's landmarks, which are not to be kept any
            more, cannot be deleted.
    """
    import tomlkit

    values = {key: checked(key, value) for key, value in changes.items()}
    now = Settings().changed(**_read()[0])
    file = path()
    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
        for key, value in values.items():
            document[key] = list(value) if isinstance(value, tuple) else value
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as whole:
            whole.write_text(tomlkit.dumps(document), "utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({reason(error)}).") from error
    if values.get("keep_last") is False:
        _forget_last()
    return now.changed(**values)


def _forget_last() -> None:
    """Deletes the last session's landmarks: none is to stay once their keeping is off."""
    from posecoach.records import last
    from posecoach.records.file import database_path

    last.forget(database_path())
