"""What a day at the desk is told in: spells, what was noticed, and what is said. Frozen records."""

from dataclasses import dataclass
from typing import Literal

#: 'sitting', 'standing' and 'away' follow each other; the others lie within: 'slump' and 'still'
#: in a sitting; 'company' is a second person close by; 'blind' is time without a picture.
Kind = Literal["sitting", "standing", "away", "slump", "still", "company", "blind"]
#: What a telling is about: the same slump, no movement, or no standing up, each for too long.
Topic = Literal["slump", "still", "sitting"]
#: Why the upright has to be learnt.
Reason = Literal["first", "turned", "nearer", "further", "shifted", "higher"]
#: Why there is no picture: covered, used by another program, gone, given up for a break, or
#: stopped by the user.
Blindness = Literal["covered", "taken", "lost", "break", "stopped"]
Pause = Literal["company", "covered", "taken", "lost", "break", "stopped"]


@dataclass(frozen=True)
class Spell:
    """Something that lasted; times in seconds of the looks."""

    kind: Kind
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class AskUpright:
    """The user should sit comfortably upright now, to be learnt from."""

    t: float
    reason: Reason


@dataclass(frozen=True)
class Learnt:
    """The user's own upright is known; ``view``: where the camera sees them from."""

    t: float
    view: str


@dataclass(frozen=True)
class Shifted:
    """Camera or seat moved a little, without another posture: the upright was moved with it."""

    t: float


@dataclass(frozen=True)
class SpellBegan:
    """A spell is sure now; ``since``: when it began."""

    t: float
    kind: Kind
    since: float


@dataclass(frozen=True)
class SpellEnded:
    """A spell is over."""

    t: float
    spell: Spell


@dataclass(frozen=True)
class Paused:
    """Nothing is told for now."""

    t: float
    why: Pause


@dataclass(frozen=True)
class Resumed:
    """What paused is over."""

    t: float
    why: Pause


@dataclass(frozen=True)
class Told:
    """The user is told; ``lasted``: for how many seconds it has been so."""

    t: float
    what: Topic
    lasted: float


Event = AskUpright | Learnt | Shifted | SpellBegan | SpellEnded | Paused | Resumed | Told
