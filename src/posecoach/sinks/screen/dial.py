"""The ring of the rail: what it shows at a moment, and how it is drawn."""

from dataclasses import dataclass
from typing import Literal

import cv2

from posecoach.cues import words
from posecoach.judge.moment import Pace
from posecoach.pose import Side
from posecoach.session.moment import SessionMoment
from posecoach.session.sets import SetPlan
from posecoach.sinks.screen.drawing import text
from posecoach.sinks.screen.drawing.parts import Pen, ring
from posecoach.sources.frame import Image
from posecoach.spec.figures.guide import Guide

#: Stages in which the session waits.
WAITING = ("paused", "away", "down")


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
        whole = guide.rep_s
        parts = {
            "out": (0.0, guide.out_s),
            "end": (guide.out_s, guide.end_s),
            "back": (guide.out_s + guide.end_s, guide.back_s),
        }
        if moment.phase not in parts:
            return 0.0
        begun, lasts = parts[moment.phase]
        return (begun + min(now.t - self._since, lasts)) / whole


@dataclass(frozen=True)
class Dial:
    """What the ring shows: a number, the words below it, a share, and whether it stands still."""

    number: str
    below: str = ""
    share: float = 0.0
    state: Literal["runs", "waits", "counts_down"] = "runs"


def dial_of(now: SessionMoment, tempo: Tempo) -> Dial:
    """What the ring shows at a moment."""
    moment, p = now.moment, now.plan
    if now.stage == "rest" and now.rest_left_s is not None:
        return Dial(f"{now.rest_left_s:.0f}", share=0.0)
    if now.stage == "move" and now.way is not None:
        return Dial(str(now.way.number), words.screen("of", number=now.way.of), state="waits")
    side: Side = now.side or p.sides[0]
    result = now.results[-1] if now.results else None
    state: Literal["runs", "waits"] = "runs"
    if now.stage in WAITING or (moment is not None and moment.phase == "unseen"):
        state = "waits"
    if now.countdown is not None:
        shown = str(now.countdown) if now.countdown else words.screen("go")
        return Dial(shown, state="counts_down")
    if moment is not None and moment.pace is not None:
        return _guided(moment.pace, p)
    if p.mode == "hold":
        held = result.held_s[side] if result else 0.0
        left = now.hold_left_s
        share = held / p.hold_s if p.hold_s else (held % 60) / 60
        stopped = moment is not None and moment.hold is not None and not moment.hold.running
        number = f"{(left if left is not None else held):.0f}"
        below = words.screen("left_s" if left is not None else "held_s")
        return Dial(number, below, share, "waits" if stopped else state)
    reps = result.reps[side] if result else 0
    below = words.screen("of", number=p.reps) if p.reps else ""
    if not p.reps and now.left_s is not None:
        below = clock_words(now.left_s)
    return Dial(str(reps), below, tempo.share(now, p.stretch.guide), state)


def _guided(pace: Pace, plan: SetPlan) -> Dial:
    """What the ring shows where nothing is counted: which movement is shown, or the time left."""
    state: Literal["runs", "waits"] = "runs" if pace.runs else "waits"
    if plan.mode == "hold":
        done = pace.done_s[pace.side]
        share = done / plan.hold_s if plan.hold_s else (done % 60) / 60
        number = done if pace.left_s is None else pace.left_s
        below = words.screen("guided" if pace.left_s is None else "left_s")
        return Dial(f"{number:.0f}", below, share, state)
    below = words.screen("of", number=pace.of) if pace.of else ""
    return Dial(str(pace.number), below, pace.share, state)


def clock_words(seconds: float) -> str:
    """Seconds as a clock shows them: 1:05."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def draw_dial(
    canvas: Image,
    pen: Pen,
    centre: tuple[int, int],
    radius: int,
    dial: Dial,
    below: bool,
    fit: int,
) -> None:
    """Draws the ring and what stands in it; ``below``: its words too stand within the ring."""
    theme, colours, sizes = pen.theme, pen.theme.colours, pen.theme.sizes
    width = max(4, pen.px(0.025))
    colour = colours.muted if dial.state == "waits" else colours.primary
    if dial.state == "counts_down":  # filled, so that it does not look like a count
        cv2.circle(canvas, centre, radius, colours.primary, -1, cv2.LINE_AA)
    else:
        ring(canvas, centre, radius, width, dial.share, theme, colour)
    inks = {"runs": colours.text, "waits": colours.muted, "counts_down": colours.on_primary}
    ink = inks[dial.state]
    room = round(radius * (1.52 if below else 1.6))
    size = min(sizes.count, radius * 1.35 / pen.grid.unit)
    tall = pen.px(size)
    width_now = text.width_of(dial.number, tall, 700)
    if width_now > room:
        tall = round(tall * room / width_now)
    middle = centre[1] - (round(radius * 0.10) if below else 0)
    # A digit reaches from 0.47 to 1.15 of its size below the line's top.
    at = (centre[0], middle - round(tall * 0.81))
    text.draw(canvas, dial.number, at, tall, ink, weight=700, align="centre")
    if below:
        small = min(sizes.state, radius * 0.36 / pen.grid.unit)
        at = (centre[0], centre[1] + round(radius * 0.34))
        text.draw(canvas, dial.below, at, pen.px(small), ink, weight=600, align="centre", fit=fit)
