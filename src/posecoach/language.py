"""The language of everything that the user sees and hears: gettext catalogues by the English text.

Texts stand in the code and in the specs in English; ``tr`` gives them in the user's language.
"""

import gettext
import locale
import os
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from unicodedata import combining, normalize

DOMAIN = "posecoach"
#: Languages with a complete catalogue; English needs none.
LANGUAGES = ("en", "de")

_now: tuple[str, Callable[[str], str]] = ("en", lambda text: text)


def catalogues() -> Path:
    """The folder of the catalogues."""
    return Path(str(resources.files("posecoach") / "locale"))


def system_language() -> str:
    """The first language that the system asks for and that there is; English otherwise."""
    wishes = [os.environ.get(n, "") for n in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    wishes.append(locale.getlocale()[0] or "")
    for wish in wishes:
        for one in wish.split(":"):
            code = one.replace("-", "_").split("_")[0].split(".")[0].lower()
            if code in LANGUAGES:
                return code
            if code == "german":  # Windows' own name
                return "de"
        if wish:
            return "en"  # asked for, but not there
    return "en"


def use(language: str = "system") -> str:
    """Turns to a language by its code, or to the system's; gives the code in use."""
    global _now
    code = system_language() if language == "system" else language
    found = gettext.translation(DOMAIN, str(catalogues()), [code], fallback=True)
    _now = code, found.gettext
    return code


def use_catalogue(code: str, translate: Callable[[str], str]) -> None:
    """Turns to a catalogue of one's own, such as the pseudo-locale of the tests."""
    global _now
    _now = code, translate


def current() -> str:
    """The code of the language in use."""
    return _now[0]


def tr(text: str) -> str:
    """A text in the user's language; itself where there is no translation."""
    return _now[1](text) if text else ""


def mark(text: str) -> str:
    """Marks a text for the catalogues; it is translated where it is shown."""
    return text


def in_latin(text: str) -> str:
    """A text in small letters, without accents: 'Café Süd' is 'cafe sued'."""
    plain = text.lower()
    for letter, plainly in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, plainly)
    return "".join(c for c in normalize("NFKD", plain) if not combining(c))


def as_id(text: str) -> str:
    """A text as an id or a file name: 'Deep squat' is 'deep_squat'; empty without Latin letters."""
    return re.sub(r"[^a-z0-9]+", "_", in_latin(text)).strip("_")
