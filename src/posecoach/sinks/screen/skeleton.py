"""Draws the user's skeleton, a ghost in the end position, and an arrow towards it."""

from collections import deque
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.judge.moment import Verdict
from posecoach.measure.body import LANDMARK_NAMES
from posecoach.pose import BONES, SIDES, Landmark, Pose, Side, other
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.figure import towards
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image
from posecoach.spec.schema import Stretch

Place = tuple[float, int, int]
Pixels = NDArray[np.float64]

_SEEN = 0.4
_KEPT = 12  # poses in the start position, of which the median is used
_MOVES = 0.10  # torso lengths; joints that move less are not drawn in the ghost
_ARROW = 0.22  # torso lengths; nearer to the ghost, no arrow is drawn
_GHOST_PARTS = {"toe": "foot_index"}


def landmarks_of(part: str, side: Side | None) -> list[Landmark]:
    """The landmarks of a rule's part; on both sides if it is not known which one it is."""
    if part in LANDMARK_NAMES:
        return [LANDMARK_NAMES[part]]
    prefix, _, name = part.partition("_")
    sides: tuple[Side, ...] = SIDES
    if side is not None and prefix in ("side", "kneeling", "near"):
        sides = (side,)
    elif side is not None and prefix in ("other", "front", "far"):
        sides = (other(side),)
    return [LANDMARK_NAMES[f"{s}_{name}"] for s in sides if f"{s}_{name}" in LANDMARK_NAMES]


def marked(now: SessionMoment) -> dict[Landmark, Verdict]:
    """The landmarks of rules that are broken or close to it, with the worse verdict."""
    out: dict[Landmark, Verdict] = {}
    if now.moment is None:
        return out
    for rule in now.plan.stretch.rules:
        verdict = now.moment.rules.get(rule.id)
        if verdict not in ("warn", "broken"):
            continue
        for part in rule.parts:
            for landmark in landmarks_of(part, now.side):
                if out.get(landmark) != "broken":
                    out[landmark] = verdict
    return out


@dataclass(frozen=True)
class Sheet:
    """Maps pixels of the picture to pixels of the canvas.

    Attributes:
        place: the picture's scale, and its left and top on the canvas.
        width: the picture's own width in pixels.
        mirrored: the picture is shown as in a mirror.
    """

    place: Place
    width: int
    mirrored: bool

    def spots(self, points: Pixels) -> NDArray[np.int_]:
        """Picture pixels (n, 2) as canvas pixels (n, 2)."""
        scale, x0, y0 = self.place
        points = points.copy()
        if self.mirrored:
            points[:, 0] = self.width - points[:, 0]
        return np.round(points * scale + (x0, y0)).astype(int)


