"""Draws whole pages: text such as the safety page, the list of keys, and the summary."""

from collections.abc import Iterable

import numpy as np

from posecoach.cues import words
from posecoach.language import tr
from posecoach.pose import Side
from posecoach.session.result import SetResult, closing_words
from posecoach.sinks.screen import text
from posecoach.sinks.screen.parts import Icon, Pen, draw_icon
from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image


def blank(pen: Pen) -> Image:
    """An empty canvas."""
    width, height = pen.size
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = pen.theme.panel
    return canvas


def title(canvas: Image, pen: Pen, heading: str) -> int:
    """Draws the heading at the top; returns the y at which the content begins."""
    width, height = pen.size
    size = pen.px(pen.theme.large)
    at = (width // 2, int(0.06 * height))
    fit = int(0.9 * width)
    text.draw(canvas, heading, at, size, pen.theme.ink, align="centre", weight=700, fit=fit)
    return at[1] + int(1.9 * size)


def page(pen: Pen, heading: str, lines: Iterable[str], foot: str) -> Image:
    """A page of wrapped text; the text is smaller if there is too much for the page."""
    canvas = blank(pen)
    width, height = pen.size
    top = title(canvas, pen, heading)
    size = pen.px(pen.theme.normal)
    available = height - top - int(pen.px(pen.theme.small) * 2.2)
    wanted = list(lines)
    while True:
        found = [text.wrapped(line, size, int(0.9 * width)) for line in wanted]
        tall = sum(len(f) * 1.45 + 0.35 for f in found) * size
        if tall <= available or size <= pen.px(1 / 32):
            break
        size = int(size * 0.93)
    y = top + max(0, int((available - tall) * 0.3))
    for wrapped in found:
        for line in wrapped:
            at = (width // 2, y)
            fit = int(0.94 * width)
            text.draw(canvas, line, at, size, pen.theme.ink, align="centre", fit=fit)
            y += int(1.45 * size)
        y += int(0.35 * size)
    pen.foot(canvas, foot)
    return canvas


def keys(pen: Pen) -> Image:
    """All keys and what they do."""
    canvas = blank(pen)
    width, height = pen.size
    y = title(canvas, pen, words.screen("keys"))
    bottom = height - int(pen.px(pen.theme.small) * 2.2)
    step = (bottom - y) // len(words.ALL_KEYS)
    size = min(pen.px(pen.theme.normal), int(step / 1.5))
    for key, meaning in words.ALL_KEYS:
        text.draw(
            canvas, key, (int(width * 0.16), y), size, pen.theme.guide, align="right", weight=700
        )
        fit = int(width * 0.76)
        text.draw(canvas, tr(meaning), (int(width * 0.20), y), size, pen.theme.ink, fit=fit)
        y += step
    pen.foot(canvas, words.screen("any_key"))
    return canvas


def amount(result: SetResult, side: Side) -> str:
    """The reps or held seconds of a side as text."""
    if result.mode == "hold":
        return words.screen("seconds", number=f"{result.held_s[side]:.0f}")
    return str(result.reps[side])


def summary(pen: Pen, results: tuple[SetResult, ...], tip: str) -> Image:
    """The summary: the last five sets with anything done, a strength, what to work on, a tip."""
    canvas = blank(pen)
    width, height = pen.size
    theme = pen.theme
    begun = [r for r in results if r.begun]
    y = title(canvas, pen, words.screen("summary" if begun else "nothing"))
    size = pen.px(theme.normal)
    shown = begun[-5:]
    for r in shown:
        good = r.full
        icon_at = (int(width * 0.06), y + int(size * 0.85))
        draw_icon(canvas, "tick" if good else "dot", icon_at, size // 2, theme.good)
        at = (int(width * 0.10), y)
        text.draw(canvas, words.name(r.stretch), at, size, theme.ink, fit=int(width * 0.50))
        for i, side in enumerate(r.sides):
            done = f"{words.side_word(side)} {amount(r, side)}"
            right = int(width * (0.78 + 0.18 * i))
            fit = int(width * 0.16)
            text.draw(canvas, done, (right, y), size, theme.ink, align="right", weight=700, fit=fit)
        y += int(size * 1.75)
    strength, work_on = closing_words(results)
    y += int(size * 0.5)
    bottom = height - int(pen.px(theme.small) * 2.2)
    blocks: list[tuple[Icon, str, Colour]] = [
        ("tick", strength, theme.good),
        ("arrow", work_on, theme.guide),
    ]
    if tip:
        blocks.append(("dot", tip, theme.soft))
    for icon, line_text, colour in blocks:
        lines = text.wrapped(line_text, size, int(width * 0.86))
        tall = int(size * 1.45) * len(lines)
        if y + tall > bottom:
            break
        draw_icon(canvas, icon, (int(width * 0.06), y + int(size * 0.85)), size // 2, colour)
        for line in lines:
            text.draw(canvas, line, (int(width * 0.10), y), size, theme.ink, fit=int(width * 0.88))
            y += int(size * 1.45)
        y += int(size * 0.35)
    return canvas
