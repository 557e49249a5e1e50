"""The parts that the coaching screen consists of: icons, rings, arrows and words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.paint import panel
from posecoach.sinks.screen.layout import Box, Grid
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image

Icon = Literal["", "triangle", "tick", "arrow", "dot", "pause", "open", "unseen", "breath"]
_SHIFT = 4  # bits of a pixel's fraction, for smooth drawing
_ONE = 1 << _SHIFT


def fine(x: float, y: float) -> tuple[int, int]:
    """A point for OpenCV's drawing in sixteenths of a pixel."""
    return round(x * _ONE), round(y * _ONE)


@dataclass(frozen=True)
class Pen:
    """Draws on canvases of one grid in one theme."""

    grid: Grid
    theme: Theme

    def px(self, share: float) -> int:
        """A share of the grid's unit in pixels."""
        return self.grid.px(share)

    def card(self, canvas: Image, box: Box, *, edge: Colour | None = None) -> None:
        """Draws the ground of a card over the picture; at high contrast it always has an edge."""
        theme = self.theme
        if edge is None and theme.opaque:
            edge = theme.colours.edge
        panel(
            canvas,
            box,
            theme.overlay.scrim,
            theme.overlay.panel_alpha,
            radius=self.px(0.036),
            edge=edge,
            edge_width=max(2, self.px(0.0065)),
        )

    def line(
        self,
        canvas: Image,
        words: str,
        at: tuple[int, int],
        share: float,
        colour: Colour,
        *,
        weight: int = 600,
        align: str = "left",
        fit: int | None = None,
    ) -> int:
        """Draws a line of text of a share of the unit; returns its width."""
        return text.draw(
            canvas, words, at, self.px(share), colour, weight=weight, align=align, fit=fit
        )


def ring(
    canvas: Image, at: tuple[int, int], radius: int, width: int, share: float, theme: Theme,
    colour: Colour,
) -> None:  # fmt: skip
    """Draws a ring that is filled by ``share`` (0 to 1), clockwise from the top, with a knob."""
    x, y = at
    dim: Colour = tuple(
        (e + b) // 2 for e, b in zip(theme.colours.edge, theme.grounds.page, strict=True)
    )  # type: ignore[assignment]
    ground = theme.colours.edge if theme.opaque else dim
    cv2.circle(canvas, fine(x, y), radius * _ONE, ground, width, cv2.LINE_AA, _SHIFT)
    share = min(max(share, 0.0), 1.0)
    if share <= 0:
        return
    steps = max(2, int(share * 90))
    turns = np.linspace(-math.pi / 2, -math.pi / 2 + math.tau * share, steps)
    arc = np.stack([x + radius * np.cos(turns), y + radius * np.sin(turns)], axis=1)
    points = np.round(arc * _ONE).astype(np.int32)
    cv2.polylines(canvas, [points], False, colour, width, cv2.LINE_AA, _SHIFT)
    knob = fine(*arc[-1])
    cv2.circle(
        canvas, knob, round(width * 0.62) * _ONE, theme.colours.text, -1, cv2.LINE_AA, _SHIFT
    )


def arrow(
    canvas: Image,
    start: tuple[float, float],
    end: tuple[float, float],
    width: int,
    colour: Colour,
    halo: Colour,
) -> None:
    """Draws a thick arrow with a dark halo."""
    a, b = np.array(start, float), np.array(end, float)
    length = float(np.linalg.norm(b - a))
    if length < 2:
        return
    along = (b - a) / length
    across = np.array([-along[1], along[0]])
    head = min(length * 0.7, width * 1.5)
    wings = [b - along * head + across * head * 0.9, b, b - along * head - across * head * 0.9]
    for thick, ink in ((width + max(4, width // 2), halo), (width, colour)):
        points = np.round(np.array(wings) * _ONE).astype(np.int32)
        cv2.line(
            canvas, fine(*a), fine(*(b - along * width * 0.4)), ink, thick, cv2.LINE_AA, _SHIFT
        )
        cv2.polylines(canvas, [points], False, ink, thick, cv2.LINE_AA, _SHIFT)


def dashes(
    canvas: Image, start: tuple[int, int], end: tuple[int, int], width: int, theme: Theme
) -> None:
    """Draws a dashed line in the colour of directions, where something is missing."""
    a, b = np.array(start, float), np.array(end, float)
    length = float(np.linalg.norm(b - a))
    count = max(2, round(length / (width * 3.4)))
    for thick, ink in (
        (width + max(4, width // 2), theme.overlay.halo),
        (width, theme.colours.direct),
    ):
        for i in range(count):
            p = a + (b - a) * (i + 0.18) / count
            q = a + (b - a) * (i + 0.72) / count
            cv2.line(canvas, fine(*p), fine(*q), ink, thick, cv2.LINE_AA, _SHIFT)


def draw_icon(canvas: Image, icon: Icon, at: tuple[int, int], r: int, colour: Colour) -> None:
    """Draws an icon of radius ``r`` with its centre at ``at``."""
    x, y = at
    thick = max(2, round(r * 0.26))

    def stroke(points: Sequence[tuple[float, float]], *, closed: bool = False) -> None:
        spots = np.round((np.array(points) * r + at) * _ONE).astype(np.int32)
        cv2.polylines(canvas, [spots], closed, colour, thick, cv2.LINE_AA, _SHIFT)

    match icon:
        case "triangle":
            stroke([(0, -0.85), (0.95, 0.8), (-0.95, 0.8)], closed=True)
            stroke([(0, -0.2), (0, 0.25)])
            cv2.circle(
                canvas, (x, y + round(r * 0.52)), max(2, thick // 2), colour, -1, cv2.LINE_AA
            )
        case "tick":
            stroke([(-0.8, 0.05), (-0.25, 0.6), (0.85, -0.6)])
        case "arrow":
            stroke([(-0.9, 0), (0.85, 0)])
            stroke([(0.25, -0.6), (0.9, 0), (0.25, 0.6)])
        case "pause":
            for dx in (-0.4, 0.4):
                stroke([(dx, -0.6), (dx, 0.6)])
        case "open":
            cv2.circle(canvas, at, round(r * 0.75), colour, thick, cv2.LINE_AA)
        case "unseen":
            turns = np.linspace(math.pi, math.tau, 20)
            lid = [(float(np.cos(a)) * 1.0, float(np.sin(a)) * 0.62) for a in turns]
            stroke([*lid, *((px, -py) for px, py in lid[::-1])], closed=True)
            cv2.circle(canvas, at, max(2, round(r * 0.28)), colour, -1, cv2.LINE_AA)
            stroke([(-0.85, -0.85), (0.85, 0.85)])
        case "breath":
            for dy, reach in ((-0.45, 0.5), (0.05, 0.95), (0.55, 0.35)):
                stroke([(-0.9, dy), (reach, dy)])
                stroke([(reach, dy), (reach + 0.12, dy - 0.2), (reach - 0.1, dy - 0.32)])
        case "dot":
            cv2.circle(canvas, at, r // 2, colour, -1, cv2.LINE_AA)
        case "":
            pass
