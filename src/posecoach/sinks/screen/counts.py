"""Draws the numbers of a set: reps or seconds in a ring, both sides, and the range meter."""

from dataclasses import dataclass

import cv2

from posecoach.cues import words
from posecoach.pose import SIDES, Side
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen import text
from posecoach.sinks.screen.parts import Pen, draw_icon
from posecoach.sources.frame import Image
from posecoach.spec.schema import Guide


@dataclass
class Tempo:
    """Computes how far a rep at the guide's tempo would be; the ring around the count shows it."""

    _phase: str = ""
    _since: float = 0.0

    def share(self, now: SessionMoment, guide: Guide) -> float:
        """The share of a rep, 0 to 1; waits at the end of each part for the user."""
        moment = now.moment
        if moment is None:
            return 0.0
        if moment.phase != self._phase:
            self._phase, self._since = moment.phase, now.t
        whole = guide.out_s + guide.end_s + guide.back_s
        parts = {
            "out": (0.0, guide.out_s),
            "end": (guide.out_s, guide.end_s),
            "back": (guide.out_s + guide.end_s, guide.back_s),
        }
        if moment.phase not in parts:
            return 0.0
        begun, lasts = parts[moment.phase]
        return (begun + min(now.t - self._since, lasts)) / whole


def draw_count(canvas: Image, pen: Pen, now: SessionMoment, tempo: Tempo) -> None:
    """Draws the reps with the tempo ring, the seconds of a hold, or the countdown."""
    moment, p, theme = now.moment, now.plan, pen.theme
    assert moment is not None
    big, small = pen.px(theme.huge), pen.px(theme.normal)
    side: Side = now.side or p.sides[0]
    box_w = int(big * 1.75)
    tall = int(big * 1.75 + small * 1.8)
    y0 = max(pen.head_height + 2, pen.band_top - tall - small // 3)
    pen.panel(canvas, 0, y0, box_w, y0 + tall)
    centre = (box_w // 2, y0 + int(big * 0.88))
    radius = int(big * 0.76)
    if now.countdown is not None:
        _countdown(canvas, pen, now.countdown, centre, radius)
        if len(p.sides) == 2:
            _both_sides(canvas, pen, now, y0)
        return
    if moment.mode == "hold":
        left, held = now.hold_left_s, moment.held_s[side]
        number = f"{(left if left is not None else held):.0f}"
        below = words.screen("left_s" if left is not None else "held_s")
        share = held / p.hold_s if p.hold_s else (held % 60) / 60
        running = moment.hold is not None and moment.hold.running
        if moment.hold is not None and not running:
            below = words.screen("paused")
            draw_icon(canvas, "pause", (box_w - small, y0 + small), small // 2, theme.warn)
        pen.ring(canvas, centre, radius, share, theme.good if running else theme.soft)
    else:
        number = str(moment.reps[side])
        below = words.screen("of", number=p.reps) if p.reps else ""
        pen.ring(canvas, centre, radius, tempo.share(now, p.stretch.guide), theme.guide)
    size = int(big * (0.95 if len(number) < 2 else 0.72 if len(number) == 2 else 0.5))
    at = (centre[0], centre[1] - int(size * 0.78))
    text.draw(canvas, number, at, size, theme.ink, weight=700, align="centre")
    at = (box_w // 2, y0 + int(big * 1.70))
    fit = int(box_w * 0.92)
    text.draw(canvas, below, at, small, theme.soft, align="centre", fit=fit)
    if len(p.sides) == 2:
        _both_sides(canvas, pen, now, y0)


def _countdown(canvas: Image, pen: Pen, number: int, centre: tuple[int, int], radius: int) -> None:
    """Draws 3, 2, 1 in place of the count, on a filled disc so that it does not look like one."""
    big, theme = pen.px(pen.theme.huge), pen.theme
    cv2.circle(canvas, centre, radius, theme.guide, -1, cv2.LINE_AA)
    shown = str(number) if number else words.screen("go")
    size = int(big * (0.95 if number else 0.5))
    at = (centre[0], centre[1] - int(size * 0.78))
    text.draw(
        canvas, shown, at, size, theme.panel, weight=700, align="centre", fit=int(radius * 1.7)
    )


def sides_box(pen: Pen) -> tuple[int, int]:
    """Width and height of the box with both sides' counts."""
    size = pen.px(pen.theme.normal)
    return int(size * 5.6), int(size * 4.4)


def _both_sides(canvas: Image, pen: Pen, now: SessionMoment, y0: int) -> None:
    """Draws both sides' counts at the right edge, with a bar at the current side."""
    moment, theme = now.moment, pen.theme
    assert moment is not None
    width, size = pen.size[0], pen.px(theme.normal)
    box, tall = sides_box(pen)
    pen.panel(canvas, width - box, y0, width, y0 + tall)
    for i, side in enumerate(SIDES):
        y = y0 + int(size * (0.3 + 2.0 * i))
        hold = moment.mode == "hold"
        value = (
            words.screen("seconds", number=f"{moment.held_s[side]:.0f}")
            if hold
            else str(moment.reps[side])
        )
        active = side == now.side
        colour = theme.ink if active else theme.soft
        if active:
            corner = (width - box, y), (width - box + max(4, size // 6), y + int(size * 1.5))
            cv2.rectangle(canvas, *corner, theme.guide, -1)
        at = (width - box + int(size * 0.4), y)
        fit = int(box - size * (3.1 if hold else 1.9))
        text.draw(canvas, words.side_word(side), at, size, colour, fit=fit)
        at = (width - int(size * 0.3), y)
        text.draw(canvas, value, at, size, colour, weight=700, align="right")


def draw_meter(canvas: Image, pen: Pen, now: SessionMoment, *, mirrored: bool) -> None:
    """Draws how far the user has moved, with a mark at their own range."""
    moment, theme = now.moment, pen.theme
    assert moment is not None
    width, height = pen.size
    size = pen.px(theme.normal)
    x0, x1 = int(width * 0.2), int(width * 0.8)
    y0 = height - int(size * 3.1)
    y1 = y0 + int(size * 0.7)
    pen.panel(canvas, x0 - size, y0 - size // 3, x1 + size, y1 + size // 3)
    cv2.rectangle(canvas, (x0, y0), (x1, y1), theme.soft, 2)
    full = 1.3
    progress = moment.progress or 0.0
    share = min(max(progress, 0.0), full) / full
    colour = theme.good if progress >= now.plan.stretch.rep.reach else theme.guide
    origin, length = x0, x1 - x0
    if (
        now.plan.stretch.rep.signed
    ):  # the bar starts in the middle and grows to the side of the movement
        to_left = (now.side == "left") == mirrored
        origin, length = (x0 + x1) // 2, (x1 - x0) // 2 * (-1 if to_left else 1)
    end = origin + int(length * share)
    cv2.rectangle(canvas, (min(origin, end), y0 + 2), (max(origin, end), y1 - 2), colour, -1)
    marks = [origin + int(length / full)]
    if now.plan.stretch.rep.signed:
        marks.append(2 * origin - marks[0])
    for mark in marks:
        top, bottom = y0 - size // 4, y1 + size // 4
        cv2.line(canvas, (mark, top), (mark, bottom), theme.ink, max(2, size // 10))
