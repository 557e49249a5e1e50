"""The one banner of the coaching screen: what it says, where it stands, and how it comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import cv2

from posecoach.cues import words
from posecoach.events import Cue, CueKind, Direction
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.parts import Icon, Pen, draw_icon
from posecoach.sinks.screen.layout import CLEAR_OF_PART, Box, Grid, place
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image
from posecoach.spec.schema import Stretch

Tone = Literal["correct", "direct", "praise", "plain"]

_SHOWN_S: dict[CueKind, float] = {
    "direction": 4.0,
    "guide": 4.0,
    "correction": 5.0,
    "praise": 2.0,
    "count": 1.2,
}
_COMES_S = 0.24
_TRAVEL = 0.02  # of the unit, upwards, while it comes
_WIDTHS = (0.465, 0.575, 0.8, 1.0)  # of the unit


@dataclass(frozen=True)
class Message:
    """What a banner says.

    Attributes:
        label: a few words above the text; empty for none.
        more: a second sentence that says what to do.
    """

    tone: Tone
    text: str
    label: str = ""
    icon: Icon = ""
    more: str = ""

    def colour(self, theme: Theme) -> Colour:
        """The colour of label, icon and edge."""
        return {
            "correct": theme.colours.correct,
            "direct": theme.colours.direct,
            "praise": theme.colours.primary,
            "plain": theme.colours.primary,
        }[self.tone]


def directing(id: Direction, *, counting: bool) -> Message:
    """The message for a direction; ``counting``: repetitions count all the same."""
    found = words.direction(id)
    first, _, then = found.say.partition(". ")
    more = then if first == found.show else ""
    label = "" if counting else words.screen("not_counting")
    return Message("direct", found.show, label, "arrow" if counting else "unseen", more)


def waiting(text: str) -> Message:
    """The message while the session waits for the user or the camera."""
    return Message("direct", text, icon="pause")


@dataclass
class Current:
    """The cue on the screen: the latest one, until its time is over."""

    stretch: Stretch | None = None
    cue: Cue | None = None
    until: float = 0.0

    def take(self, cues: Iterable[Cue], stretch: Stretch) -> None:
        """Shows the last of the cues; counts are shown elsewhere and do not replace it."""
        for cue in cues:
            if cue.kind == "count" or cue.id in ("intro", "breathe_in", "breathe_out"):
                continue  # shown elsewhere
            self.stretch, self.cue, self.until = stretch, cue, cue.t + _SHOWN_S[cue.kind]

    def now(self, t: float) -> Message | None:
        """The message of the cue to show at ``t``; None if there is none."""
        cue = self.cue
        if cue is None or self.stretch is None or t > self.until:
            return None
        shown = words.words(cue, self.stretch).show
        match cue.kind:
            case "correction":
                return Message("correct", shown, words.screen("change"), "triangle")
            case "praise":
                return Message("praise", shown, icon="tick")
            case "direction":
                return directing(cue.id, counting=True)  # type: ignore[arg-type]
        if cue.id == "breathe":
            return Message("plain", shown, words.guide("hold_start").show, "breath")
        return Message("plain", shown)


def message_of(now: SessionMoment, current: Current) -> Message | None:
    """The one message of a moment: a direction, else the cue, else what to do next."""
    moment = now.moment
    if now.stage in ("paused", "away", "down"):
        return waiting(words.guide(now.stage).show)
    if now.stage in ("rest", "move", "done"):
        return None
    told = current.now(now.t)
    direction = None if moment is None else moment.framing.direction
    if moment is not None and direction and (not moment.framing.ok or told is None):
        return directing(direction, counting=moment.framing.ok or now.stage == "check")
    if told is not None:
        return told
    if now.stage == "check":
        return Message("plain", words.screen("stand"))
    if moment is not None and moment.phase == "unseen":
        return Message("plain", words.screen("finding"))
    if moment is not None and (moment.phase == "setup" or now.stage == "intro"):
        return Message("plain", words.fill(now.plan.stretch.start.guide.show, now.side))
    return None


@dataclass
class Banner:
    """Draws the message; a banner keeps its place until another one comes."""

    _said: Message | None = None
    _grid: Grid | None = None
    _box: Box | None = None
    _since: float = 0.0

    def box(
        self,
        pen: Pen,
        message: Message,
        t: float,
        body: Box | None,
        parts: Iterable[Box] = (),
        *,
        arrow_right: bool | None = None,
        part_high: bool = False,
    ) -> Box:
        """Where the banner stands; chosen when the message is new.

        Args:
            pen: of the canvas.
            message: that it says.
            t: seconds, for its coming.
            body: the box around the user.
            parts: what it must not touch: part, arrow, face.
            arrow_right: the arrow points to the right; None without one.
            part_high: the part is above the middle of the body.
        """
        if message != self._said or pen.grid != self._grid or self._box is None:
            if message != self._said:
                self._since = t
            self._said, self._grid = message, pen.grid
            sizes = _sizes(pen, message)
            self._box = place(
                pen.grid, sizes, body, parts, arrow_right=arrow_right, part_high=part_high
            )
        return self._box

    def gone(self) -> None:
        """Forgets the message: the next one is placed anew and fades in, even if it is the same."""
        self._said = None

    def draw(self, canvas: Image, pen: Pen, t: float, *, moving: bool) -> None:
        """Draws it at its place; with ``moving``, it fades in and rises a little."""
        message, box = self._said, self._box
        if message is None or box is None:
            return
        share = min(1.0, max(0.0, (t - self._since) / _COMES_S)) if moving else 1.0
        if share >= 1.0 or t < self._since:
            _draw(canvas, pen, message, box)
            return
        eased = 1 - (1 - share) ** 3
        down = round(pen.px(_TRAVEL) * (1 - eased))
        at = Box(box.x0, box.y0 + down, box.x1, box.y1 + down)
        region = canvas[max(0, at.y0) : at.y1, max(0, at.x0) : at.x1]
        before = region.copy()
        _draw(canvas, pen, message, at)
        cv2.addWeighted(region, eased, before, 1 - eased, 0, dst=region)


def clear_of_part(part: Box, grid: Grid) -> Box:
    """The part with the room around it that a banner leaves free."""
    return part.grown(grid.px(CLEAR_OF_PART))


def _sizes(pen: Pen, message: Message) -> list[tuple[int, int]]:
    """Widths and heights that the banner may have, those in which it is easiest to read first."""
    stage = pen.grid.stage
    choice = [stage.width] if pen.grid.tall else [min(pen.px(w), stage.width) for w in _WIDTHS]
    found = [(width, _layout(pen, message, width)) for width in dict.fromkeys(choice)]
    found.sort(key=lambda f: (-f[1].size, max(len(f[1].lines), 2), f[0]))
    return [(width, lines.high) for width, lines in found]


@dataclass(frozen=True)
class _Lines:
    """The text of a banner in lines, with their size in pixels."""

    size: int
    lines: tuple[str, ...]
    small: int
    more: tuple[str, ...]
    pad: int
    label_high: int
    high: int = field(default=0)


def _layout(pen: Pen, message: Message, width: int) -> _Lines:
    sizes = pen.theme.sizes
    pad = pen.px(0.034)
    room = width - 2 * pad - (0 if message.label or not message.icon else _beside(pen))
    size = pen.px(sizes.banner)
    lines = text.wrapped(message.text, size, room, 700)
    while (len(lines) > 3 or any(text.width_of(x, size, 700) > room for x in lines)) and (
        size > pen.px(sizes.state)
    ):
        size = max(pen.px(sizes.state), round(size * 0.92))
        lines = text.wrapped(message.text, size, room, 700)
    small = pen.px(sizes.state)
    more = text.wrapped(message.more, small, room, 500) if message.more else ()
    label = round(small * 1.45) if message.label else 0
    high = 2 * pad + label + round(size * 1.16) * len(lines) + round(small * 1.25) * len(more)
    high += round(size * 0.16)
    return _Lines(size, lines, small, more, pad, label, high)


def _beside(pen: Pen) -> int:
    """The room for an icon beside the text, where there is no label."""
    return round(pen.px(pen.theme.sizes.banner) * 1.15)


def _draw(canvas: Image, pen: Pen, message: Message, box: Box) -> None:
    theme, colours = pen.theme, pen.theme.colours
    found = _layout(pen, message, box.width)
    colour = message.colour(theme)
    edge = colour if message.tone in ("correct", "direct") else None
    pen.card(canvas, box, edge=edge)
    x, y = box.x0 + found.pad, box.y0 + found.pad - round(found.small * 0.2)
    if message.label:
        r = round(found.small * 0.46)
        if message.icon:
            draw_icon(canvas, message.icon, (x + r, y + round(found.small * 0.80)), r, colour)
        across = x + round(found.small * 1.25) if message.icon else x
        fit = box.x1 - found.pad - across
        text.draw(canvas, message.label, (across, y), found.small, colour, weight=600, fit=fit)
        y += found.label_high
    elif message.icon:
        r = round(found.size * 0.40)
        draw_icon(canvas, message.icon, (x + r, y + round(found.size * 0.84)), r, colour)
        x += _beside(pen)
    fit = box.x1 - found.pad - x
    for line in found.lines:
        text.draw(canvas, line, (x, y), found.size, colours.text, weight=700, fit=fit)
        y += round(found.size * 1.16)
    y += round(found.size * 0.10)
    for line in found.more:
        text.draw(canvas, line, (x, y), found.small, colours.text, weight=500, fit=fit)
        y += round(found.small * 1.25)
