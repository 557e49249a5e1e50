"""The style sheet of the calm pages, from the theme's colours and the user's text size."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from posecoach.sinks.screen.drawing.fonts import FAMILY
from posecoach.sinks.screen.theme import Theme, hexa

#: Text sizes of the calm pages, device-independent pixels at text size 1; none goes below LEAST.
TYPE = {"display": 60, "title": 44, "page": 36, "heading": 26, "section": 22, "body": 20}
LEAST = 17
_WIDE, _HIGH = 1366, 768  # the window for which the sizes are made


@dataclass(frozen=True)
class Scale:
    """How large things are.

    Attributes:
        text_size: the user's, 0.8 to 1.4.
        window: a large window shows things larger, 1 to 1.5.
    """

    text_size: float = 1.0
    window: float = 1.0

    @classmethod
    def of(cls, text_size: float, width: int, height: int) -> "Scale":
        """The scale for a window's size in device-independent pixels."""
        return cls(text_size, min(max(min(height / _HIGH, width / _WIDE), 1.0), 1.5))

    def text(self, kind: str) -> int:
        """The size of a kind of text in pixels."""
        size = TYPE.get(kind, LEAST) * self.text_size * self.window
        return round(max(size, LEAST * min(1.0, self.window)))

    def px(self, length: float) -> int:
        """A length in pixels; lengths grow with the window, and a little with the text."""
        return round(length * self.window * (1 + (self.text_size - 1) * 0.5))


def sheet(theme: Theme, scale: Scale) -> str:
    """The style sheet."""
    used = vars(theme.grounds) | vars(theme.colours) | {"scrim": theme.overlay.scrim}
    c = {name: hexa(colour) for name, colour in used.items()}
    rest = theme.colours.line if not theme.opaque else theme.colours.edge
    card_edge = hexa(rest)
    words = {f"{kind}_size": f"{scale.text(kind)}px" for kind in (*TYPE, "least")}
    words |= c | {
        "family": FAMILY,
        "card_edge": card_edge,
        "hero_edge": card_edge if theme.opaque else c["tint"],
    }
    lengths = _LENGTH.sub(lambda m: f"{scale.px(int(m[1]))}px", _template())
    return Template(lengths).substitute(words)


@cache
def _template() -> str:
    return Path(__file__).with_name("style.qss").read_text("utf-8")


_LENGTH = re.compile(r"\b(\d+)u\b")
