"""Draws where the part of a correction belongs: the user's own outline, and an arrow to it."""

from collections import deque
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.measure.body import LANDMARK_NAMES
from posecoach.pose import BONES, HIPS, SHOULDERS, Landmark, Pose, Side, other
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.bodies.figure import towards
from posecoach.sinks.screen.bodies.skeleton import marked
from posecoach.sinks.screen.drawing.parts import Pen, arrow
from posecoach.sinks.screen.layout import Box
from posecoach.sinks.screen.place import Sheet
from posecoach.sources.frame import Image
from posecoach.spec.schema import Stretch

PixelPoints = NDArray[np.float64]
Spot = tuple[float, float]

_KEPT = 12  # poses in the start position, of which the median is used
_MEANT = 0.6  # of the furthest joint's way; joints of the rule that move less are left out
_ARROW = 0.12  # torso lengths; nearer to the ghost, no arrow is drawn
_GHOST_PARTS = {"toe": "foot_index"}
_ARROW_LENGTH = 0.125  # of the grid's unit
# Widths of the outline at the joints, in torso lengths: half of a limb's breadth.
_HALF = {
    "shoulder": 0.13, "elbow": 0.085, "wrist": 0.06, "hip": 0.17, "knee": 0.115, "ankle": 0.08,
    "heel": 0.06, "foot_index": 0.05,
}  # fmt: skip


@dataclass
class Ghost:
    """The end position of the movement, drawn for the user's own body and place.

    It takes the user's joints in the start position and moves each as the guide figure moves,
    scaled by the user's torso length.
    """

    _starts: deque[PixelPoints] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _set: int = -1

    def take(self, pose: Pose, now: SessionMoment) -> None:
        """Collects the user's joints while they are in the start position."""
        moment = now.moment
        if now.position != self._set or (moment is not None and moment.phase == "setup"):
            self._starts.clear()
            self._set = now.position
        if moment is not None and moment.phase == "start" and pose.found:
            self._starts.append(pose.pixels)

    def target(self, stretch: Stretch, side: Side) -> PixelPoints | None:
        """(33, 2) picture pixels of the end position; None until enough start poses were seen."""
        if len(self._starts) < _KEPT // 2:
            return None
        start = np.median(np.array(self._starts), axis=0)
        torso = self._torso(start)
        sign = towards(stretch, side, mirrored=False)
        out: PixelPoints = start.copy()
        for name, (x0, y0) in stretch.guide.start.items():
            x1, y1 = stretch.guide.end[name]
            way = np.array([sign * (x1 - x0), -(y1 - y0)]) * torso
            for landmark in self._landmarks(name, side):
                out[landmark] = start[landmark] + way
        self._arms(out, start, stretch, side, sign)
        return out

    def _arms(
        self, out: PixelPoints, start: PixelPoints, stretch: Stretch, side: Side, sign: int
    ) -> None:
        """Sets the arms in ``out``: directions from the figure, lengths from the user.

        Arms turn so far that moving their joints alone would change their length.
        """
        end = stretch.guide.end
        for prefix in ("side", "other"):
            for upper, lower in (("shoulder", "elbow"), ("elbow", "wrist")):
                a, b = f"{prefix}_{upper}", f"{prefix}_{lower}"
                x, y = np.subtract(end[b], end[a])
                (i,), (j,) = self._landmarks(a, side), self._landmarks(b, side)
                length = float(np.linalg.norm(start[j] - start[i]))
                out[j] = out[i] + length * np.array([sign * x, -y]) / np.hypot(x, y)

    @staticmethod
    def _torso(px: PixelPoints) -> float:
        shoulder = px[SHOULDERS].mean(axis=0)
        hip = px[HIPS].mean(axis=0)
        return float(np.linalg.norm(shoulder - hip))

    @staticmethod
    def _landmarks(name: str, side: Side) -> list[Landmark]:
        if name in ("head", "nose"):
            return [Landmark.NOSE] if name == "head" else []
        prefix, _, part = name.partition("_")
        who = side if prefix == "side" else other(side)
        return [LANDMARK_NAMES[f"{who}_{_GHOST_PARTS.get(part, part)}"]]

    def box(self, pose: Pose, sheet: Sheet, now: SessionMoment) -> "Target | None":
        """Where the part of a broken rule belongs; None if that is unknown or it is there."""
        moment = now.moment
        side = now.side or now.plan.sides[0]
        if moment is None or moment.phase not in ("start", "out", "end"):
            return None
        broken = [i for i, v in marked(now).items() if v == "broken" and pose.visibility[i] > 0.5]
        wanted = self.target(now.plan.stretch, side) if broken else None
        if wanted is None:
            return None
        torso = self._torso(wanted)
        gaps = {i: float(np.linalg.norm(wanted[i] - pose.pixels[i])) / torso for i in broken}
        if not _ARROW <= max(gaps.values()) <= 2.0:
            return None
        furthest = max(gaps.values())
        meant = tuple(i for i in broken if gaps[i] >= _MEANT * furthest)
        return Target(wanted, torso, meant, pose, sheet)


