"""Where the camera's picture lies on the canvas, and what of it lies where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import Pose
from posecoach.sinks.screen.layout import Box, Grid

DRAWN = 0.4  # from this visibility on a landmark is drawn


@dataclass(frozen=True)
class PicturePlace:
    """Where the picture lies on the canvas: its scale, and its left and top in pixels."""

    scale: float
    x: float
    y: float

    def towards(self, other: "PicturePlace", share: float) -> "PicturePlace":
        """The place that is ``share`` (0 to 1) of the way to another one."""
        a, b = np.array([self.scale, self.x, self.y]), np.array([other.scale, other.x, other.y])
        scale, x, y = a + (b - a) * share
        return PicturePlace(float(scale), float(x), float(y))


@dataclass(frozen=True)
class Sheet:
    """Maps pixels of the picture to pixels of the canvas.

    Attributes:
        place: of the picture.
        width: the picture's own width in pixels.
        mirrored: the picture is shown as in a mirror.
    """

    place: PicturePlace
    width: int
    mirrored: bool

    def spots(self, points: NDArray[np.float64]) -> NDArray[np.int_]:
        """Picture pixels (n, 2) as canvas pixels (n, 2)."""
        points = points.copy()
        if self.mirrored:
            points[:, 0] = self.width - points[:, 0]
        return np.round(points * self.place.scale + (self.place.x, self.place.y)).astype(int)


def body_points(pose: Pose) -> NDArray[np.float64]:
    """The landmarks that are seen and lie within the picture: (n, 2), picture pixels."""
    inside = (pose.pixels >= 0).all(axis=1) & (pose.pixels <= (pose.width, pose.height)).all(axis=1)
    found: NDArray[np.float64] = pose.pixels[(pose.visibility >= DRAWN) & inside]
    return found


def placed(box: Box, place: PicturePlace) -> Box:
    """A box of the picture, in pixels of the canvas."""
    s, x, y = place.scale, place.x, place.y
    return Box(
        round(box.x0 * s + x), round(box.y0 * s + y), round(box.x1 * s + x), round(box.y1 * s + y)
    )


def covering(picture: tuple[int, int], canvas: tuple[int, int], body: Box | None) -> PicturePlace:
    """The place at which the picture covers the canvas, with the body in the middle if it can."""
    scale = max(canvas[0] / picture[0], canvas[1] / picture[1])
    spots = []
    for i in (0, 1):
        spare = picture[i] * scale - canvas[i]
        at = spare / 2
        if body is not None and spare > 0:
            middle = ((body.x0 + body.x1) / 2, (body.y0 + body.y1) / 2)[i]
            at = min(max(0.0, middle * scale - canvas[i] / 2), spare)
        spots.append(-at)
    return PicturePlace(scale, spots[0], spots[1])


def entire(picture: tuple[int, int], grid: Grid) -> PicturePlace:
    """The place at which the whole picture stands beside the rail."""
    width, height = grid.size
    area = Box(0, grid.rail.y1, width, height)
    if not grid.tall:
        area = (
            Box(0, 0, grid.rail.x0, height)
            if grid.rail_right
            else Box(grid.rail.x1, 0, width, height)
        )
    scale = min(area.width / picture[0], area.height / picture[1])
    return PicturePlace(
        scale,
        area.x0 + (area.width - picture[0] * scale) / 2,
        area.y0 + (area.height - picture[1] * scale) / 2,
    )