def draw_skeleton(
    canvas: Image, pose: Pose, sheet: Sheet, now: SessionMoment, theme: Theme
) -> None:
    """Draws bones and joints; those of a broken rule are coloured and thicker."""
    spots = sheet.spots(pose.pixels)
    thick = max(2, min(canvas.shape[:2]) // 180)
    marks = marked(now)

    def colour_of(verdict: Verdict | None) -> Colour:
        if verdict == "broken":
            return theme.bad
        return theme.warn if verdict == "warn" else theme.bone

    for a, b in BONES:
        if min(pose.visibility[a], pose.visibility[b]) < _SEEN:
            continue
        verdict = marks.get(a) if a in marks and b in marks else None
        width = thick * 2 if verdict == "broken" else thick
        start, end = tuple(map(int, spots[a])), tuple(map(int, spots[b]))
        cv2.line(canvas, start, end, (0, 0, 0), width + 2, cv2.LINE_AA)
        cv2.line(canvas, start, end, colour_of(verdict), width, cv2.LINE_AA)
    for i in {i for bone in BONES for i in bone}:
        if pose.visibility[i] >= _SEEN:
            verdict = marks.get(i)
            radius = thick * 2 if verdict == "broken" else thick + 1
            at = tuple(map(int, spots[i]))
            cv2.circle(canvas, at, radius, colour_of(verdict), -1, cv2.LINE_AA)


@dataclass
class Ghost:
    """The end position of the movement, drawn for the user's own body and place.

    It takes the user's joints in the start position and moves each as the guide figure moves,
    scaled by the user's torso length.
    """

    _starts: deque[Pixels] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _set: int = -1

    def take(self, pose: Pose, now: SessionMoment) -> None:
        """Collects the user's joints while they are in the start position."""
        moment = now.moment
        if now.position != self._set or (moment is not None and moment.phase == "setup"):
            self._starts.clear()
            self._set = now.position
        if moment is not None and moment.phase == "start" and pose.found:
            self._starts.append(pose.pixels)

    def target(self, stretch: Stretch, side: Side) -> Pixels | None:
        """(33, 2) picture pixels of the end position; None until enough start poses were seen."""
        if len(self._starts) < _KEPT // 2:
            return None
        start = np.median(np.array(self._starts), axis=0)
        torso = self._torso(start)
        sign = towards(stretch, side, mirrored=False)
        out: Pixels = start.copy()
        for name, (x0, y0) in stretch.guide.start.items():
            x1, y1 = stretch.guide.end[name]
            way = np.array([sign * (x1 - x0), -(y1 - y0)]) * torso
            for landmark in self._landmarks(name, side):
                out[landmark] = start[landmark] + way
        self._arms(out, start, stretch, side, sign)
        return out

    def _arms(self, out: Pixels, start: Pixels, stretch: Stretch, side: Side, sign: int) -> None:
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

    def moving(self, stretch: Stretch, side: Side) -> set[Landmark]:
        """The landmarks that the movement moves."""
        found: set[Landmark] = set()
        for name, at in stretch.guide.start.items():
            if np.hypot(*np.subtract(stretch.guide.end[name], at)) >= _MOVES:
                found.update(self._landmarks(name, side))
        return found

    @staticmethod
    def _torso(px: Pixels) -> float:
        shoulder = px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
        hip = px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
        return float(np.linalg.norm(shoulder - hip))

    @staticmethod
    def _landmarks(name: str, side: Side) -> list[Landmark]:
        if name in ("head", "nose"):
            return [Landmark.NOSE] if name == "head" else []
        prefix, _, part = name.partition("_")
        who = side if prefix == "side" else other(side)
        return [LANDMARK_NAMES[f"{who}_{_GHOST_PARTS.get(part, part)}"]]

    def draw(
        self, canvas: Image, pose: Pose, sheet: Sheet, now: SessionMoment, theme: Theme
    ) -> None:
        """Draws the ghost's moving limbs, and the arrow if a rule is broken."""
        moment = now.moment
        side = now.side or now.plan.sides[0]
        if moment is None or moment.phase not in ("start", "out", "end"):
            return
        target = self.target(now.plan.stretch, side)
        if target is None:
            return
        moving = self.moving(now.plan.stretch, side)
        spots = sheet.spots(target)
        thick = max(3, min(canvas.shape[:2]) // 120)
        for a, b in BONES:
            if a in moving or b in moving:
                start, end = tuple(map(int, spots[a])), tuple(map(int, spots[b]))
                cv2.line(canvas, start, end, (0, 0, 0), thick + 4, cv2.LINE_AA)
                cv2.line(canvas, start, end, theme.guide, thick, cv2.LINE_AA)
        if Landmark.NOSE in moving:
            reach = max(6, int(0.2 * self._torso(target) * sheet.place[0]))
            at = tuple(map(int, spots[Landmark.NOSE]))
            cv2.circle(canvas, at, reach, theme.guide, max(2, thick // 2), cv2.LINE_AA)
        self._arrow(canvas, pose, target, sheet, now, theme)

    def _arrow(
        self,
        canvas: Image,
        pose: Pose,
        target: Pixels,
        sheet: Sheet,
        now: SessionMoment,
        theme: Theme,
    ) -> None:
        """Draws an arrow to the ghost from the joint of a broken rule that is farthest from it."""
        broken = [i for i, v in marked(now).items() if v == "broken" and pose.visibility[i] > 0.5]
        if not broken:
            return
        torso = self._torso(target)
        gaps = {i: float(np.linalg.norm(target[i] - pose.pixels[i])) / torso for i in broken}
        worst = max(gaps, key=lambda i: gaps[i])
        if not _ARROW <= gaps[worst] <= 2.0:
            return
        ends = sheet.spots(np.array([pose.pixels[worst], target[worst]]))
        start, end = tuple(map(int, ends[0])), tuple(map(int, ends[1]))
        thick = max(4, min(canvas.shape[:2]) // 70)
        for colour, width in (((0, 0, 0), thick + 4), (theme.bad, thick)):
            cv2.arrowedLine(canvas, start, end, colour, width, cv2.LINE_AA, tipLength=0.3)
