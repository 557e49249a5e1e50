"""Draws the screen of a session: picture, skeleton, counts, guide figure and messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from posecoach.cues import words
from posecoach.events import Cue, CueKind
from posecoach.language import tr
from posecoach.pose import Pose, Side, other
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen import figure, pages, text
from posecoach.sinks.screen.counts import Tempo, draw_count, draw_meter, sides_box
from posecoach.sinks.screen.paint import fitted
from posecoach.sinks.screen.parts import Icon, Pen, draw_icon
from posecoach.sinks.screen.skeleton import Ghost, Place, Sheet, draw_skeleton
from posecoach.sinks.screen.theme import THEME, Colour, Theme
from posecoach.sources.frame import Image
from posecoach.spec.schema import Stretch

_SHOWN_S: dict[CueKind, float] = {
    "direction": 4.0,
    "guide": 4.0,
    "correction": 5.0,
    "praise": 3.0,
    "count": 1.2,
}
_ICONS: dict[CueKind, Icon] = {
    "direction": "arrow",
    "guide": "dot",
    "correction": "triangle",
    "praise": "tick",
    "count": "dot",
}
_INSTRUCTION_S = 4.5
_CHECKS = ("camera", "light", "person", "whole", "near", "view")


@dataclass
class Banner:
    """The cue on the screen: the latest one, until its time is over."""

    stretch: Stretch | None = None
    cue: Cue | None = None
    until: float = 0.0

    def take(self, cues: Iterable[Cue], stretch: Stretch) -> None:
        """Shows the last of the cues; counts are shown elsewhere and do not replace it."""
        for cue in cues:
            if cue.kind == "count" or cue.id == "intro":
                continue
            self.stretch, self.cue, self.until = stretch, cue, cue.t + _SHOWN_S[cue.kind]

    def now(self, t: float) -> tuple[CueKind, str] | None:
        """Kind and text of the cue to show at ``t``; None if there is none."""
        if self.cue is None or self.stretch is None or t > self.until:
            return None
        return self.cue.kind, words.words(self.cue, self.stretch).show


@dataclass
class Screen:
    """Draws canvases of one size.

    Attributes:
        size: width and height of the canvas in pixels.
        mirrored: show the user as in a mirror, as people expect.
        note: a line for the bottom in place of the usual one.
        saving: the canvases are saved as a video, which the bottom line says.
        stats: a line with speeds for the top; empty for none.
        help: show the list of keys in place of the picture.
        tip: one line for the summary.
    """

    size: tuple[int, int] = (1280, 720)
    mirrored: bool = True
    theme: Theme = THEME
    banner: Banner = field(default_factory=Banner)
    note: str = ""
    saving: bool = False
    stats: str = ""
    help: bool = False
    tip: str = ""
    _ghost: Ghost = field(default_factory=Ghost)
    _tempo: Tempo = field(default_factory=Tempo)
    _set: tuple[int, str] = (-1, "")
    _set_since: float = 0.0

    @property
    def pen(self) -> Pen:
        """A pen for this screen's size and theme."""
        return Pen(self.size, self.theme)

    # ------------------------------------------------------------------ whole screens

    def plain(self, frame: Image | None, message: str) -> Image:
        """The picture, if any, with one large message."""
        canvas, _ = fitted(frame, self.size, self.theme.panel, mirrored=self.mirrored)
        self.pen.band(canvas, message, self.theme.guide, "dot")
        self.pen.foot(canvas, tr(words.KEYS))
        return canvas

    def page(self, title: str, lines: Iterable[str], foot: str) -> Image:
        """A page of text, such as the safety page."""
        return pages.page(self.pen, title, lines, foot)

    def coaching(self, frame: Image | None, pose: Pose | None, now: SessionMoment) -> Image:
        """The screen for a moment of the session."""
        stretch = now.plan.stretch
        self.banner.take((e for e in now.events if isinstance(e, Cue)), stretch)
        if self.help:
            return pages.keys(self.pen)
        if now.stage == "done" and now.results:
            canvas = pages.summary(self.pen, now.results, self.tip)
            self._foot(canvas, now)
            return canvas
        canvas, place = fitted(frame, self.size, self.theme.panel, mirrored=self.mirrored)
        if pose is not None and pose.found and place is not None and now.stage != "rest":
            self._user(canvas, pose, place, now)
        self._head(canvas, now)
        match now.stage:
            case "check":
                self._checks(canvas, now)
            case "intro" | "rest":
                self._guide(canvas, now)
            case "work" if now.moment is not None:
                draw_count(canvas, self.pen, now, self._tempo)
                draw_meter(canvas, self.pen, now, mirrored=self.mirrored)
                self._small_guide(canvas, now)
        self._say(canvas, now)
        self._foot(canvas, now)
        return canvas

    # ------------------------------------------------------------------ parts

    def _user(self, canvas: Image, pose: Pose, place: Place, now: SessionMoment) -> None:
        sheet = Sheet(place, pose.width, self.mirrored)
        self._ghost.take(pose, now)
        if now.stage == "work":
            self._ghost.draw(canvas, pose, sheet, now, self.theme)
        draw_skeleton(canvas, pose, sheet, now, self.theme)

    def _head(self, canvas: Image, now: SessionMoment) -> None:
        pen, width = self.pen, self.size[0]
        size = pen.px(self.theme.normal)
        bar = pen.head_height
        pen.panel(canvas, 0, 0, width, bar)
        y = int(size * 0.15)
        left, fit = int(size * 0.6), int(width * 0.62)
        name = words.screen("check") if now.stage == "check" else words.name(now.plan.stretch)
        text.draw(canvas, name, (left, y), size, self.theme.ink, weight=600, fit=fit)
        if now.stage not in ("check", "rest"):
            at = (width - left, y)
            side = words.side_word(now.side)
            text.draw(canvas, side, at, size, self.theme.guide, weight=700, align="right")
        if self.stats:
            small = pen.px(self.theme.small)
            text.draw(canvas, self.stats, (left, bar), small, self.theme.soft)

    def _side_panel(self) -> tuple[int, int, int, int]:
        """The box for figure or checks, pixels: at the left, or at the top of a tall canvas."""
        width, height = self.size
        top = self.pen.head_height
        if width >= height:
            return 0, top, int(width * 0.38), self.pen.band_top
        return 0, top, width, top + int(height * 0.30)

    def _checks(self, canvas: Image, now: SessionMoment) -> None:
        """Draws the camera check: a tick for each thing that is right."""
        pen, theme = self.pen, self.theme
        x0, y0, x1, y1 = self._side_panel()
        pen.panel(canvas, x0, y0, x1, y1)
        found = self._found(now)
        step = (y1 - y0) // len(_CHECKS)
        size = min(pen.px(theme.normal), int(step / 1.3))
        for i, check in enumerate(_CHECKS):
            y = y0 + i * step + (step - int(size * 1.5)) // 2
            good = found.get(check)
            icon: Icon = "tick" if good else "open"
            colour = theme.good if good else theme.soft
            draw_icon(canvas, icon, (x0 + size, y + int(size * 0.8)), int(size * 0.42), colour)
            ink = theme.ink if good else theme.soft
            fit = x1 - x0 - int(size * 2.2)
            at = (x0 + 2 * size, y)
            text.draw(canvas, tr(words.CHECKS[check]), at, size, ink, fit=fit)

    @staticmethod
    def _found(now: SessionMoment) -> dict[str, bool | None]:
        if now.moment is None:
            return {"camera": True}
        framing = now.moment.framing
        dark = framing.direction == "more_light"
        return {"camera": True, "light": not dark, **framing.checks}

    def _guide(self, canvas: Image, now: SessionMoment) -> None:
        """Draws the moving guide figure, large; and the seconds left of a rest."""
        pen = self.pen
        x0, y0, x1, y1 = self._side_panel()
        side, share = self._figure_now(now)
        drawn = figure.picture(
            now.plan.stretch, side, share, (x1 - x0, y1 - y0), self.theme, mirrored=self.mirrored
        )
        canvas[y0:y1, x0:x1] = drawn
        if now.stage == "rest" and now.rest_left_s is not None:
            big = pen.px(self.theme.huge)
            number = f"{now.rest_left_s:.0f}"
            centre = (int(self.size[0] * 0.69), (y0 + pen.band_top) // 2)
            if self.size[0] < self.size[1]:
                centre = (self.size[0] // 2, (y1 + pen.band_top) // 2)
            at = (centre[0], centre[1] - int(big * 0.8))
            reach = int(big * 0.9)
            box = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
            pen.panel(canvas, *box)
            text.draw(canvas, number, at, big, self.theme.ink, weight=700, align="centre")

    def _figure_now(self, now: SessionMoment) -> tuple[Side, float]:
        """The figure's side and how far it has moved; it starts again with each set and stage."""
        key = (now.position, now.stage)
        if key != self._set:
            self._set, self._set_since = key, now.t
        stretch = now.plan.stretch
        number, share = figure.share_at(stretch.guide, now.t - self._set_since)
        side: Side = now.side or now.plan.sides[0]
        if stretch.sides == "alternate" and len(now.plan.sides) == 2 and number % 2:
            side = other(side)
        return side, share

    def _small_guide(self, canvas: Image, now: SessionMoment) -> None:
        """Draws the guide figure in the corner, on the user's current side."""
        pen = self.pen
        width = self.size[0]
        box_w, box_h = sides_box(pen)
        big, small = pen.px(self.theme.huge), pen.px(self.theme.normal)
        tall = int(big * 1.75 + small * 1.8)
        top = max(pen.head_height + 2, pen.band_top - tall - small // 3)
        y0 = top + (box_h if len(now.plan.sides) == 2 else 0) + small // 4
        y1 = pen.band_top - small // 4
        if y1 - y0 < 2 * small:
            return
        share = figure.share_at(now.plan.stretch.guide, now.t)[1]
        drawn = figure.picture(
            now.plan.stretch,
            now.side or now.plan.sides[0],
            share,
            (box_w, y1 - y0),
            self.theme,
            mirrored=self.mirrored,
        )
        canvas[y0:y1, width - box_w : width] = drawn

    # ------------------------------------------------------------------ words

    def _say(self, canvas: Image, now: SessionMoment) -> None:
        """Draws one message: a direction, else the cue, else what to do next."""
        message, colour, icon = self._message(now)
        self.pen.band(canvas, message, colour, icon)

    def _message(self, now: SessionMoment) -> tuple[str, Colour, Icon]:
        t, moment, theme = now.t, now.moment, self.theme
        if now.stage in ("paused", "away", "down"):
            return words.guide(now.stage).show, theme.guide, "pause"
        direction = None if moment is None else moment.framing.direction
        # During the instructions the user may face any way, as long as the camera sees all of them.
        soft = now.stage == "intro" and direction in ("turn_sideways", "face_camera")
        told = self.banner.now(t)
        blocking = moment is not None and not moment.framing.ok and not soft
        if direction and (blocking or (told is None and not soft)):
            return words.direction(direction).show, theme.warn, "arrow"
        if told is not None:
            kind, message = told
            colours: dict[CueKind, Colour] = {
                "correction": theme.bad,
                "praise": theme.good,
                "direction": theme.warn,
            }
            return message, colours.get(kind, theme.guide), _ICONS[kind]
        return self._next(now), theme.guide if now.stage == "intro" else theme.soft, ""

    def _next(self, now: SessionMoment) -> str:
        """What to do next, in a few words."""
        stretch, moment = now.plan.stretch, now.moment
        match now.stage:
            case "rest":
                return words.screen("next", name=words.name(stretch))
            case "check":
                return words.screen("stand")
            case "intro":
                lines = stretch.instructions
                at = int((now.t - self._set_since) / _INSTRUCTION_S) % len(lines)
                return f"{at + 1}  {words.fill(lines[at], now.side)}"
        if moment is None or now.stage == "done":
            return ""
        if moment.phase == "unseen":
            return words.screen("finding")
        if moment.phase == "setup":
            return words.fill(stretch.start.guide.show, now.side)
        return ""

    def _foot(self, canvas: Image, now: SessionMoment) -> None:
        stretch = now.plan.stretch
        if self.note:
            foot = self.note
        elif now.stage == "intro" and stretch.guide.alternative:
            second = int((now.t - self._set_since) / _INSTRUCTION_S) % 2
            foot = tr(stretch.guide.alternative) if second else words.screen("skip_hint")
        elif now.stage == "work":
            foot = tr(stretch.safety[0])
        else:
            foot = tr(words.KEYS)
        self.pen.foot(canvas, f"{tr(words.SAVING)}   {foot}" if self.saving else foot)
