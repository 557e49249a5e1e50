"""Draws what is shown of the guide figure: its card, the introduction, and the rest."""

from dataclasses import dataclass

import cv2

from posecoach.cues import words
from posecoach.language import tr
from posecoach.pose import Side, other
from posecoach.session.moment import SessionMoment
from posecoach.session.moving import WayMoment
from posecoach.sinks.screen.bodies import figure
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.paint import panel, sheet
from posecoach.sinks.screen.drawing.parts import Icon, Pen, draw_icon
from posecoach.sinks.screen.layout import Box
from posecoach.sinks.screen.theme import Theme
from posecoach.sources.frame import Image

INSTRUCTION_S = 4.5  # each step is lit for so long, about as long as it is said


@dataclass
class GuideClock:
    """The figure's time: it starts again with each set and stage."""

    _key: tuple[int, str] = (-1, "")
    _since: float = 0.0

    def take(self, now: SessionMoment) -> float:
        """Seconds since the set and stage began."""
        key = (now.position, now.stage)
        if key != self._key:
            self._key, self._since = key, now.t
        return now.t - self._since


def figure_now(now: SessionMoment, passed: float, *, keeps_side: bool) -> tuple[Side, float]:
    """The figure's side, and how far it has moved, 0 to 1.

    Args:
        now: the moment.
        passed: seconds since the figure began.
        keeps_side: it shows the user's side, even where the stretch alternates.
    """
    stretch = now.plan.stretch
    pace = None if now.moment is None else now.moment.pace
    if pace is not None and now.stage == "work":
        return pace.side, pace.share
    number, share = figure.share_at(stretch.guide, passed)
    side: Side = now.side or now.plan.sides[0]
    alternates = stretch.sides == "alternate" and len(now.plan.sides) == 2
    if alternates and not keeps_side and number % 2:
        side = other(side)
    return side, share


def figure_card(
    canvas: Image, pen: Pen, now: SessionMoment, box: Box, passed: float, *, keeps_side: bool,
    mirrored: bool,
) -> None:  # fmt: skip
    """Draws the guide figure on a card, on the user's side."""
    pen.card(canvas, box)
    inner = box.grown(-pen.px(0.03))
    side, share = figure_now(now, passed, keeps_side=keeps_side)
    size = inner.width, inner.height
    if min(size) < 20:
        return
    drawn = figure.picture(now.plan.stretch, side, share, size, pen.theme, mirrored=mirrored)
    canvas[inner.y0 : inner.y1, inner.x0 : inner.x1] = drawn


def way_card(canvas: Image, pen: Pen, way: WayMoment, box: Box, *, mirrored: bool) -> None:
    """Draws a step of getting down or up on a card: the figure, and its words below."""
    pen.card(canvas, box)
    theme, colours, sizes = pen.theme, pen.theme.colours, pen.theme.sizes
    size = pen.px(sizes.side * 0.9)
    lines = text.wrapped(tr(way.step.show), size, box.width - pen.px(0.08), 700)
    words_high = round(size * 1.3) * len(lines) + pen.px(0.075)
    inner = Box(box.x0, box.y0, box.x1, box.y1 - words_high).grown(-pen.px(0.03))
    if min(inner.width, inner.height) >= 20:
        drawn = figure.way_picture(
            way.step.id, way.share, (inner.width, inner.height), theme, mirrored=mirrored
        )
        canvas[inner.y0 : inner.y1, inner.x0 : inner.x1] = drawn
    y = box.y1 - words_high
    for line in lines:
        text.draw(canvas, line, (box.centre[0], y), size, colours.text, weight=700, align="centre")
        y += round(size * 1.3)
    if way.of > 1:
        told = words.screen("step", number=way.number, of=way.of)
        small = pen.px(sizes.state * 0.85)
        text.draw(
            canvas, told, (box.centre[0], y), small, colours.muted, weight=500, align="centre"
        )


