"""Finds spells in a series of looks: when each began, when it is sure, and when it is over."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.desk.look.posture import Posture
from posecoach.desk.look.upright import Upright

_ON, _OFF = 0.70, 0.45  # of ``Signs.score``, with hysteresis
_SURE_S = 12.0  # a slump shorter than this is a movement
_SURE_SHARE = 0.85  # of the looks in that time must be slumped
_OVER_S = 8.0  # upright for this long: the slump is over
_LASTING_SHARE = 0.5  # of the looks in the last ``_WINDOW_S`` must be slumped, or it is over, too
_WINDOW_S = 24.0
_MOVED = 0.45  # of the head, in sizes of the face: 8 to 9 cm
_MOVED_DEG = 12.0
_MOVED_S = 4.0  # a movement that is over sooner, such as a nod, does not count
_STOOD_S, _UP_S = 10.0, 30.0  # standing, or standing and away, for this long: a rest from sitting


@dataclass
class Slumping:
    """Whether the user is slumped, since when, and whether that is sure.

    Attributes:
        since: begin of the slump that is sure; None if there is none.
        last: the last look in which it was seen.
    """

    since: float | None = None
    last: float = 0.0
    _looks: list[tuple[float, bool]] = field(default_factory=list)
    _began: float | None = None
    _on: bool = False

    @property
    def unsettled(self) -> bool:
        """Whether a slump may have begun or ended, so that another look soon would tell."""
        return (self._began is None) != (self.since is None) or (
            self.since is not None and not self._on
        )

    def update(self, t: float, score: float) -> None:
        """Takes the next look at the user in their seat."""
        self._on = score >= (_OFF if self._on else _ON)
        self._looks.append((t, self._on))
        while self._looks[0][0] < t - _WINDOW_S:
            self._looks.pop(0)
        if self._on:
            self.last = t
            if self._began is None:
                self._began = t
        if self._began is None:
            return
        if self.since is None:
            if t - self.last >= _OVER_S / 2:
                self._began = None
            elif t - self._began >= _SURE_S and self._share(self._began) >= _SURE_SHARE:
                self.since = self._began
        elif t - self.last >= _OVER_S or self._share(t - _WINDOW_S) < _LASTING_SHARE:
            self._began = None

    @property
    def over(self) -> bool:
        """Whether a sure slump has ended, at ``last``; the caller then calls ``clear``."""
        return self.since is not None and self._began is None

    def _share(self, since: float) -> float:
        recent = [on for t, on in self._looks if t >= since]
        return sum(recent) / len(recent) if recent else 0.0

    def clear(self) -> None:
        self.since, self._began, self._on = None, None, False
        self._looks.clear()


@dataclass
class Stillness:
    """Follows how long the user has sat without moving head and trunk much.

    Attributes:
        since: when they came to the place where they are; None before the first look.
    """

    since: float | None = None
    _head: NDArray[np.float64] | None = None
    _neck: float = 0.0
    _left: float | None = None

    def update(self, now: Posture, own: Upright) -> tuple[float, float] | None:
        """Takes the next look at the user in their seat.

        Returns begin and end of a stillness that is over, or None.
        """
        neck = now.neck if own.view == "side" else now.depth_neck
        if self._head is not None:
            way = float(np.abs(now.head - self._head).max()) / own.face
            if way < _MOVED and abs(neck - self._neck) < _MOVED_DEG:
                self._left = None
                # The place follows slowly, so that an hour's drift is not taken for a movement.
                self._head = self._head + 0.02 * (now.head - self._head)
                return None
            if not self._gone(now.t):
                return None
        began, self.since = self.since, now.t if self._left is None else self._left
        self._head, self._neck, self._left = now.head, neck, None
        return None if began is None else (began, self.since)

    def off_seat(self, t: float) -> tuple[float, float] | None:
        """Takes a look at a user who is turned, or leans far in: a movement, if it lasts.

        Returns what ``update`` does.
        """
        if self._head is None or not self._gone(t):
            return None
        left = t if self._left is None else self._left
        began = self.clear()
        return None if began is None else (began, left)

    def _gone(self, t: float) -> bool:
        """Whether they have been off their place for long enough."""
        self._left = t if self._left is None else self._left
        return t - self._left >= _MOVED_S

    def clear(self) -> float | None:
        """Forgets the place; returns when the stillness began, or None."""
        ended, self.since, self._head, self._left = self.since, None, None, None
        return ended


@dataclass
class SinceStood:
    """How long the user has sat since their last rest from it.

    Attributes:
        sat_s: seconds that they were seen sitting.
        began: when they sat down.
    """

    sat_s: float = 0.0
    began: float = 0.0
    _stood_s: float = 0.0  # since they last sat
    _away_s: float = 0.0

    def was_up(self, kind: Literal["standing", "away"], seconds: float) -> None:
        """They stood or were away for some seconds, and may do the other now."""
        if kind == "standing":
            self._stood_s += seconds
        else:
            self._away_s += seconds

    def sits(self, t: float) -> None:
        """They sit again: all the time since they last sat says whether it was a rest."""
        if self._stood_s >= _STOOD_S or self._stood_s + self._away_s >= _UP_S:
            self.rested(t)
        self._stood_s = self._away_s = 0.0

    def rested(self, t: float) -> None:
        """What they sat before does not count any more."""
        self.sat_s, self.began, self._stood_s, self._away_s = 0.0, t, 0.0, 0.0
