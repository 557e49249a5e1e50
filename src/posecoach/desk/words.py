"""The words of the day at the desk: kind, short, and never about a right or a wrong posture."""

from collections.abc import Iterable

from posecoach.desk.events import (
    AskUpright,
    Blindness,
    DeskEvent,
    Learnt,
    Notified,
    NotLearnt,
    Paused,
    Reason,
    Resumed,
    Shifted,
    Spell,
    SpellBegan,
    SpellEnded,
    SpellKind,
    Topic,
)
from posecoach.language import mark as _
from posecoach.language import tr

_TOLD: dict[Topic, tuple[str, str]] = {
    "slump": (
        _("Time for a change?"),
        _("You have sat slumped in the same way for {minutes}. Any change does good."),
    ),
    "still": (
        _("Time to move?"),
        _("You have sat almost still for {minutes}. A little movement is enough."),
    ),
    "sitting": (
        _("Time to stand up?"),
        _("You have been sitting for {minutes}. A minute on your feet does it."),
    ),
}
_ASK: dict[Reason, str] = {
    "first": _("Sit comfortably upright for a moment, so that I learn how you sit."),
    "turned": _("You sit turned another way now. Sit comfortably upright for a moment, please."),
    "nearer": _("You are nearer to the camera now. Sit comfortably upright for a moment, please."),
    "further": _(
        "You are further from the camera now. Sit comfortably upright for a moment, please."
    ),
    "shifted": _("The camera was moved. Sit comfortably upright for a moment, please."),
    "higher": _("You sit taller now. Sit comfortably upright for a moment, please."),
}
_BLIND: dict[Blindness, str] = {
    "covered": _("The camera is covered"),
    "taken": _("Another program uses the camera"),
    "lost": _("No camera"),
    "break": _("Break"),
    "stopped": _("You stopped it"),
}
_KINDS: dict[SpellKind, str] = {
    "sitting": _("Sitting"),
    "standing": _("Standing"),
    "away": _("Away"),
    "slump": _("Same slump"),
    "still": _("Hardly moving"),
    "company": _("Somebody with you"),
    "blind": _("No picture"),
}


def told(what: Topic, lasted: float) -> tuple[str, str]:
    """Title and sentence of a notification."""
    title, about = _TOLD[what]
    return tr(title), tr(about).format(minutes=minutes(lasted))


def minutes(seconds: float) -> str:
    """A length of time in minutes, in seconds below one and a half."""
    if seconds < 90:
        return tr(_("{n} seconds")).format(n=round(seconds))
    return tr(_("{n} minutes")).format(n=round(seconds / 60))


def ask(reason: Reason) -> str:
    """Asks the user to sit upright, and says why."""
    return tr(_ASK[reason])


def blind(why: Blindness) -> str:
    """Why there is no picture."""
    return tr(_BLIND[why])


def kind(of: SpellKind) -> str:
    """The name of a spell."""
    return tr(_KINDS[of])


def cannot_learn() -> str:
    """Why nothing is judged yet, and what to change."""
    return tr(
        _(
            "I cannot learn how you sit upright: let the camera see your face and your shoulders, "
            "from the front or the side."
        )
    )


def not_learnt() -> str:
    """Why a recording could not be judged."""
    return tr(
        _(
            "Your upright could not be learnt: nobody was seen long enough with face and "
            "shoulders in the picture."
        )
    )


def offer_in_terminal() -> str:
    """How to take a break, where there are no buttons."""
    return tr(_("'posecoach break' begins a short one."))


def cost(looks: int, share: float, megabytes: float | None) -> str:
    """What watching has cost the machine."""
    found = tr(_("{looks} looks; {share} % of one processor core")).format(
        looks=looks, share=f"{100 * share:.1f}"
    )
    return found if megabytes is None else f"{found}, {megabytes:.0f} MB"


# ---------------------------------------------------------------------- lines of a transcript


def transcript(events: Iterable[DeskEvent], *, begun: bool = False) -> list[str]:
    """One line for each event, as they come.

    Args:
        events: the events.
        begun: the day is still going on: each event stands where it came, the beginning of a spell
            too. Otherwise each spell has one line, where it began.
    """
    out = []
    for event in events if begun else sorted(events, key=_at):
        line = _line(event, begun=begun)
        if line:
            out.append(f"{clock(_at(event))}  {line}")
    return out


def _at(event: DeskEvent) -> float:
    return event.spell.start if isinstance(event, SpellEnded) else event.t


def _line(event: DeskEvent, *, begun: bool) -> str:
    match event:
        case AskUpright(_, reason):
            return ask(reason)
        case Learnt():
            return tr(_("I know how you sit upright."))
        case NotLearnt():
            return cannot_learn()
        case Shifted():
            return tr(_("Your seat or the camera was moved a little; noted."))
        case SpellBegan(_, what, since):
            return f"{kind(what)} ({clock(since)} - )" if begun else ""
        case SpellEnded(_, Spell(what, start, end)):
            return f"{kind(what)} ({clock(start)} - {clock(end)})"
        case Notified(_, what, lasted):
            return "» " + " ".join(told(what, lasted))
        case Paused(_, why):
            return tr(_("Paused: {why}")).format(why=_why(why)) if begun else ""
        case Resumed():
            return tr(_("Going on.")) if begun else ""


def _why(why: str) -> str:
    return kind("company") if why == "company" else tr(_BLIND[why])  # type: ignore[index]


def clock(t: float) -> str:
    """Seconds as h:mm:ss."""
    whole = max(0, round(t))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
