"""Colours and sizes.

Colours are BGR, from the Okabe-Ito palette, which colour-blind users can tell apart. No meaning
has colour alone: each also has a shape or an icon.
"""

from dataclasses import dataclass, replace
from typing import Literal

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """Colours by meaning, and text sizes as shares of the canvas's height."""

    ink: Colour = (255, 255, 255)
    soft: Colour = (200, 200, 200)
    panel: Colour = (24, 20, 18)
    panel_alpha: float = 0.72
    bone: Colour = (235, 225, 215)
    good: Colour = (115, 158, 0)  # bluish green
    warn: Colour = (66, 228, 240)  # yellow
    bad: Colour = (0, 94, 213)  # vermillion
    guide: Colour = (255, 210, 150)  # sky blue, lighter: far enough from green for every eye
    huge: float = 1 / 4.2
    large: float = 1 / 10
    normal: float = 1 / 18
    small: float = 1 / 30
    skin: Colour = (146, 184, 226)
    shirt: Colour = (205, 160, 70)
    trousers: Colour = (150, 124, 112)
    hair: Colour = (52, 62, 84)


ThemeName = Literal["normal", "contrast"]

THEME = Theme()
#: High contrast: white on opaque black panels, with stronger colours.
CONTRAST = Theme(
    soft=(255, 255, 255),
    panel=(0, 0, 0),
    panel_alpha=1.0,
    bone=(255, 255, 255),
    good=(110, 175, 0),
    bad=(40, 110, 255),
    guide=(255, 215, 150),
    shirt=(255, 200, 90),
    trousers=(170, 150, 140),
)


def theme_of(name: ThemeName, text_size: float = 1.0) -> Theme:
    """A theme by name, with its text sizes scaled by ``text_size``, 0.8 to 1.4."""
    base = CONTRAST if name == "contrast" else THEME
    scale = min(max(text_size, 0.8), 1.4)
    # Text that must be read from two metres is at least 1/18 of the height.
    return replace(
        base,
        large=base.large * scale,
        normal=max(base.normal * scale, 1 / 18),
        small=base.small * scale,
    )
