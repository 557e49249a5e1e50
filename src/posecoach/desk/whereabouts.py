"""Follows where the user is: in their seat, on their feet, or away."""

from dataclasses import dataclass
from typing import Literal

from posecoach.desk.events import Spell
from posecoach.desk.look.compare import DeskPlace

Where = Literal["sitting", "standing", "away"]

_SURE_S = {"away": 1.9, "standing": 1.5, "sitting": 3.0}  # until a change of place is sure
_SURE_LOOKS = {"away": 3, "standing": 2, "sitting": 2}  # so many looks must agree


@dataclass
class Whereabouts:
    """Where the user is, and a change that is not sure yet.

    Attributes:
        where: where they are; None before they were seen, and while nobody knows.
        since: since when, seconds.
    """

    where: Where | None = None
    since: float = 0.0
    _doubt: tuple[Where, float, int] | None = None  # where to, since when, in how many looks
    _agreed: float = 0.0  # when the last of these looks was

    @property
    def in_doubt(self) -> bool:
        """Whether they may be somewhere else now."""
        return self._doubt is not None

    def update(self, t: float, found: Where | DeskPlace) -> tuple[Where, float] | None:
        """Takes where a look finds the user.

        Returns where they have gone and since when, once enough looks agree; the first look alone
        is enough where nobody knows. The caller then calls ``goes``.
        """
        # A user who is turned, nearer or farther still sits. A person elsewhere is another one,
        # until it is clear that the camera was moved.
        now: Where = (
            "away" if found in ("away", "elsewhere")
            else "standing" if found == "standing"
            else "sitting"
        )  # fmt: skip
        if self.where is None:
            return now, t
        if now == self.where:
            # Behind a screen a look finds nobody now and then: that alone is no leaving.
            if now != "away" or t - self._agreed >= _SURE_S["away"]:
                self._doubt = None
            return None
        self._agreed = t
        if self._doubt is None or self._doubt[0] != now:
            self._doubt = now, t, 1
            return None
        since, looks = self._doubt[1], self._doubt[2] + 1
        self._doubt = now, since, looks
        sure = t - since >= _SURE_S[now] and looks >= _SURE_LOOKS[now]
        return (now, since) if sure else None

    def settle(self) -> None:
        """Gives up a change that is not sure."""
        self._doubt = None

    def goes(self, to: Where, since: float) -> None:
        """They have been somewhere else since then."""
        self.where, self.since, self._doubt = to, since, None

    def spell(self, end: float) -> Spell:
        """What they have done until now, as a spell that ends then.

        Raises:
            ValueError: nobody knows where they are.
        """
        if self.where is None:
            raise ValueError("nobody knows where the user is")
        return Spell(self.where, min(self.since, end), end)

    def lost(self) -> None:
        """From here on nobody knows where they are."""
        self.where = None
