"""Places the camera's picture on the canvas, so that it fills it but never cuts the user."""

from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from posecoach.pose import Pose
from posecoach.sinks.screen.drawing.paint import sheet
from posecoach.sinks.screen.layout import Box, Grid
from posecoach.sinks.screen.place import PicturePlace, body_points, covering, entire, placed
from posecoach.sinks.screen.theme import Theme
from posecoach.sources.frame import Image

_KEPT_S = 2.0  # the body's box is that of the last seconds
_AROUND = 0.06  # of the picture's height, kept free around the body
_CROPPED = 0.06  # of the picture may be cut off before anybody was seen
_FADE = 90  # pixels over which the picture's sides fade into the ground
_MOVE_S = 0.4
_GROUND_S = 0.3  # the ground is computed anew after this time
_GROUND_WIDTH = 64


@dataclass
class PictureView:
    """Chooses the place of the picture, and keeps it while the user works.

    The picture covers the canvas if the body of the last seconds stays inside and off the rail;
    else the whole picture stands beside the rail.

    Attributes:
        body: the box around the body of the last seconds, in pixels of the picture as shown; None
            if nobody was seen.
    """

    body: Box | None = None
    _bodies: deque[tuple[float, tuple[int, int, int, int]]] = field(default_factory=deque)
    _place: PicturePlace | None = None
    _from: PicturePlace | None = None
    _since: float = 0.0
    _key: tuple[object, ...] = ()
    _grid: Grid | None = None
    _ground: Image | None = None
    _ground_t: float = 0.0

    def see(self, pose: Pose | None, t: float, *, mirrored: bool) -> None:
        """Takes the body's place in the picture at ``t`` seconds."""
        while self._bodies and not t - _KEPT_S <= self._bodies[0][0] <= t:
            self._bodies.popleft()
        found = pose is not None and pose.found
        box = Box.around(body_points(pose).round().astype(int)) if pose and found else None
        if pose is not None and box is not None:
            if mirrored:
                box = Box(pose.width - box.x1, box.y0, pose.width - box.x0, box.y1)
            # The far corner is kept negative: the least of each number is the box around all.
            self._bodies.append((t, (box.x0, box.y0, -box.x1, -box.y1)))
        self.body = None
        if self._bodies:
            x0, y0, x1, y1 = map(min, zip(*(corners for _, corners in self._bodies), strict=True))
            self.body = Box(x0, y0, -x1, -y1)

    def grid(self, picture: tuple[int, int], canvas: tuple[int, int], *, settled: bool) -> Grid:
        """The grid of the canvas: its rail is on the side where the user is not.

        Args:
            picture, canvas: width and height.
            settled: the user works, so nothing changes its side.
        """
        if self._grid is None or self._grid.size != canvas:
            self._grid = Grid(canvas)
            settled = False
        body = self.body
        if not settled and body is not None and not self._grid.tall:
            left = Grid(canvas)
            box = placed(body, covering(picture, canvas, body))
            middle = box.centre[0]
            width = canvas[0]
            if self._grid.rail_right:
                keep = middle < width * 0.62 and box.x0 < left.rail.x1
            else:
                keep = middle < width * 0.45 and box.x0 < left.rail.x1
            self._grid = Grid(canvas, rail_right=keep)
        return self._grid

    def place(
        self, picture: tuple[int, int], grid: Grid, t: float, *, settled: bool
    ) -> PicturePlace:
        """The picture's place now; while it changes, it glides for less than half a second."""
        key = (picture, grid)
        cut = self._place is not None and self._is_cut(grid)
        if self._place is None or key != self._key or cut or not settled:
            wanted = self._wanted(picture, grid)
            if self._place is None or key != self._key:
                self._from = None
            elif wanted != self._place:
                self._from, self._since = self._now(t), t
            self._place, self._key = wanted, key
        return self._now(t)

    def _now(self, t: float) -> PicturePlace:
        assert self._place is not None
        share = (t - self._since) / _MOVE_S
        if self._from is None or not 0 <= share < 1:
            self._from = None
            return self._place
        return self._from.towards(self._place, share * share * (3 - 2 * share))

    def _around(self, picture: tuple[int, int]) -> Box | None:
        """The body's box with room around it, within the picture."""
        body = self.body
        if body is None:
            return None
        b = body.grown(_AROUND * picture[1])
        return Box(max(0, b.x0), max(0, b.y0), min(picture[0], b.x1), min(picture[1], b.y1))

    def _is_cut(self, grid: Grid) -> bool:
        body = self.body
        assert self._place is not None
        return body is not None and not placed(body, self._place).inside(grid.canvas.grown(2))

    def _wanted(self, picture: tuple[int, int], grid: Grid) -> PicturePlace:
        around = self._around(picture)
        cover = covering(picture, grid.size, around)
        if around is None:
            shown_w = min(1.0, grid.size[0] / (picture[0] * cover.scale))
            shown_h = min(1.0, grid.size[1] / (picture[1] * cover.scale))
            return cover if min(shown_w, shown_h) >= 1 - _CROPPED else entire(picture, grid)
        on_canvas = placed(around, cover)
        body = self.body
        assert body is not None
        fits = on_canvas.inside(grid.canvas.grown(1))
        if not fits or placed(body, cover).overlap(grid.rail):
            return entire(picture, grid)
        old = self._place
        serves = old is not None and old.scale == cover.scale
        if old is not None and serves and placed(around, old).inside(grid.canvas.grown(1)):
            return old
        return cover

    def draw(
        self,
        frame: Image,
        place: PicturePlace,
        grid: Grid,
        theme: Theme,
        t: float,
        *,
        mirrored: bool,
        rail: bool = False,
    ) -> Image:
        """A new canvas with the picture at its place.

        Args:
            rail: the rail will cover its part of the canvas, so no picture is needed there.
        """
        width, height = grid.size
        h, w = frame.shape[:2]
        x0, y0 = place.x, place.y
        covers = x0 <= 0.5 and y0 <= 0.5
        covers = covers and x0 + w * place.scale >= width - 0.5
        covers = covers and y0 + h * place.scale >= height - 0.5
        if covers:
            beside = _beside(grid) if rail else (0, width)
            return self._cropped(frame, place, grid.size, beside, mirrored=mirrored)
        canvas = self._backdrop(frame, grid.size, theme, t, mirrored=mirrored)
        size = max(1, round(w * place.scale)), max(1, round(h * place.scale))
        picture = _scaled(frame, size, mirrored=mirrored)
        left, top = round(x0), round(y0)
        cx0, cy0 = max(0, left), max(0, top)
        cx1, cy1 = min(width, left + size[0]), min(height, top + size[1])
        region = canvas[cy0:cy1, cx0:cx1]
        shown = picture[cy0 - top : cy1 - top, cx0 - left : cx1 - left]
        fade = min(_FADE, region.shape[1] // 4)
        if fade and not theme.opaque:
            for strip, ramp in ((slice(0, fade), 1), (slice(-fade, None), -1)):
                ground, image = region[:, strip], shown[:, strip]
                region[:, strip] = _blended(ground, image, rising=ramp == 1)
            region[:, fade:-fade] = shown[:, fade:-fade]
        else:
            region[:] = shown
        return canvas

    @staticmethod
    def _cropped(
        frame: Image,
        place: PicturePlace,
        size: tuple[int, int],
        columns: tuple[int, int],
        *,
        mirrored: bool,
    ) -> Image:
        """The part of the picture that fills these columns of the canvas; it draws no others."""
        h, w = frame.shape[:2]
        left, right = columns
        high = size[1]
        cut_w = min(w, max(1, round((right - left) / place.scale)))
        cut_h = min(h, max(1, round(high / place.scale)))
        x = min(max(0, round((left - place.x) / place.scale)), w - cut_w)
        y = min(max(0, round(-place.y / place.scale)), h - cut_h)
        if mirrored:
            x = w - x - cut_w
        shown = _scaled(
            frame[y : y + cut_h, x : x + cut_w], (right - left, high), mirrored=mirrored
        )
        if shown.shape[1] == size[0]:
            return shown
        canvas = np.empty((high, size[0], 3), np.uint8)
        canvas[:, left:right] = shown
        return canvas

    def _backdrop(
        self, frame: Image, size: tuple[int, int], theme: Theme, t: float, *, mirrored: bool
    ) -> Image:
        """The ground behind a picture that does not fill the canvas: the picture, blurred."""
        if theme.opaque:
            return sheet(size, theme.grounds.page)
        old = self._ground
        stale = old is None or old.shape[1::-1] != size or not 0 <= t - self._ground_t < _GROUND_S
        if old is None or stale:
            high = max(1, round(_GROUND_WIDTH * size[1] / size[0]))
            tiny = cv2.resize(frame, (_GROUND_WIDTH, high), interpolation=cv2.INTER_AREA)
            if mirrored:
                tiny = cv2.flip(tiny, 1)
            blurred = cv2.convertScaleAbs(cv2.GaussianBlur(tiny, (0, 0), 3), alpha=0.45)
            old = np.asarray(cv2.resize(blurred, size, interpolation=cv2.INTER_LINEAR), np.uint8)
            self._ground, self._ground_t = old, t
        return old.copy()


def _beside(grid: Grid) -> tuple[int, int]:
    """The columns of the canvas that the rail leaves free; all, where it stands above."""
    if grid.tall:
        return 0, grid.size[0]
    return (0, grid.rail.x0) if grid.rail_right else (grid.rail.x1, grid.size[0])


def _blended(ground: Image, image: Image, *, rising: bool) -> Image:
    """The image over the ground, from nothing at one side to all at the other."""
    cover = _ramp(*image.shape[:2], rising)
    above = cv2.multiply(image, cover, scale=1 / 255)
    below = cv2.multiply(ground, cv2.bitwise_not(cover), scale=1 / 255)
    return np.asarray(cv2.add(above, below), np.uint8)


@lru_cache(maxsize=4)
def _ramp(height: int, width: int, rising: bool) -> Image:
    line = np.linspace(0, 255, width).astype(np.uint8)[:: 1 if rising else -1]
    return np.ascontiguousarray(np.broadcast_to(line[None, :, None], (height, width, 3)))


def _scaled(frame: Image, size: tuple[int, int], *, mirrored: bool) -> Image:
    """A new picture of a size; mirrored at the smaller of the two sizes, which is faster."""
    h, w = frame.shape[:2]
    smaller = size[0] * size[1] < w * h
    if size == (w, h):
        return np.asarray(cv2.flip(frame, 1), np.uint8) if mirrored else frame.copy()
    if mirrored and not smaller:
        frame = np.asarray(cv2.flip(frame, 1), np.uint8)
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    out = cv2.resize(frame, size, interpolation=how)
    return np.asarray(cv2.flip(out, 1) if mirrored and smaller else out, np.uint8)