@dataclass(frozen=True)
class Target:
    """The end position for a user, and the joints of the correction.

    Attributes:
        pixels: (33, 2) of the end position, in pixels of the picture.
        torso: length of the torso in pixels of the picture.
        meant: the joints that the correction is about.
        pose: of the user, now.
        sheet: maps the picture to the canvas.
    """

    pixels: PixelPoints
    torso: float
    meant: tuple[Landmark, ...]
    pose: Pose
    sheet: Sheet

    def arrow(self, pen: Pen, shift: float = 0.0) -> tuple[Spot, Spot]:
        """Start and end of the arrow on the canvas: beyond the outline, the way the part goes.

        Args:
            pen: of the canvas.
            shift: how far it has moved along its way, in shares of the unit.
        """
        now = self.sheet.spots(self.pose.pixels[list(self.meant)]).mean(axis=0)
        goal = self.sheet.spots(self.pixels[list(self.meant)]).mean(axis=0)
        way = goal - now
        way = way / max(1.0, float(np.linalg.norm(way)))
        half = 0.5 * np.ptp(self.sheet.spots(self.pixels[list(self.meant)]) @ way)
        gap = half + 0.24 * self.torso * self.sheet.place.scale
        start = goal + way * (gap + pen.px(0.02 + shift))
        end = start + way * pen.px(_ARROW_LENGTH)
        return (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))

    def boxes(self, pen: Pen) -> tuple[Box, Box]:
        """The boxes around the part that is meant and around the arrow."""
        part = Box.around(self.sheet.spots(self.pose.pixels[list(self.meant)]))
        ends = np.round(np.array(self.arrow(pen))).astype(int)
        shaft = Box.around(ends)
        assert part is not None
        assert shaft is not None
        return part, shaft.grown(pen.px(0.05))

    def draw_ghost(self, canvas: Image, pen: Pen) -> None:
        """Draws the outline of the end position, as if it stood behind the user."""
        theme = pen.theme
        goal, own = self.sheet.spots(self.pixels), self.sheet.spots(self.pose.pixels)
        reach = self.torso * self.sheet.place.scale
        near = set(self.meant) | self._joined()
        box = Box.around(goal[sorted(near)])
        if box is None:
            return
        box = box.grown(0.5 * reach)
        x0, y0 = max(0, box.x0), max(0, box.y0)
        x1, y1 = min(canvas.shape[1], box.x1), min(canvas.shape[0], box.y1)
        if x1 - x0 < 8 or y1 - y0 < 8:
            return
        # At half the size, which is smooth enough and four times as fast.
        small = (y1 - y0) // 2, (x1 - x0) // 2
        ghost = _silhouette(small, (goal - (x0, y0)) // 2, reach / 2, near)
        body = _silhouette(small, (own - (x0, y0)) // 2, reach / 2, set(Landmark))
        free = cv2.subtract(ghost, body)
        shown = np.asarray(cv2.resize(free, (x1 - x0, y1 - y0)), np.uint8)
        region = canvas[y0:y1, x0:x1]
        light = cv2.convertScaleAbs(shown, alpha=0.34)
        three = cv2.merge([light, light, light])
        cv2.multiply(region, cv2.bitwise_not(three), dst=region, scale=1 / 255)
        cv2.add(region, three, dst=region)
        outlines, _ = cv2.findContours(shown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        large = [o for o in outlines if cv2.contourArea(o) > 0.01 * reach * reach]
        for width, ink in (
            (pen.px(0.009), theme.overlay.halo),
            (max(2, pen.px(0.004)), theme.colours.text),
        ):
            cv2.drawContours(region, large, -1, ink, width, cv2.LINE_AA)

    def _joined(self) -> set[Landmark]:
        """The joints next to those that are meant: the outline ends there."""
        out: set[Landmark] = set()
        for a, b in BONES:
            if a in self.meant or b in self.meant:
                out.update((a, b))
        return out

    def draw_arrow(self, canvas: Image, pen: Pen, shift: float) -> None:
        """Draws the arrow that says which way the part goes."""
        start, end = self.arrow(pen, shift)
        arrow(
            canvas,
            start,
            end,
            max(4, pen.px(0.025)),
            pen.theme.colours.correct,
            pen.theme.overlay.halo,
        )


def _silhouette(
    shape: tuple[int, int], spots: NDArray[np.int_], torso: float, joints: set[Landmark]
) -> Image:
    """A body's outline, filled: (h, w), 255 within it; only bones between ``joints``."""
    mask = np.zeros(shape, np.uint8)

    def half(i: Landmark) -> int:
        name = i.name.lower().removeprefix("left_").removeprefix("right_")
        return max(2, round(_HALF.get(name, 0.06) * torso))

    def spot(i: Landmark) -> tuple[int, int]:
        return int(spots[i][0]), int(spots[i][1])

    for a, b in BONES:
        if a in joints and b in joints:
            cv2.line(mask, spot(a), spot(b), 255, half(a) + half(b))
    for i in joints & {j for bone in BONES for j in bone}:
        cv2.circle(mask, spot(i), half(i), 255, -1)
    trunk = [
        Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.LEFT_HIP,
    ]  # fmt: skip
    if set(trunk) <= joints:
        cv2.fillPoly(mask, [np.array([spot(i) for i in trunk])], 255)
    if Landmark.NOSE in joints:
        cv2.circle(mask, spot(Landmark.NOSE), round(0.22 * torso), 255, -1)
    return mask
