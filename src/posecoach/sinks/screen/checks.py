"""Draws the camera check: whether the picture will do, thing by thing."""

from typing import Literal

from posecoach.cues import words
from posecoach.language import tr
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.drawing.parts import Pen, draw_icon
from posecoach.sinks.screen.layout import Box
from posecoach.sources.frame import Image


def draw_checks(canvas: Image, pen: Pen, now: SessionMoment, box: Box) -> None:
    """Draws a tick for each thing that is right."""
    colours, sizes = pen.theme.colours, pen.theme.sizes
    found = checks_of(now)
    columns = 2 if pen.grid.tall else 1
    step = min(pen.px(0.105), box.height * columns // len(words.CHECKS))
    size = min(sizes.state, step / pen.grid.unit / 1.35)
    tall = pen.px(size)
    for i, (check, label) in enumerate(words.CHECKS.items()):
        x = box.x0 + (i % columns) * box.width // columns
        y = box.y0 + (i // columns) * step
        good = found.get(check)
        icon: Literal["tick", "open"] = "tick" if good else "open"
        ink = colours.text if good else colours.muted
        at = (x + tall // 2, y + round(tall * 0.78))
        draw_icon(canvas, icon, at, round(tall * 0.36), colours.primary if good else colours.muted)
        fit = box.width // columns - round(tall * 1.5)
        pen.line(canvas, tr(label), (x + round(tall * 1.35), y), size, ink, weight=500, fit=fit)


def checks_of(now: SessionMoment) -> dict[str, bool | None]:
    """What the camera check found right, by the names of ``words.CHECKS``."""
    if now.moment is None:
        return {"camera": True}
    framing = now.moment.framing
    return {"camera": True, "light": framing.direction != "more_light", **framing.checks}
