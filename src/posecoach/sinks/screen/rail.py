"""Draws the rail: the name, the side, the count or clock in its ring, the range, both sides."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from posecoach.cues import words
from posecoach.judge.moment import Pace
from posecoach.pose import SIDES, Side
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.checks import draw_checks
from posecoach.sinks.screen.dial import WAITING, Dial, Tempo, dial_of, draw_dial
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.paint import panel, rail
from posecoach.sinks.screen.drawing.parts import Pen, draw_icon
from posecoach.sinks.screen.layout import Box
from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image

_FULL_METER = 1.3  # of the user's own range; the mark at 1 is where a repetition counts
_MOST_DOTS = 8


@dataclass
class Best:
    """Today's furthest share of the range for each stretch and side."""

    _far: dict[tuple[str, Side], float] = field(default_factory=dict)

    def take(self, now: SessionMoment) -> float:
        """Takes a moment; returns the best of its stretch and side, 0 if there is none yet."""
        if now.moment is None or now.side is None:
            return 0.0
        key = (now.plan.stretch.id, now.side)
        far = max(self._far.get(key, 0.0), now.moment.progress or 0.0)
        self._far[key] = far
        return far


@dataclass
class Rail:
    """Draws the rail of a canvas, always with the same things in the same places."""

    tempo: Tempo = field(default_factory=Tempo)
    best: Best = field(default_factory=Best)

    def draw(self, canvas: Image, pen: Pen, now: SessionMoment, *, mirrored: bool) -> None:
        """Draws the rail for a moment of the session."""
        grid, theme, colours = pen.grid, pen.theme, pen.theme.colours
        box = grid.rail
        fade = 0 if theme.opaque or grid.tall else grid.px(0.0425)
        rail(canvas, box, fade, theme.overlay.scrim, fades_left=grid.rail_right)
        if theme.opaque:
            x = box.x0 if grid.rail_right else box.x1
            start, end = ((0, box.y1), (box.x1, box.y1)) if grid.tall else ((x, 0), (x, box.y1))
            cv2.line(canvas, start, end, colours.edge, 2)
        if grid.tall:
            self._band(canvas, pen, now, mirrored=mirrored)
        else:
            self._column(canvas, pen, now, mirrored=mirrored)

    def _column(self, canvas: Image, pen: Pen, now: SessionMoment, *, mirrored: bool) -> None:
        grid = pen.grid
        x0, x1 = grid.rail.x0 + grid.margin, grid.rail.x1 - grid.margin // 2
        y = grid.margin - pen.px(0.012)
        self._name(canvas, pen, now, (x0, y), x1 - x0)
        y += pen.px(0.078)
        if now.stage == "check":
            draw_checks(canvas, pen, now, Box(x0, y + pen.px(0.02), x1, grid.size[1]))
            return
        self._side(canvas, pen, now, (x0, y), x1 - x0, mirrored=mirrored)
        y += pen.px(0.118)
        radius = pen.px(0.162)
        centre = (x0 + radius + pen.px(0.016), y + radius + pen.px(0.012))
        dial = dial_of(now, self.tempo)
        draw_dial(canvas, pen, centre, radius, dial, self._below(now, dial), x1 - x0)
        y = centre[1] + radius + pen.px(0.036)
        if now.stage == "work" and now.moment is not None:
            self._middle(canvas, pen, now, dial, Box(x0, y, x1, 0))
        elif now.stage in WAITING:
            _waiting(canvas, pen, words.screen("waiting"), (x0, y), x1 - x0)
        if len(now.plan.sides) == 2 and now.stage not in ("check", "rest", "move"):
            self._tally(canvas, pen, now, (x0, grid.size[1] - grid.margin - pen.px(0.142)), x1 - x0)

    def _band(self, canvas: Image, pen: Pen, now: SessionMoment, *, mirrored: bool) -> None:
        """The rail of a tall canvas: side and tally, ring, meter in a row."""
        grid = pen.grid
        box = grid.rail
        m = grid.margin
        third = (box.width - 2 * m) // 3
        self._name(canvas, pen, now, (m, m // 2), 2 * third - m)
        if now.stage == "check":
            draw_checks(canvas, pen, now, Box(m, m // 2 + pen.px(0.085), box.x1 - m, box.y1))
            return
        y = m // 2 + pen.px(0.085)
        self._side(canvas, pen, now, (m, y), third, mirrored=mirrored)
        radius = min(pen.px(0.162), (box.height - m) // 2 - pen.px(0.02))
        dial = dial_of(now, self.tempo)
        centre = (box.x1 - m - radius, box.height // 2)
        draw_dial(canvas, pen, centre, radius, dial, self._below(now, dial), 2 * radius)
        mid = Box(m + third + m // 2, y, centre[0] - radius - m, 0)
        if now.stage == "work" and now.moment is not None:
            self._middle(canvas, pen, now, dial, mid)
        elif now.stage in WAITING:
            _waiting(canvas, pen, words.screen("waiting"), (mid.x0, y), mid.width)
        if len(now.plan.sides) == 2 and now.stage not in ("rest", "move"):
            self._tally(canvas, pen, now, (m, y + pen.px(0.118)), 2 * third)

    # ------------------------------------------------------------------ its parts

    @staticmethod
    def _name(canvas: Image, pen: Pen, now: SessionMoment, at: tuple[int, int], fit: int) -> None:
        if pen.theme.sizes.scale >= 1.4 and now.stage != "check":
            return  # at the largest text size the name gives its room to the count
        title = (
            words.screen("check") if now.stage == "check" else words.short_name(now.plan.stretch)
        )
        pen.line(
            canvas, title, at, pen.theme.sizes.state, pen.theme.colours.muted, weight=500, fit=fit
        )

    @staticmethod
    def _side(
        canvas: Image,
        pen: Pen,
        now: SessionMoment,
        at: tuple[int, int],
        fit: int,
        *,
        mirrored: bool,
    ) -> None:
        """The side to work on, with an arrow to where it is on the screen (front view only)."""
        colours, sizes, x = pen.theme.colours, pen.theme.sizes, at[0]
        side: Side | None = now.side or (now.plan.sides[0] if now.stage == "intro" else None)
        if side is None or now.stage == "move" or now.plan.stretch.sides == "together":
            return
        size = pen.px(sizes.side)
        if now.plan.stretch.view == "front":
            to_left = (side == "left") == mirrored
            r = round(size * 0.40)
            _side_arrow(
                canvas, (x + r, at[1] + round(size * 0.80)), r, colours.primary, left=to_left
            )
            x += round(size * 1.0)
        shown = words.side_word(side)
        pen.line(canvas, shown, (x, at[1]), sizes.side, colours.text, fit=fit - (x - at[0]))

    @staticmethod
    def _below(now: SessionMoment, dial: Dial) -> bool:
        """Whether the words stand below the number within the ring, not below the ring."""
        return now.plan.mode != "hold" and bool(dial.below)

    def _middle(self, canvas: Image, pen: Pen, now: SessionMoment, dial: Dial, at: Box) -> None:
        """Below the ring: that it waits, the words of a hold, or the range meter."""
        moment, colours, sizes = now.moment, pen.theme.colours, pen.theme.sizes
        assert moment is not None
        spot, fit = (at.x0, at.y0), at.width
        if moment.pace is not None:
            self._breath(canvas, pen, moment.pace, dial, spot, fit)
        elif moment.phase == "unseen":
            _waiting(canvas, pen, words.screen("waiting"), spot, fit)
        elif moment.mode == "hold":
            stopped = moment.hold is not None and not moment.hold.running
            if stopped:
                _waiting(canvas, pen, words.guide("hold_pause").show, spot, fit)
            else:
                pen.line(canvas, dial.below, spot, sizes.state, colours.text, weight=500, fit=fit)
        else:
            label = words.screen("range")
            pen.line(canvas, label, spot, sizes.state, colours.muted, weight=500, fit=fit)
            y = at.y0 + pen.px(0.092)
            self._meter(canvas, pen, now, Box(at.x0, y, at.x1, y + pen.px(0.03)))

    @staticmethod
    def _breath(
        canvas: Image, pen: Pen, pace: Pace, dial: Dial, at: tuple[int, int], fit: int
    ) -> None:
        """Below the ring of what is only shown: how to breathe now, or that the figure leads."""
        colours, sizes = pen.theme.colours, pen.theme.sizes
        if pace.breath is not None:
            shown = words.guide(f"breathe_{pace.breath}").show
            pen.line(canvas, shown, at, sizes.state, colours.text, weight=600, fit=fit)
        else:
            shown = words.screen("follow")
            pen.line(canvas, shown, at, sizes.state, colours.muted, weight=500, fit=fit)
        if dial.below and pace.of == 0:
            below = (at[0], at[1] + pen.px(0.07))
            pen.line(canvas, dial.below, below, sizes.state, colours.muted, weight=500, fit=fit)

    def _meter(self, canvas: Image, pen: Pen, now: SessionMoment, box: Box) -> None:
        """How far the user is, with a bar where it counts and a diamond at today's best."""
        moment, theme, colours = now.moment, pen.theme, pen.theme.colours
        assert moment is not None
        best = self.best.take(now)
        radius = box.height // 2
        edge = max(2, pen.px(0.003))
        panel(
            canvas, box, theme.grounds.page, 1.0, radius=radius, edge=colours.edge, edge_width=edge
        )

        def x_of(share: float) -> int:
            part = min(max(share, 0.0), _FULL_METER) / _FULL_METER
            return box.x0 + round(part * box.width)

        origin, end = x_of(0.0), x_of(moment.progress or 0.0)
        if abs(end - origin) > box.height:
            filled = Box(min(origin, end), box.y0, max(origin, end), box.y1).grown(-edge)
            panel(canvas, filled, colours.primary, 1.0, radius=radius)
        mark, over = x_of(1.0), pen.px(0.014)
        thick = max(3, pen.px(0.008))
        cv2.line(
            canvas, (mark, box.y0 - over), (mark, box.y1 + over), theme.overlay.halo, thick * 2
        )
        cv2.line(canvas, (mark, box.y0 - over), (mark, box.y1 + over), colours.text, thick)
        if best > 1.05:
            r = max(4, radius - edge)
            draw_diamond(canvas, (x_of(best), box.centre[1]), r, colours.text)

    @staticmethod
    def _tally(canvas: Image, pen: Pen, now: SessionMoment, at: tuple[int, int], fit: int) -> None:
        """Both sides: a disc for each that is done, a thick ring for the one that is next."""
        colours, sizes = pen.theme.colours, pen.theme.sizes
        result = now.results[-1] if now.results else None
        names = [words.side_word(s) for s in SIDES]
        size = pen.px(sizes.state)
        column = max(text.width_of(n, size, 600) for n in names) + round(size * 0.55)
        for row, side in enumerate(SIDES):
            y = at[1] + row * pen.px(0.076)
            active = side == now.side
            ink = colours.text if active else colours.muted
            pen.line(canvas, names[row], (at[0], y), sizes.state, ink, weight=600)
            hold = now.plan.mode == "hold" or now.plan.guided
            done = float(result.done(side)) if result else 0.0
            room = Box(at[0] + column, y, at[0] + fit, y + round(size * 1.45))
            goal = now.plan.reps if not hold else None
            if goal is not None and goal <= _MOST_DOTS:
                _dots(canvas, pen, room, int(done), goal, active=active)
                continue
            amount = words.screen("seconds", number=f"{done:.0f}") if hold else f"{done:.0f}"
            if goal is not None:
                amount = f"{amount} {words.screen('of', number=goal)}"
            pen.line(canvas, amount, (room.x0, y), sizes.state, ink, weight=700, fit=room.width)


def draw_diamond(canvas: Image, at: tuple[int, int], r: int, colour: Colour) -> None:
    """Draws a diamond of radius ``r``."""
    x, y = at
    spots = np.array([[x, y - r], [x + r, y], [x, y + r], [x - r, y]])
    cv2.fillPoly(canvas, [spots], colour, cv2.LINE_AA)


def _side_arrow(canvas: Image, at: tuple[int, int], r: int, colour: Colour, *, left: bool) -> None:
    way = -1 if left else 1
    thick = max(3, round(r * 0.3))
    shaft = np.array([[-way * 1.0, 0], [way * 1.0, 0]]) * r + at
    head = np.array([[way * 0.25, -0.75], [way * 1.0, 0], [way * 0.25, 0.75]]) * r + at
    for points in (shaft, head):
        spots = np.round(points * 16).astype(np.int32)
        cv2.polylines(canvas, [spots], False, colour, thick, cv2.LINE_AA, 4)


def _waiting(canvas: Image, pen: Pen, shown: str, at: tuple[int, int], fit: int) -> None:
    """Two bars and a word in the colour of directions: it stands still."""
    colours, sizes = pen.theme.colours, pen.theme.sizes
    size = pen.px(sizes.state)
    r = round(size * 0.45)
    draw_icon(canvas, "pause", (at[0] + r, at[1] + round(size * 0.82)), r, colours.direct)
    x = at[0] + round(size * 1.2)
    pen.line(canvas, shown, (x, at[1]), sizes.state, colours.direct, fit=fit - (x - at[0]))


def _dots(canvas: Image, pen: Pen, room: Box, done: int, goal: int, *, active: bool) -> None:
    colours, sizes = pen.theme.colours, pen.theme.sizes
    step = min(pen.px(0.036), room.width // max(1, goal))
    r = max(3, round(step * 0.36))
    y = room.centre[1] + round(pen.px(sizes.state) * 0.08)
    for i in range(goal):
        at = (room.x0 + r + i * step, y)
        if i < done:
            ink = colours.primary if active else colours.muted
            cv2.circle(canvas, at, r, ink, -1, cv2.LINE_AA)
        elif i == done and active:
            cv2.circle(canvas, at, r, colours.text, max(2, r // 2), cv2.LINE_AA)
        else:
            cv2.circle(canvas, at, r, colours.edge, max(1, r // 5), cv2.LINE_AA)
