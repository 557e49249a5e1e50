"""Draws the coaching screen: the picture, the user, the rail, and one message."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2

from posecoach.cues import words
from posecoach.events import Cue
from posecoach.language import tr
from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen import cards
from posecoach.sinks.screen.banner import (
    Banner,
    Current,
    Message,
    clear_of_part,
    message_of,
    waiting,
)
from posecoach.sinks.screen.bodies.ghost import Ghost, Target
from posecoach.sinks.screen.bodies.skeleton import boxes_of, draw_skeleton
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.paint import sheet
from posecoach.sinks.screen.drawing.parts import Pen, dashes, draw_icon
from posecoach.sinks.screen.layout import Box, Grid
from posecoach.sinks.screen.picture import PictureView
from posecoach.sinks.screen.place import Sheet
from posecoach.sinks.screen.rail import Rail
from posecoach.sinks.screen.theme import DARK, Theme
from posecoach.sources.frame import Image

_DIM = ("away", "down", "paused", "done", "rest", "move")
_ARROW_S, _ARROW_TIMES, _ARROW_TRAVEL = 1.6, 3, 0.02  # seconds, times, share of the unit


@dataclass
class Screen:
    """Draws canvases of one size; the live window, saved videos and annotated copies all use it.

    Attributes:
        size: width and height of the canvas in pixels.
        mirrored: show the user as in a mirror, as people expect.
        motion: things may glide and fade.
        note: a line to show beside the coaching; empty for none.
        saving: the canvases are saved as a video, which the screen says.
        stats: a line with speeds; empty for none.
        introducing: the last canvas was the introduction, without a picture.
        rail_right: the rail of the last canvas was at the right.
    """

    size: tuple[int, int] = (1280, 720)
    mirrored: bool = True
    theme: Theme = DARK
    motion: bool = True
    note: str = ""
    saving: bool = False
    stats: str = ""
    introducing: bool = False
    rail_right: bool = False
    current: Current = field(default_factory=Current)
    _view: PictureView = field(default_factory=PictureView)
    _rail: Rail = field(default_factory=Rail)
    _banner: Banner = field(default_factory=Banner)
    _ghost: Ghost = field(default_factory=Ghost)
    _clock: cards.GuideClock = field(default_factory=cards.GuideClock)
    _arrow_since: tuple[str, float] = ("", 0.0)

    def plain(self, frame: Image | None, message: str) -> Image:
        """The picture, if any, with one message and nothing else."""
        grid = Grid(self.size)
        pen = Pen(grid, self.theme)
        canvas = self._picture(frame, grid, 0.0, settled=False, rail=False)
        if frame is not None and message:
            cv2.convertScaleAbs(canvas, dst=canvas, alpha=0.5)
        if message:
            banner = Banner()
            banner.box(pen, waiting(message), 0.0, None)
            banner.draw(canvas, pen, 1.0, moving=False)
        self._notes(canvas, pen)
        return canvas

    def coaching(self, frame: Image | None, pose: Pose | None, now: SessionMoment) -> Image:
        """The screen for a moment of the session."""
        t = now.t
        self.current.take((e for e in now.events if isinstance(e, Cue)), now.plan.stretch)
        passed = self._clock.take(now)
        if pose is not None:
            self._ghost.take(pose, now)
            self._view.see(pose, t, mirrored=self.mirrored)
        settled = now.stage == "work"
        picture = (1, 1) if frame is None else (frame.shape[1], frame.shape[0])
        grid = self._view.grid(picture, self.size, settled=settled)
        self.rail_right = grid.rail_right
        pen = Pen(grid, self.theme)
        self.introducing = now.stage == "intro" and passed < cards.lasts_s(now)
        if self.introducing:
            canvas = cards.introduction(pen, now, passed, mirrored=self.mirrored)
            self._notes(canvas, pen)
            return canvas
        canvas = self._picture(frame, grid, t, settled=settled)
        if now.stage in _DIM:
            cv2.convertScaleAbs(canvas, dst=canvas, alpha=0.5)
        message = message_of(now, self.current)
        body, face, target = None, None, None
        if pose is not None and pose.found and frame is not None:
            place = self._view.place(picture, grid, t, settled=settled)
            on = Sheet(place, pose.width, self.mirrored)
            body, face = boxes_of(pose, on)
            corrected = message is not None and message.tone == "correct"
            target = self._ghost.box(pose, on, now) if corrected else None
            self._user(canvas, pen, pose, on, now, target)
        self._rail.draw(canvas, pen, now, mirrored=self.mirrored)
        self._say(canvas, pen, now, passed, message, body, face, target)
        self._notes(canvas, pen)
        return canvas

    # ------------------------------------------------------------------ parts

    def _picture(
        self, frame: Image | None, grid: Grid, t: float, *, settled: bool, rail: bool = True
    ) -> Image:
        if frame is None:
            return sheet(self.size, self.theme.grounds.page)
        picture = frame.shape[1], frame.shape[0]
        place = self._view.place(picture, grid, t, settled=settled)
        return self._view.draw(frame, place, grid, self.theme, t, mirrored=self.mirrored, rail=rail)

    def _user(
        self,
        canvas: Image,
        pen: Pen,
        pose: Pose,
        on: Sheet,
        now: SessionMoment,
        target: Target | None,
    ) -> None:
        """Draws the ghost and the skeleton, and where something of the body is missing."""
        if now.stage in ("rest", "move"):
            return
        if target is not None:
            target.draw_ghost(canvas, pen)
        framing = None if now.moment is None else now.moment.framing
        blind = now.stage in _DIM or (framing is not None and not framing.ok)
        meant = None if target is None else target.meant
        draw_skeleton(canvas, pose, on, now, pen, strength=0.45 if blind else 1.0, meant=meant)
        if framing is not None and framing.direction == "show_feet":
            body, _ = boxes_of(pose, on)
            if body is not None:
                edge = min(self.size[1], round(pose.height * on.place.scale + on.place.y))
                y, half = edge - pen.px(0.02), pen.px(0.11)
                middle = body.centre[0]
                dashes(canvas, (middle - half, y), (middle + half, y), pen.px(0.012), self.theme)

    def _say(
        self,
        canvas: Image,
        pen: Pen,
        now: SessionMoment,
        passed: float,
        message: Message | None,
        body: Box | None,
        face: Box | None,
        target: Target | None,
    ) -> None:
        """Draws the message, the arrow, and the guide figure where there is room."""
        grid = pen.grid
        if now.stage in ("rest", "move"):
            self._rest(canvas, pen, now, passed)
        box: Box | None = None
        praised = message is not None and message.tone == "praise" and grid.guide is not None
        if message is None or praised:
            self._banner.gone()
        else:
            parts = [face] if face is not None else []
            right, high = None, False
            if target is not None:
                part, shaft = target.boxes(pen)
                parts += [clear_of_part(part, grid), shaft]
                start, end = target.arrow(pen)
                right = end[0] > start[0]
                high = body is not None and part.centre[1] < body.centre[1]
            box = self._banner.box(
                pen, message, now.t, body, parts, arrow_right=right, part_high=high
            )
        self._guide(canvas, pen, now, body, box, message, praised=praised)
        if box is not None:
            self._banner.draw(canvas, pen, now.t, moving=self.motion)
        if target is not None:
            target.draw_arrow(canvas, pen, self._arrow_shift(now))

    def _arrow_shift(self, now: SessionMoment) -> float:
        """How far the arrow has moved: three times out and back, then it stands still."""
        cue = self.current.cue
        key = "" if cue is None else f"{cue.id} {cue.t}"
        if key != self._arrow_since[0]:
            self._arrow_since = key, now.t
        passed = now.t - self._arrow_since[1]
        if not self.motion or not 0 <= passed < _ARROW_S * _ARROW_TIMES:
            return 0.0
        share = passed % _ARROW_S / _ARROW_S
        return _ARROW_TRAVEL * (1 - abs(2 * share - 1))

    def _guide(
        self,
        canvas: Image,
        pen: Pen,
        now: SessionMoment,
        body: Box | None,
        banner: Box | None,
        message: Message | None,
        *,
        praised: bool,
    ) -> None:
        """The guide figure, or praise in its place; never over the user or the banner."""
        guided = now.moment is not None and now.moment.pace is not None
        box = pen.grid.large_guide if guided else pen.grid.guide
        if box is None or now.stage != "work":
            return
        if guided:  # what to follow, wherever the user is
            cards.figure_card(canvas, pen, now, box, now.t, keeps_side=True, mirrored=self.mirrored)
            return
        if praised:
            assert message is not None
            self._praise(canvas, pen, message, box)
            return
        if message is not None and message.tone == "correct":
            return
        if now.moment is None or now.moment.mode == "hold":
            return
        if any(box.overlap(b) for b in (body, banner) if b is not None):
            return
        cards.figure_card(canvas, pen, now, box, now.t, keeps_side=True, mirrored=self.mirrored)

    @staticmethod
    def _praise(canvas: Image, pen: Pen, message: Message, guide: Box) -> None:
        """A tick and a few words."""
        colours, sizes = pen.theme.colours, pen.theme.sizes
        size = pen.px(sizes.state)
        lines = text.wrapped(message.text, size, guide.width - pen.px(0.05), 600)
        high = pen.px(0.2) + round(size * 1.3) * len(lines)
        box = Box(guide.x0, guide.y1 - high, guide.x1, guide.y1)
        pen.card(canvas, box)
        r = pen.px(0.055)
        draw_icon(canvas, "tick", (box.centre[0], box.y0 + pen.px(0.085)), r, colours.primary)
        y = box.y0 + pen.px(0.15)
        for line in lines:
            text.draw(
                canvas, line, (box.centre[0], y), size, colours.text, weight=600, align="centre"
            )
            y += round(size * 1.3)

    def _rest(self, canvas: Image, pen: Pen, now: SessionMoment, passed: float) -> None:
        """The next stretch's figure, or the way to it, large, with the words that it is next."""
        grid, colours, sizes = pen.grid, pen.theme.colours, pen.theme.sizes
        stage = grid.stage
        high = min(stage.height - pen.px(0.14), pen.px(0.72))
        wide = min(stage.width, pen.px(0.72))
        x0 = stage.centre[0] - wide // 2
        top = stage.y0 + pen.px(0.115)
        card = Box(x0, top, x0 + wide, top + high)
        if now.way is not None:
            cards.way_card(canvas, pen, now.way, card, mirrored=self.mirrored)
        else:
            cards.figure_card(
                canvas, pen, now, card, passed, keeps_side=False, mirrored=self.mirrored
            )
        title = words.screen("next", name=words.name(now.plan.stretch))
        at = (stage.centre[0], stage.y0 - pen.px(0.01))
        pen.line(canvas, title, at, sizes.side, colours.text, weight=700, align="centre",
                 fit=stage.width - pen.px(0.25))  # fmt: skip

    def _notes(self, canvas: Image, pen: Pen) -> None:
        """What is told beside the coaching, in small cards at the top of the stage."""
        colours, sizes, stage = pen.theme.colours, pen.theme.sizes, pen.grid.stage
        lines: Sequence[str] = [
            line
            for line in (self.note, tr(words.SAVING) if self.saving else "", self.stats)
            if line
        ]
        y = stage.y0
        for line in lines:
            size = pen.px(sizes.state * (0.55 if line == self.stats else 0.8))
            room = stage.width - pen.px(0.16)
            wide = min(room, text.width_of(line, size, 500) + 2 * size)
            x0 = stage.x1 - wide - pen.px(0.115) if not pen.grid.rail_right else (
                stage.x0 + pen.px(0.115)
            )  # fmt: skip
            box = Box(x0, y, x0 + wide, y + round(size * 1.75))
            pen.card(canvas, box)
            at = (box.x0 + size, box.y0)
            text.draw(canvas, line, at, size, colours.text, weight=500, fit=wide - 2 * size)
            y = box.y1 + pen.px(0.012)
