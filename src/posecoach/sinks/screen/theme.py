"""Colours and sizes of the screen: the one place for both the drawn picture and the app's pages.

Colours are BGR, as OpenCV takes them; ``hexa`` gives the form that style sheets take. Every text
colour has a contrast of 7 to 1 or more on its ground while coaching, 4.5 to 1 on the calm pages
(WCAG 2). No meaning has colour alone: each also has a shape, an edge or an icon.
"""

from dataclasses import dataclass, replace
from typing import Literal

from posecoach.sinks.screen.textsize import TEXT_SIZES

Colour = tuple[int, int, int]
ThemeName = Literal["normal", "contrast"]


def bgr(hexadecimal: str) -> Colour:
    """A colour such as '#72D6C6' as BGR."""
    value = int(hexadecimal.removeprefix("#"), 16)
    return value & 255, value >> 8 & 255, value >> 16


def hexa(colour: Colour) -> str:
    """A BGR colour as '#rrggbb'."""
    b, g, r = colour
    return f"#{r:02x}{g:02x}{b:02x}"


@dataclass(frozen=True)
class Grounds:
    """What words and controls stand on, from the page to what lies on it; ``tint`` is chosen."""

    page: Colour = bgr("#0E1517")
    surface: Colour = bgr("#172124")
    raised: Colour = bgr("#213034")
    tint: Colour = bgr("#1C3936")


@dataclass(frozen=True)
class Colours:
    """Colours by meaning; ``on_primary`` is the text on that.

    Attributes:
        line, edge: decoration, and the edges of controls.
        text, muted: words, and words that matter less.
        primary: to go on, progress, right.
        correct: a correction. direct: the coach cannot see, or a direction.
        left, right: the sides in charts.
        danger, focus: deleting, and the ring round what has the focus.
    """

    line: Colour = bgr("#34464B")
    edge: Colour = bgr("#7F9499")
    text: Colour = bgr("#F4F7F5")
    muted: Colour = bgr("#B9C7C8")
    primary: Colour = bgr("#72D6C6")
    on_primary: Colour = bgr("#04211D")
    correct: Colour = bgr("#FFB648")
    direct: Colour = bgr("#A6D0FF")
    left: Colour = bgr("#8CC4FF")
    right: Colour = bgr("#FFB27A")
    danger: Colour = bgr("#FFB3A6")
    focus: Colour = bgr("#FFFFFF")


@dataclass(frozen=True)
class Overlay:
    """What is drawn over the camera's picture: panels, the skeleton, and the halo round lines."""

    scrim: Colour = bgr("#0A1012")
    panel_alpha: float = 0.93
    skeleton: Colour = bgr("#FFFFFF")
    halo: Colour = bgr("#10181A")


@dataclass(frozen=True)
class FigureColours:
    """The guide figure; ``*_far`` is the limb on its far side."""

    skin: Colour = bgr("#E9B792")
    shirt: Colour = bgr("#3FA79B")
    shirt_far: Colour = bgr("#348C82")
    trousers: Colour = bgr("#51677A")
    trousers_far: Colour = bgr("#42566A")
    hair: Colour = bgr("#4A3428")


@dataclass(frozen=True)
class TextSizes:
    """Text sizes as shares of the canvas's height; ``scale`` is the user's, 0.8 to 1.4."""

    count: float = 0.22
    banner: float = 0.084
    side: float = 0.078
    state: float = 0.0573
    scale: float = 1.0


@dataclass(frozen=True)
class Theme:
    """How the screen looks; ``opaque``: panels hide the picture, and each has an edge."""

    grounds: Grounds = Grounds()
    colours: Colours = Colours()
    overlay: Overlay = Overlay()
    figure: FigureColours = FigureColours()
    sizes: TextSizes = TextSizes()
    opaque: bool = False


@dataclass(frozen=True)
class Look:
    """Theme, text size, and whether things may glide and fade."""

    theme: ThemeName = "normal"
    text_size: float = 1.0
    motion: bool = True


#: Text that must be read from two and a half metres: 9 mm on a 13-inch screen.
LEAST_TEXT = 1 / 18

DARK = Theme()
#: For the calm pages; coaching is always dark, so that nothing flashes in a dim room.
LIGHT = Theme(
    grounds=Grounds(
        page=bgr("#F6F3EC"), surface=bgr("#FFFFFF"), raised=bgr("#EFEBE2"), tint=bgr("#E0EFEB")
    ),
    colours=Colours(
        line=bgr("#DAD4C7"),
        edge=bgr("#78766C"),
        text=bgr("#182427"),
        muted=bgr("#4E5C5F"),
        primary=bgr("#0B655D"),
        on_primary=bgr("#FFFFFF"),
        correct=bgr("#8A4600"),
        direct=bgr("#17559A"),
        left=bgr("#17559A"),
        right=bgr("#A8480B"),
        danger=bgr("#A3261B"),
        focus=bgr("#182427"),
    ),
)
#: High contrast: white on opaque black, and an edge round every panel.
CONTRAST = Theme(
    grounds=Grounds(
        page=bgr("#000000"), surface=bgr("#000000"), raised=bgr("#000000"), tint=bgr("#000000")
    ),
    colours=Colours(
        line=bgr("#FFFFFF"),
        edge=bgr("#FFFFFF"),
        text=bgr("#FFFFFF"),
        muted=bgr("#FFFFFF"),
        primary=bgr("#7CF3E0"),
        on_primary=bgr("#000000"),
        correct=bgr("#FFD23F"),
        direct=bgr("#B9DCFF"),
        left=bgr("#9CD0FF"),
        right=bgr("#FFC08F"),
        danger=bgr("#FFC9C0"),
    ),
    overlay=Overlay(scrim=bgr("#000000"), halo=bgr("#000000"), panel_alpha=1.0),
    opaque=True,
)


def theme_of(name: ThemeName, text_size: float = 1.0, *, light: bool = False) -> Theme:
    """A theme with the user's text size.

    Args:
        name: 'contrast' for high contrast.
        text_size: 0.8 to 1.4; what must be read from afar never gets smaller than ``LEAST_TEXT``.
        light: the light colours, for calm pages.
    """
    base = CONTRAST if name == "contrast" else LIGHT if light else DARK
    scale = min(max(text_size, TEXT_SIZES[0]), TEXT_SIZES[1])
    usual = base.sizes
    sizes = replace(
        usual,
        banner=usual.banner * scale,
        side=usual.side * min(scale, 1.15),  # the rail is of one width
        state=max(usual.state * min(scale, 1.15), LEAST_TEXT),
        scale=scale,
    )
    return replace(base, sizes=sizes)
