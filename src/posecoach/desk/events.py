"""The events of a day at the desk: spells, what was noticed, and notifications."""

from dataclasses import dataclass
from typing import Literal

#: What a spell is of. 'sitting', 'standing' and 'away' follow each other; the others lie within
#: them: 'slump' and 'still' within sitting; 'company', a second person close by, and 'blind', time
#: without a picture, within any.
SpellKind = Literal["sitting", "standing", "away", "slump", "still", "company", "blind"]
#: What a notification is about: the same slump, no movement, or no standing up, for too long.
Topic = Literal["slump", "still", "sitting"]
#: Why the upright has to be learnt; 'first' is also at the user's own wish.
Reason = Literal["first", "turned", "nearer", "further", "shifted", "higher"]
#: Why there is no picture: covered, used by another program, gone, given up for a break, or
#: stopped by the user.
Blindness = Literal["covered", "taken", "lost", "break", "stopped"]
#: Why nothing is said for a while.
PauseReason = Literal["company", "covered", "taken", "lost", "break", "stopped"]


@dataclass(frozen=True)
class Spell:
    """Something that lasted; times in seconds of the looks."""

    kind: SpellKind
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class AskUpright:
    """The user should sit comfortably upright now, so that it is learnt."""

    t: float
    reason: Reason


@dataclass(frozen=True)
class Learnt:
    """The user's own upright is known; ``view``: where the camera sees them from."""

    t: float
    view: str


@dataclass(frozen=True)
class NotLearnt:
    """Their upright could not be learnt for minutes, though somebody sits there."""

    t: float


@dataclass(frozen=True)
class Shifted:
    """Camera or seat were moved a little, in the same posture: the upright was moved with them."""

    t: float


@dataclass(frozen=True)
class SpellBegan:
    """A spell is sure now; ``since``: when it began."""

    t: float
    kind: SpellKind
    since: float


@dataclass(frozen=True)
class SpellEnded:
    """A spell is over."""

    t: float
    spell: Spell


@dataclass(frozen=True)
class Paused:
    """Nothing is said for a while."""

    t: float
    why: PauseReason


@dataclass(frozen=True)
class Resumed:
    """The reason for a pause is over."""

    t: float
    why: PauseReason


@dataclass(frozen=True)
class Notified:
    """The user is notified; ``lasted``: for how many seconds it has been so."""

    t: float
    what: Topic
    lasted: float


DeskEvent = (
    AskUpright | Learnt | NotLearnt | Shifted
    | SpellBegan | SpellEnded | Paused | Resumed | Notified
)  # fmt: skip
