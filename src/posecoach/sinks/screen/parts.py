"""The parts that screens consist of: panels, banners, icons and rings."""

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from posecoach.sinks.screen import text
from posecoach.sinks.screen.paint import shade
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image

Icon = Literal["", "triangle", "tick", "arrow", "dot", "pause", "open"]


@dataclass(frozen=True)
class Pen:
    """Draws on canvases of one size in one theme."""

    size: tuple[int, int]
    theme: Theme

    def px(self, share: float) -> int:
        """A text size in pixels from a share of the height; smaller on a narrow canvas."""
        width, height = self.size
        return max(10, int(min(height, width * 0.75) * share))

    @property
    def head_height(self) -> int:
        """Height of the bar at the top, pixels."""
        return int(self.px(self.theme.normal) * 1.9)

    @property
    def band_top(self) -> int:
        """Y of the banner's top."""
        return self.size[1] - int(self.px(self.theme.large) * 4.2)

    @property
    def band_bottom(self) -> int:
        """Y of the banner's bottom."""
        return self.band_top + int(self.px(self.theme.large) * 1.75)

    def panel(self, canvas: Image, x0: int, y0: int, x1: int, y1: int) -> None:
        """Draws a dark background for text."""
        shade(canvas, (x0, y0, x1, y1), self.theme.panel, self.theme.panel_alpha)

    def band(self, canvas: Image, message: str, colour: Colour, icon: Icon) -> None:
        """Draws the banner: icon and text in the lower third, readable from three metres."""
        if not message:
            return
        width = self.size[0]
        size = self.px(self.theme.large)
        y0, y1 = self.band_top, self.band_bottom
        self.panel(canvas, 0, y0, width, y1)
        cv2.rectangle(canvas, (0, y0), (max(6, size // 6), y1), colour, -1)
        x = int(size * 0.6)
        if icon:
            draw_icon(canvas, icon, (x + size // 2, (y0 + y1) // 2), int(size * 0.5), colour)
            x += int(size * 1.4)
        room = width - x - size // 2
        if (
            text.width_of(message, size, 700) > 1.35 * room
        ):  # two lines, so that the text is not tiny
            lines = text.wrapped(message, int(size * 0.62), room, 700)[:2]
            for i, line in enumerate(lines):
                at = (x, y0 + int(size * (0.02 + 0.80 * i)))
                text.draw(canvas, line, at, int(size * 0.62), self.theme.ink, weight=700, fit=room)
            return
        at = (x, y0 + int(size * 0.12))
        text.draw(canvas, message, at, size, self.theme.ink, weight=700, fit=room)

    def foot(self, canvas: Image, line: str) -> None:
        """Draws the small line at the bottom."""
        width, height = self.size
        size = self.px(self.theme.small)
        bar = int(size * 1.8)
        self.panel(canvas, 0, height - bar, width, height)
        text.draw(
            canvas,
            line,
            (width // 2, height - bar + int(size * 0.05)),
            size,
            self.theme.soft,
            align="centre",
            fit=int(width * 0.96),
        )

    def ring(
        self, canvas: Image, at: tuple[int, int], radius: int, share: float, colour: Colour
    ) -> None:
        """Draws a ring that is filled by ``share``, clockwise from the top."""
        thick = max(3, radius // 9)
        cv2.circle(canvas, at, radius, self.theme.soft, max(1, thick // 3), cv2.LINE_AA)
        share = min(max(share, 0.0), 1.0)
        if share > 0:
            degrees = 360.0 * share
            cv2.ellipse(canvas, at, (radius, radius), -90, 0, degrees, colour, thick, cv2.LINE_AA)
            end = math.radians(degrees - 90)
            knob = (round(at[0] + radius * math.cos(end)), round(at[1] + radius * math.sin(end)))
            cv2.circle(canvas, knob, thick, colour, -1, cv2.LINE_AA)


def draw_icon(canvas: Image, icon: Icon, at: tuple[int, int], r: int, colour: Colour) -> None:
    """Draws an icon of radius ``r`` with its centre at ``at``."""
    x, y = at
    if icon == "triangle":
        shape = np.array([[x, y - r], [x + r, y + r], [x - r, y + r]])
        cv2.fillPoly(canvas, [shape], colour, cv2.LINE_AA)
        cv2.line(canvas, (x, y - r // 4), (x, y + r // 3), (0, 0, 0), max(2, r // 5))
        cv2.circle(canvas, (x, y + 2 * r // 3), max(2, r // 8), (0, 0, 0), -1)
    elif icon == "tick":
        shape = np.array([[x - r, y], [x - r // 4, y + 3 * r // 4], [x + r, y - r // 2]])
        cv2.polylines(canvas, [shape], False, colour, max(3, r // 3), cv2.LINE_AA)
    elif icon == "arrow":
        cv2.arrowedLine(
            canvas, (x - r, y), (x + r, y), colour, max(3, r // 3), cv2.LINE_AA, tipLength=0.45
        )
    elif icon == "pause":
        for dx in (-1, 1):
            corner = (x + dx * r // 2 - r // 5, y - r), (x + dx * r // 2 + r // 5, y + r)
            cv2.rectangle(canvas, *corner, colour, -1)
    elif icon == "open":
        cv2.circle(canvas, at, int(r * 0.8), colour, max(2, r // 5), cv2.LINE_AA)
    else:
        cv2.circle(canvas, (x, y), r // 2, colour, -1, cv2.LINE_AA)
