"""Where things stand on the coaching screen: the grid, and where a banner finds room.

All lengths are pixels of the canvas, x to the right and y down. The grid is in shares of a unit,
which is the canvas's height, or less on a tall canvas.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

CLEAR_OF_BODY = 0.02  # of the unit, between a panel and the body
CLEAR_OF_PART = 0.08  # and between a panel and the part that a correction is about


@dataclass(frozen=True)
class Box:
    """Left, top, right and bottom."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[int, int]:
        return (self.x0 + self.x1) // 2, (self.y0 + self.y1) // 2

    def grown(self, by: float) -> "Box":
        """The box with ``by`` pixels more on every side."""
        n = round(by)
        return Box(self.x0 - n, self.y0 - n, self.x1 + n, self.y1 + n)

    def overlap(self, other: "Box") -> int:
        """How many pixels both boxes cover; 0 if they do not overlap."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0, width) * max(0, height)

    def inside(self, other: "Box") -> bool:
        """Whether the box lies within another."""
        return (
            self.x0 >= other.x0
            and self.y0 >= other.y0
            and self.x1 <= other.x1
            and self.y1 <= other.y1
        )

    @classmethod
    def around(cls, points: NDArray[np.int_]) -> "Box | None":
        """The smallest box around points (n, 2); None without points."""
        if len(points) == 0:
            return None
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return cls(int(x0), int(y0), int(x1), int(y1))


@dataclass(frozen=True)
class Grid:
    """The places of a canvas of one size.

    Attributes:
        size: width and height of the canvas.
        rail_right: the rail is at the right, since the user stands at the left.
    """

    size: tuple[int, int]
    rail_right: bool = False

    @property
    def tall(self) -> bool:
        """The canvas is higher than wide: the rail is a band on top."""
        return self.size[0] < self.size[1]

    @cached_property
    def unit(self) -> float:
        """What the shares of the grid are of."""
        width, height = self.size
        return float(min(height, width * 0.75))

    def px(self, share: float) -> int:
        """A share of the unit in pixels."""
        return max(1, round(self.unit * share))

    @property
    def margin(self) -> int:
        return self.px(0.0417)

    @property
    def canvas(self) -> Box:
        return Box(0, 0, *self.size)

    @cached_property
    def rail(self) -> Box:
        """The column, or the band, that all state stands in."""
        width, height = self.size
        if self.tall:
            return Box(0, 0, width, round(width * 0.34))
        wide = self.px(0.4375)
        return Box(width - wide, 0, width, height) if self.rail_right else Box(0, 0, wide, height)

    @property
    def stage(self) -> Box:
        """What the rail leaves free, without the margin."""
        width, height = self.size
        m = self.margin
        if self.tall:
            return Box(m, self.rail.y1 + m, width - m, height - m)
        fade = self.px(0.0425)
        if self.rail_right:
            return Box(m, m, self.rail.x0 - fade, height - m)
        return Box(self.rail.x1 + fade, m, width - m, height - m)

    @property
    def guide(self) -> Box | None:
        """The guide figure's card, in the lower corner away from the rail; None without room."""
        stage = self.stage
        wide, high = self.px(0.34), self.px(0.64)
        if self.tall:
            wide, high = self.px(0.30), self.px(0.42)
            return Box(stage.x1 - wide, stage.y1 - high, stage.x1, stage.y1)
        if stage.width < 2.6 * wide:
            return None
        x0 = stage.x0 if self.rail_right else stage.x1 - wide
        return Box(x0, stage.y1 - high, x0 + wide, stage.y1)

    @property
    def large_guide(self) -> Box:
        """The guide figure's card where the user follows it: in the same corner, and larger."""
        stage = self.stage
        wide, high = min(self.px(0.62), stage.width), min(self.px(0.56), stage.height)
        x0 = stage.x0 if self.rail_right else stage.x1 - wide
        return Box(x0, stage.y1 - high, x0 + wide, stage.y1)

    @property
    def pause(self) -> Box:
        """The pause button, in the upper corner away from the rail."""
        stage = self.stage
        side = max(self.px(0.094), 72)
        x0 = stage.x0 if self.rail_right else stage.x1 - side
        return Box(x0, stage.y0, x0 + side, stage.y0 + side)


def place(
    grid: Grid,
    sizes: Sequence[tuple[int, int]],
    body: Box | None,
    parts: Iterable[Box] = (),
    *,
    arrow_right: bool | None = None,
    part_high: bool = False,
) -> Box:
    """Finds a place for a banner that covers neither the body nor what is meant.

    Args:
        grid: of the canvas.
        sizes: widths and heights that it may have, the best first.
        body: the box around the body; None if nobody is there.
        parts: boxes that the banner must not touch at all: the part, its arrow, the face.
        arrow_right: the side that the arrow points to; the banner goes there if it can.
        part_high: the part is above the middle of the body, so the banner goes below it.

    Returns:
        The banner's box. If no place is free of the parts, it is the rail's upper end.
    """
    forbidden = list(parts)
    near = body.grown(grid.px(CLEAR_OF_BODY)) if body else None
    found: list[tuple[float, Box]] = []
    for number, (width, height) in enumerate(sizes):
        for rank, box in enumerate(
            _corners(grid, width, height, arrow_right=arrow_right, below=part_high or body is None)
        ):
            if not box.inside(grid.canvas) or box.overlap(grid.pause):
                continue
            if any(box.overlap(p) for p in forbidden):
                continue
            hidden = box.overlap(near) / max(1, width * height) if near else 0.0
            found.append((hidden * 400 + number * 8 + rank, box))
    if found:
        return min(found, key=lambda f: f[0])[1]
    width, height = sizes[0]
    m = grid.margin // 2
    x0 = grid.size[0] - width - m if grid.rail_right else m
    return Box(x0, m, x0 + width, m + height)


def _corners(
    grid: Grid, width: int, height: int, *, arrow_right: bool | None, below: bool
) -> list[Box]:
    """The corners of the stage for a banner, the best first."""
    stage = grid.stage
    right = stage.x1 - width
    tops = [stage.y1 - height, stage.y0] if below or grid.tall else [stage.y0, stage.y1 - height]
    if not below and grid.pause.overlap(Box(right, tops[0], stage.x1, tops[0] + height)):
        tops[0] = grid.pause.y1 + grid.px(0.036)
    sides = [stage.x0, right] if arrow_right is False else [right, stage.x0]
    if grid.rail_right and arrow_right is None:
        sides.reverse()
    middle = (stage.x0 + stage.x1 - width) // 2
    return [Box(x, y, x + width, y + height) for x in (*sides, middle) for y in tops]
