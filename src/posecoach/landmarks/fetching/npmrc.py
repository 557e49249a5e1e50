"""The npm registry that the user's npm asks, such as a mirror; else the public one."""

import os
import re
from pathlib import Path

_PUBLIC = "https://registry.npmjs.org"


def registry(package: str) -> str:
    """The address of the registry for a package, without a slash at its end.

    As npm does: a registry for the package's scope comes first, then ``npm_config_registry`` of the
    environment, then ``registry`` of the user's ``.npmrc``. What is no web address is passed over.
    """
    variables = {name.lower(): value for name, value in os.environ.items()}
    own = _npmrc(Path(variables.get("npm_config_userconfig") or Path.home() / ".npmrc"))
    scope = package.partition("/")[0]
    for found in (
        own.get(f"{scope}:registry"),
        variables.get("npm_config_registry"),
        own.get("registry"),
    ):
        if found and re.match(r"https?://[^/\s]", found):
            return found.rstrip("/")
    return _PUBLIC


def _npmrc(path: Path) -> dict[str, str]:
    """The lines ``name = value`` of a file of npm's; empty if it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith(("#", ";")):
            found[name.strip()] = _filled(value.strip().strip("\"'"))
    return found


def _filled(value: str) -> str:
    """``${NAME}`` replaced by the environment's value, as npm does."""
    return re.sub(r"\$\{(\w+)\}", lambda m: os.environ.get(m[1], m[0]), value)