def introduction(pen: Pen, now: SessionMoment, passed: float, *, mirrored: bool) -> Image:
    """A page of its own: the figure, the steps with the spoken one lit, and the safety words."""
    grid, theme, colours, grounds = pen.grid, pen.theme, pen.theme.colours, pen.theme.grounds
    stretch = now.plan.stretch
    canvas = sheet(grid.size, grounds.page)
    width, height = grid.size
    m = grid.margin
    if grid.tall:
        shown = Box(m, m, width - m, round(height * 0.36))
        room = Box(m, shown.y1 + m, width - m, height - buttons_height(pen))
    else:
        shown = Box(m, m, round(width * 0.36), height - m)
        room = Box(shown.x1 + round(1.6 * m), m, width - m, height - buttons_height(pen))
    ground = grounds.surface
    edge = colours.edge if theme.opaque else None
    panel(canvas, shown, ground, 1.0, radius=pen.px(0.036), edge=edge, edge_width=2)
    inner = shown.grown(-pen.px(0.04))
    side, share = figure_now(now, passed, keeps_side=False)
    size = inner.width, inner.height
    drawn = figure.picture(stretch, side, share, size, theme, mirrored=mirrored, ground=ground)
    canvas[inner.y0 : inner.y1, inner.x0 : inner.x1] = drawn
    _steps(canvas, pen, now, room, passed)
    return canvas


def lasts_s(now: SessionMoment) -> float:
    """For how long the introduction covers the picture, seconds: each step is lit once."""
    return INSTRUCTION_S * len(now.plan.stretch.instructions)


def buttons_height(pen: Pen) -> int:
    """The room at the bottom of the introduction that is left to the buttons, pixels."""
    return pen.px(0.15)


def _steps(canvas: Image, pen: Pen, now: SessionMoment, room: Box, passed: float) -> None:
    theme, stretch = pen.theme, now.plan.stretch
    colours, sizes = theme.colours, theme.sizes
    lit = int(passed / INSTRUCTION_S) % len(stretch.instructions)
    lines = [words.fill(line, now.side) for line in stretch.instructions]
    safety = tr(stretch.safety[0])
    watched = words.not_watched(stretch)
    notes = [line for line in (watched, safety) if line]
    size = pen.px(sizes.state * 1.04 * min(sizes.scale, 1.2))
    indent = round(size * 1.75)
    while True:  # smaller until all of it fits
        fit = room.width - indent - round(size * 0.5)
        parts = [text.wrapped(line, size, fit, 600) for line in (*lines, *notes)]
        title = round(size * 1.75)
        tall = title + sum(round(size * (1.28 * len(p) + 0.85)) for p in parts)
        if tall <= room.height or size < 14:
            break
        size = round(size * 0.94)
        indent = round(size * 1.75)
    big = round(size * 1.4)
    text.draw(
        canvas, words.name(stretch), (room.x0, room.y0 - big // 4), big, colours.text, weight=700,
        fit=room.width,
    )  # fmt: skip
    y = room.y0 + title
    for i, wrapped in enumerate(parts[: len(lines)]):
        high = round(size * (1.28 * len(wrapped) + 0.55))
        box = Box(room.x0 - round(size * 0.3), y, room.x1, y + high)
        if i == lit:
            panel(
                canvas,
                box,
                theme.grounds.tint,
                1.0,
                radius=pen.px(0.03),
                edge=colours.primary,
                edge_width=2,
            )
        _number(canvas, i + 1, (room.x0 + round(size * 0.62), y + round(size * 0.9)), size, theme,
                lit=i == lit)  # fmt: skip
        ink = colours.text if i == lit else colours.muted
        line_y = y + round(size * 0.12)
        for line in wrapped:
            text.draw(canvas, line, (room.x0 + indent, line_y), size, ink, weight=600)
            line_y += round(size * 1.28)
        y += high + round(size * 0.3)
    y += round(size * 0.15)
    r = round(size * 0.55)
    for wrapped in parts[len(lines) :]:
        centre = (room.x0 + r, y + round(size * 0.85))
        icon: Icon = "unseen" if watched and wrapped is parts[len(lines)] else "triangle"
        ink = colours.direct if icon == "unseen" else colours.correct
        draw_icon(canvas, icon, centre, r, ink)
        for line in wrapped:
            text.draw(canvas, line, (room.x0 + indent, y), size, colours.text, weight=500)
            y += round(size * 1.28)
        y += round(size * 0.3)


def _number(
    canvas: Image, number: int, at: tuple[int, int], size: int, theme: Theme, *, lit: bool
) -> None:
    r = round(size * 0.62)
    if lit:
        cv2.circle(canvas, at, r, theme.colours.primary, -1, cv2.LINE_AA)
    else:
        cv2.circle(canvas, at, r, theme.colours.edge, 2, cv2.LINE_AA)
    ink = theme.colours.on_primary if lit else theme.colours.muted
    small = round(size * 0.78)
    spot = (at[0], at[1] - round(small * 0.81))
    text.draw(canvas, str(number), spot, small, ink, weight=700, align="centre")
