"""The user's settings: one TOML file in their config folder.

Read at every start, before the window opens, so it is checked by hand: importing pydantic alone
takes 0.2 s, a quarter of the time to the first picture. Written with comments kept.
"""

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import platformdirs

from posecoach.errors import UsageError
from posecoach.files import read_toml, written_whole
from posecoach.paths import reason


@dataclass(frozen=True)
class Settings:
    """Each setting with its default.

    Attributes:
        camera: number or name of the camera, or a stream's address.
        mirrored_input: the camera's picture is mirrored already.
        voice: 'off', 'cues' (counts, corrections, directions) or 'full' (instructions too).
        theme: 'normal' or 'contrast'.
        text_size: 0.8 to 1.4.
        full_screen: the window fills the screen.
        language: 'system', 'en' or 'de'.
        age: 'under65' or '65plus': older people hold longer, and fewer times.
        dose: 'gentle', 'usual' or 'more'.
        routine: name of a routine, or a .toml file of one's own.
        first_side: 'left' or 'right'.
        leave_out: ids of stretches that are never coached by a routine.
        model_size: 'lite', 'full', 'heavy' or 'auto'.
    """

    camera: str = "0"
    mirrored_input: bool = False
    voice: Literal["off", "cues", "full"] = "full"
    theme: Literal["normal", "contrast"] = "normal"
    text_size: float = 1.0
    full_screen: bool = True
    language: Literal["system", "en", "de"] = "system"
    age: Literal["under65", "65plus"] = "under65"
    dose: Literal["gentle", "usual", "more"] = "usual"
    routine: str = "default"
    first_side: Literal["left", "right"] = "left"
    leave_out: tuple[str, ...] = ()
    model_size: Literal["lite", "full", "heavy", "auto"] = "full"


_TEXT_SIZES = (0.8, 1.4)
_MOST_BYTES = 64 << 10


def names() -> list[str]:
    """All settings, in their order."""
    return [f.name for f in fields(Settings)]


def path() -> Path:
    """Where the settings are kept."""
    override = os.environ.get("POSECOACH_DATA")
    folder = (
        Path(override).expanduser()
        if override
        else Path(platformdirs.user_config_path("posecoach", appauthor=False))
    )
    return folder / "settings.toml"


def load() -> Settings:
    """The settings; the defaults where there is no file.

    Raises:
        UsageError: the file or one of its values is wrong; says which, and what is expected.
    """
    file = path()
    if not _there(file):
        return Settings()
    try:
        data = read_toml(file, _MOST_BYTES, UsageError)
    except UsageError as error:
        raise UsageError(f"{error} Mend it or move it away.") from error
    try:
        return Settings(**{key: checked(key, value) for key, value in data.items()})
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def _there(file: Path) -> bool:
    try:
        file.stat()
    except FileNotFoundError:
        return False
    except OSError:
        pass  # the reader raises it again, in words
    return True


def load_or_default() -> tuple[Settings, str]:
    """The settings, and a remark where the file is wrong: coaching goes on with the defaults."""
    try:
        return load(), ""
    except UsageError as error:
        return Settings(), f"{error} The defaults are used."


def checked(key: str, value: Any) -> Any:
    """A value of a setting, in its type.

    Raises:
        UsageError: there is no such setting, or the value is not one of it.
    """
    kinds = get_type_hints(Settings)
    if key not in kinds:
        raise UsageError(f"There is no setting '{key}'. There are: {', '.join(names())}.")
    kind = kinds[key]
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        if value not in choices:
            raise UsageError(f"{key}: found {value!r}, expected one of {', '.join(choices)}.")
        return value
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
        low, high = _TEXT_SIZES
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
    """Writes changed settings and leaves the rest of the file as it is; gives all settings.

    Raises:
        UsageError: a value is wrong, or the file cannot be read or written.
    """
    import tomlkit

    values = {key: checked(key, value) for key, value in changes.items()}
    now = load()
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
    return Settings(**{**asdict(now), **values})
