"""Draws one screen: the mirrored picture, the skeleton, and what the coach has to say."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from posecoach import words as room
from posecoach.body.body import LANDMARK_NAMES
from posecoach.capture.frame import Image
from posecoach.coach.moment import Cue, CueKind, Verdict
from posecoach.coach.session import SessionMoment
from posecoach.pose import BONES, SIDES, Landmark, Pose, Side, other
from posecoach.screen import text
from posecoach.screen.paint import fitted, shade
from posecoach.screen.theme import THEME, Colour, Theme
from posecoach.spec.schema import Stretch

_SHOWN_S: dict[CueKind, float] = {
    "direction": 4.0,
    "guide": 4.0,
    "correction": 5.0,
    "praise": 3.0,
    "count": 1.2,
}
_ICONS: dict[CueKind, str] = {
    "direction": "arrow",
    "guide": "dot",
    "correction": "triangle",
    "praise": "tick",
    "count": "dot",
}


@dataclass
class Banner:
    """The one cue on the screen: the latest stays until its time is over."""

    stretch: Stretch | None = None
    cue: Cue | None = None
    until: float = 0.0

    def take(self, cues: Iterable[Cue], stretch: Stretch) -> None:
        """A correction is not replaced by a count, which stands in its own place."""
        for cue in cues:
            if cue.kind == "count":
                continue
            self.stretch, self.cue, self.until = stretch, cue, cue.t + _SHOWN_S[cue.kind]

    def now(self, t: float) -> tuple[CueKind, str] | None:
        """Kind and words of what is to be shown at ``t``."""
        if self.cue is None or self.stretch is None or t > self.until:
            return None
        return self.cue.kind, room.words(self.cue, self.stretch).show


@dataclass
class Screen:
    """Draws canvases of one size.

    Args:
        size: width and height of the canvas in pixels.
        mirrored: show the user as in a mirror, as people expect of a camera picture.
    """

    size: tuple[int, int] = (1280, 720)
    mirrored: bool = True
    theme: Theme = THEME
    banner: Banner = field(default_factory=Banner)
    note: str = ""
    saving: bool = False  # the canvases are written to a video: said all the time
    stats: str = ""

    # ------------------------------------------------------------------ whole screens

    def plain(self, frame: Image | None, message: str) -> Image:
        """The picture, or none, with one large message."""
        canvas, _ = self._picture(frame)
        self._band(canvas, message, self.theme.guide, "dot")
        self._foot(canvas, room.KEYS)
        return canvas

    def page(self, title: str, lines: Iterable[str], foot: str) -> Image:
        """A page of text, such as the safety page or the summary."""
        width, height = self.size
        canvas = np.zeros((height, width, 3), np.uint8)
        canvas[:] = self.theme.panel
        size = self._px(self.theme.large)
        y = int(0.10 * height)
        text.draw(
            canvas,
            title,
            (width // 2, y),
            size,
            self.theme.ink,
            align="centre",
            weight=700,
            fit=int(0.9 * width),
        )
        y += int(2.0 * size)
        line_size = self._px(self.theme.normal)
        for line in lines:
            text.draw(
                canvas,
                line,
                (width // 2, y),
                line_size,
                self.theme.ink,
                align="centre",
                fit=int(0.92 * width),
            )
            y += int(1.9 * line_size)
        self._foot(canvas, foot)
        return canvas

    def coaching(self, frame: Image | None, pose: Pose | None, now: SessionMoment) -> Image:
        """The picture with skeleton, count or clock, range meter and the one cue."""
        canvas, place = self._picture(frame)
        stretch = now.plan.stretch
        self.banner.take((e for e in now.events if isinstance(e, Cue)), stretch)
        if pose is not None and pose.found and place is not None:
            self._skeleton(canvas, pose, place, now)
        self._head(canvas, now)
        moment = now.moment
        if moment is not None and now.stage == "work":
            self._count(canvas, now)
            self._meter(canvas, now)
        self._say(canvas, now)
        waiting = moment is None or moment.phase in ("unseen", "setup")
        foot = self.note or (room.KEYS if waiting else stretch.safety[0])
        self._foot(canvas, f"{room.SAVING}   {foot}" if self.saving else foot)
        return canvas

    # ------------------------------------------------------------------ parts

    def _px(self, share: float) -> int:
        """A type size: of the height, and smaller where the canvas is narrow."""
        width, height = self.size
        return max(10, int(min(height, width * 0.75) * share))

    def _picture(self, frame: Image | None) -> tuple[Image, tuple[float, int, int] | None]:
        """The canvas with the picture fitted in; scale and corner of the picture on it."""
        return fitted(frame, self.size, self.theme.panel, mirrored=self.mirrored)

    def _skeleton(
        self, canvas: Image, pose: Pose, place: tuple[float, int, int], now: SessionMoment
    ) -> None:
        scale, x0, y0 = place
        points = pose.pixels.copy()
        if self.mirrored:
            points[:, 0] = pose.width - points[:, 0]
        spots = np.round(points * scale + (x0, y0)).astype(int)
        thick = max(2, min(self.size) // 180)
        marks = self._marked(now)
        for a, b in BONES:
            if min(pose.visibility[a], pose.visibility[b]) < 0.4:
                continue
            verdict = marks.get(a) if a in marks and b in marks else None
            colour = self._verdict_colour(verdict)
            width = thick * 2 if verdict == "broken" else thick
            start, end = tuple(map(int, spots[a])), tuple(map(int, spots[b]))
            cv2.line(canvas, start, end, (0, 0, 0), width + 2, cv2.LINE_AA)
            cv2.line(canvas, start, end, colour, width, cv2.LINE_AA)
        for i in {i for bone in BONES for i in bone}:
            if pose.visibility[i] >= 0.4:
                verdict = marks.get(i)
                radius = thick * 2 if verdict == "broken" else thick + 1
                cv2.circle(
                    canvas,
                    tuple(map(int, spots[i])),
                    radius,
                    self._verdict_colour(verdict),
                    -1,
                    cv2.LINE_AA,
                )

    def _verdict_colour(self, verdict: Verdict | None) -> Colour:
        if verdict == "broken":
            return self.theme.bad
        return self.theme.warn if verdict == "warn" else self.theme.bone

    def _marked(self, now: SessionMoment) -> dict[Landmark, Verdict]:
        """Landmarks of the segments whose rule is broken or near it."""
        out: dict[Landmark, Verdict] = {}
        if now.moment is None:
            return out
        for rule in now.plan.stretch.rules:
            verdict = now.moment.rules.get(rule.id)
            if verdict not in ("warn", "broken"):
                continue
            for part in rule.parts:
                for landmark in _landmarks(part, now.side):
                    if out.get(landmark) != "broken":
                        out[landmark] = verdict
        return out

    def _panel(self, canvas: Image, x0: int, y0: int, x1: int, y1: int) -> None:
        shade(canvas, (x0, y0, x1, y1), self.theme.panel, self.theme.panel_alpha)

    def _head(self, canvas: Image, now: SessionMoment) -> None:
        width = self.size[0]
        size = self._px(self.theme.normal)
        bar = int(size * 1.9)
        self._panel(canvas, 0, 0, width, bar)
        y = int(size * 0.15)
        side = room.side_word(now.side)
        text.draw(
            canvas,
            now.plan.stretch.name,
            (int(size * 0.6), y),
            size,
            self.theme.ink,
            weight=600,
            fit=int(width * 0.62),
        )
        text.draw(
            canvas,
            side,
            (width - int(size * 0.6), y),
            size,
            self.theme.guide,
            weight=700,
            align="right",
        )
        if self.stats:
            small = self._px(self.theme.small)
            text.draw(canvas, self.stats, (int(size * 0.6), bar), small, self.theme.soft)

    def _count(self, canvas: Image, now: SessionMoment) -> None:
        """The number that matters now: reps of the side in work, or seconds held."""
        moment, p = now.moment, now.plan
        assert moment is not None
        width, height = self.size
        big, small = self._px(self.theme.huge), self._px(self.theme.normal)
        side: Side = now.side or p.sides[0]
        box_w = int(big * 1.75)
        tall = int(big * 1.5 + small * 2.2)
        banner = height - int(self._px(self.theme.large) * 4.2)
        y0 = max(int(small * 2.0), banner - tall - small // 3)
        self._panel(canvas, 0, y0, box_w, y0 + tall)
        if moment.mode == "hold":
            left = now.hold_left_s
            held = moment.held_s[side]
            number = f"{(left if left is not None else held):.0f}"
            below = "seconds left" if left is not None else "seconds held"
            if moment.hold is not None and not moment.hold.running:
                below = "paused"
        else:
            number = str(moment.reps[side])
            below = f"of {p.reps}" if p.reps else ""
        colour = self.theme.ink
        text.draw(
            canvas,
            number,
            (box_w // 2, y0),
            big,
            colour,
            weight=700,
            align="centre",
            fit=int(box_w * 0.92),
        )
        text.draw(
            canvas,
            below,
            (box_w // 2, y0 + int(big * 1.45)),
            small,
            self.theme.soft,
            align="centre",
            fit=int(box_w * 0.92),
        )
        if len(p.sides) == 2:
            self._both_sides(canvas, now, width, y0, small)

    def _both_sides(
        self, canvas: Image, now: SessionMoment, width: int, y0: int, size: int
    ) -> None:
        """Both sides' counts at the right edge, the one in work marked by a bar."""
        moment = now.moment
        assert moment is not None
        box = int(size * 5.6)
        self._panel(canvas, width - box, y0, width, y0 + int(size * 4.4))
        for i, side in enumerate(SIDES):
            y = y0 + int(size * (0.3 + 2.0 * i))
            value = (
                f"{moment.held_s[side]:.0f} s" if moment.mode == "hold" else str(moment.reps[side])
            )
            active = side == now.side
            colour = self.theme.ink if active else self.theme.soft
            if active:
                cv2.rectangle(
                    canvas,
                    (width - box, y),
                    (width - box + max(4, size // 6), y + int(size * 1.5)),
                    self.theme.guide,
                    -1,
                )
            text.draw(
                canvas,
                room.side_word(side),
                (width - box + int(size * 0.4), y),
                int(size * 0.8),
                colour,
            )
            text.draw(
                canvas, value, (width - int(size * 0.3), y), size, colour, weight=700, align="right"
            )

    def _meter(self, canvas: Image, now: SessionMoment) -> None:
        """How far into the movement, with the user's own mark; it always moves with them."""
        moment = now.moment
        assert moment is not None
        width, height = self.size
        size = self._px(self.theme.normal)
        x0, x1 = int(width * 0.2), int(width * 0.8)
        y0 = height - int(size * 3.1)
        y1 = y0 + int(size * 0.7)
        self._panel(canvas, x0 - size, y0 - size // 3, x1 + size, y1 + size // 3)
        cv2.rectangle(canvas, (x0, y0), (x1, y1), self.theme.soft, 2)
        full = 1.3
        progress = moment.progress or 0.0
        share = min(max(progress, 0.0), full) / full
        colour = self.theme.good if progress >= now.plan.stretch.rep.reach else self.theme.guide
        origin, length = x0, x1 - x0
        if now.plan.stretch.rep.signed:  # from the middle, to the side where the user goes
            to_left = (now.side == "left") == self.mirrored
            origin, length = (x0 + x1) // 2, (x1 - x0) // 2 * (-1 if to_left else 1)
        end = origin + int(length * share)
        cv2.rectangle(canvas, (min(origin, end), y0 + 2), (max(origin, end), y1 - 2), colour, -1)
        marks = [origin + int(length * moment.target / full)]
        if now.plan.stretch.rep.signed:
            marks.append(2 * origin - marks[0])
        for mark in marks:
            top, bottom = y0 - size // 4, y1 + size // 4
            cv2.line(canvas, (mark, top), (mark, bottom), self.theme.ink, max(2, size // 10))

    def _say(self, canvas: Image, now: SessionMoment) -> None:
        """One thing: what to change in the picture, else the cue, else what to do next."""
        t, moment = now.t, now.moment
        if now.stage == "paused":
            self._band(canvas, room.guide("paused").show, self.theme.guide, "dot")
            return
        if (
            moment is not None
            and moment.framing.direction
            and (not moment.framing.ok or self.banner.now(t) is None)
        ):
            shown = room.direction(moment.framing.direction).show
            self._band(canvas, shown, self.theme.warn, "arrow")
            return
        found = self.banner.now(t)
        if found is not None:
            kind, message = found
            colours: dict[CueKind, Colour] = {
                "correction": self.theme.bad,
                "praise": self.theme.good,
                "direction": self.theme.warn,
            }
            self._band(canvas, message, colours.get(kind, self.theme.guide), _ICONS[kind])
            return
        self._band(canvas, self._next(now), self.theme.soft, "")

    def _next(self, now: SessionMoment) -> str:
        """What to do next, in a few words."""
        stretch, moment = now.plan.stretch, now.moment
        if now.stage == "rest":
            return "Rest a moment"
        if moment is None or now.stage == "done":
            return ""
        if moment.phase == "unseen":
            return "Finding you"
        if moment.phase == "setup":
            return room.fill(stretch.start.guide.show, now.side)
        return ""

    def _band(self, canvas: Image, message: str, colour: Colour, icon: str) -> None:
        """The one banner: icon and words in the lower third, large enough for three metres."""
        if not message:
            return
        width, height = self.size
        size = self._px(self.theme.large)
        y0 = height - int(size * 4.2)
        y1 = y0 + int(size * 1.75)
        self._panel(canvas, 0, y0, width, y1)
        cv2.rectangle(canvas, (0, y0), (max(6, size // 6), y1), colour, -1)
        x = int(size * 0.6)
        if icon:
            self._icon(canvas, icon, (x + size // 2, (y0 + y1) // 2), int(size * 0.5), colour)
            x += int(size * 1.4)
        text.draw(
            canvas,
            message,
            (x, y0 + int(size * 0.12)),
            size,
            self.theme.ink,
            weight=700,
            fit=width - x - size // 2,
        )

    @staticmethod
    def _icon(canvas: Image, icon: str, at: tuple[int, int], r: int, colour: Colour) -> None:
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
        else:
            cv2.circle(canvas, (x, y), r // 2, colour, -1, cv2.LINE_AA)

    def _foot(self, canvas: Image, line: str) -> None:
        width, height = self.size
        size = self._px(self.theme.small)
        bar = int(size * 1.8)
        self._panel(canvas, 0, height - bar, width, height)
        text.draw(
            canvas,
            line,
            (width // 2, height - bar + int(size * 0.05)),
            size,
            self.theme.soft,
            align="centre",
            fit=int(width * 0.96),
        )


def _landmarks(part: str, side: Side | None) -> list[Landmark]:
    """The landmarks that a rule's part colours; role names colour both legs' candidates."""
    if part in LANDMARK_NAMES:
        return [LANDMARK_NAMES[part]]
    prefix, _, name = part.partition("_")
    sides: tuple[Side, ...] = SIDES
    if side is not None and prefix in ("side", "kneeling", "near"):
        sides = (side,)
    elif side is not None and prefix in ("other", "front", "far"):
        sides = (other(side),)
    return [LANDMARK_NAMES[f"{s}_{name}"] for s in sides if f"{s}_{name}" in LANDMARK_NAMES]
