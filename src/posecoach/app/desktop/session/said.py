"""The words of the coaching screen for a screen reader."""

from typing import TYPE_CHECKING

from posecoach.cues import words
from posecoach.pose import Side
from posecoach.session.moment import SessionMoment
from posecoach.session.result import SetResult

if TYPE_CHECKING:
    from posecoach.app.desktop.session.view import LiveView


def done(result: SetResult, side: Side) -> str:
    """What a side has done of a set: '3 of 6', or '12 s'."""
    amount = f"{result.done(side):.0f}"
    if result.guided:
        return words.screen("guided_s", number=amount)
    if result.mode == "hold":
        return words.screen("seconds", number=amount)
    goal = "" if result.goal is None else f" {words.screen('of', number=f'{result.goal:.0f}')}"
    return amount + goal


def sides(result: SetResult) -> list[str]:
    """What each side has done of a set; without the side's name where both were done at once."""
    if result.stretch.sides == "together":
        return [done(result, result.sides[0])]
    return [f"{words.side_word(side)} {done(result, side)}" for side in result.sides]


def message(view: "LiveView") -> str:
    """The banner's words; empty without one."""
    if view.note:
        return view.note
    shown = view.message
    return "" if shown is None else ". ".join(p for p in (shown.label, shown.text, shown.more) if p)


def state(now: SessionMoment) -> str:
    """Stretch, side, and the count; of a hold or a rest, the seconds rounded down to tens."""
    from posecoach.sinks.screen.dial import Tempo, dial_of

    side = None if now.plan.stretch.sides == "together" else now.side
    parts = [words.short_name(now.plan.stretch), words.side_word(side)]
    dial = dial_of(now, Tempo())
    if now.stage == "move":
        parts.append(f"{dial.number} {dial.below}")
    elif now.plan.mode == "hold" or now.stage == "rest":
        # In tens, so that the text does not change each second; nothing of the last ten.
        tens = int(dial.number) // 10 * 10 if dial.number.isdigit() else 0
        parts.append(f"{tens} {dial.below}" if tens else "")
    elif now.plan.goal is None:
        parts.append(dial.number)  # ``below`` may be the time left, which changes each second
    else:
        parts.append(f"{dial.number} {dial.below}")
    return ", ".join(p.strip() for p in parts if p.strip())
