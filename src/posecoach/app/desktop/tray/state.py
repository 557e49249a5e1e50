"""What the tray shows of the day: a sign, a line, and what can be chosen. Without Qt."""

from dataclasses import dataclass
from typing import Literal

from posecoach.desk import words
from posecoach.desk.desk import Desk
from posecoach.desk.events import Blindness
from posecoach.language import mark as _
from posecoach.language import tr

Sign = Literal["closed", "looking", "learning", "off"]

_LITTLE_S = 60.0


@dataclass(frozen=True)
class State:
    """What is shown now.

    Attributes:
        sign: the icon's.
        line: one line of words, for the menu and beside the icon.
    """

    sign: Sign
    line: str


def state(desk: Desk, *, seeing: bool, off: Blindness | None) -> State:
    """The state of a day.

    Args:
        desk: the day.
        seeing: whether the camera is open for a look.
        off: why it does not look at all; None if it does.
    """
    blind = off or desk.blind
    if blind is not None:
        return State("off", words.blind(blind))
    if desk.learning:
        return State("learning" if seeing else "closed", tr(_("Learning how you sit upright")))
    return State("looking" if seeing else "closed", _line(desk))


def _line(desk: Desk) -> str:
    if desk.company:
        return words.kind("company")
    if desk.where == "sitting":
        sat = desk.sat_for()
        if sat < _LITTLE_S:
            return words.kind("sitting")
        return tr(_("Sitting for {minutes}")).format(minutes=words.minutes(sat))
    if desk.where is None:
        return tr(_("Looking for you"))
    return words.kind(desk.where)
