"""Colours and sizes.

Colours are BGR, from the Okabe-Ito palette that colour-blind users tell apart; each also has a
shape or an icon beside it, never colour alone.
"""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """Colours by meaning, and text sizes as shares of the canvas height."""

    ink: Colour = (255, 255, 255)
    soft: Colour = (200, 200, 200)
    panel: Colour = (24, 20, 18)
    panel_alpha: float = 0.72
    bone: Colour = (235, 225, 215)
    good: Colour = (115, 158, 0)  # bluish green
    warn: Colour = (66, 228, 240)  # yellow
    bad: Colour = (0, 94, 213)  # vermillion
    guide: Colour = (233, 180, 86)  # sky blue
    huge: float = 1 / 4.2
    large: float = 1 / 10
    normal: float = 1 / 18
    small: float = 1 / 30


THEME = Theme()
