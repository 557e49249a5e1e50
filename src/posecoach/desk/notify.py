"""When to notify the user: after the time that they chose, and then not again for as long."""

from dataclasses import dataclass, field

from posecoach.desk.events import Topic

_ALONE_S = 60.0  # after company, or a time without a picture, before anything is said


@dataclass(frozen=True)
class Times:
    """After how many seconds the user wants to be notified; None for never.

    Attributes:
        slump: in the same slump.
        still: sitting without moving much.
        sitting: since they last stood.
    """

    slump: float | None = 600.0
    still: float | None = 1800.0
    sitting: float | None = 2700.0

    def of(self, topic: Topic) -> float | None:
        return {"slump": self.slump, "still": self.still, "sitting": self.sitting}[topic]


@dataclass
class Notifier:
    """Decides when to notify the user, and of what.

    Attributes:
        quiet_until: no notification before this; set by the last one, or by the user.
        put_off_until: the user wants to hear nothing at all before this.
    """

    times: Times
    quiet_until: float = float("-inf")
    put_off_until: float = float("-inf")
    _held_until: float = float("-inf")
    _about: dict[Topic, float] = field(default_factory=dict)

    def hold(self, t: float) -> None:
        """Somebody is there, or nothing is seen: no notification now, nor right after."""
        self._held_until = t + _ALONE_S

    def put_off(self, t: float, seconds: float) -> None:
        """The user wants to be notified after some seconds."""
        self._about.clear()
        self.quiet_until = self.put_off_until = t + seconds

    def due(self, t: float, lasting: dict[Topic, tuple[float, float]]) -> Topic | None:
        """What to notify the user of now, if anything; remembers that they were notified.

        Args:
            t: now, seconds.
            lasting: for each topic that goes on: when it began, and its seconds so far.
        """
        if t < self.quiet_until or t < self._held_until:
            return None
        for topic, (began, lasted) in lasting.items():
            wanted = self.times.of(topic)
            if wanted is None or lasted < wanted:
                continue
            if topic in self._about and self._about[topic] == began:
                if topic == "slump":  # once for each slump: a user who stays in it chose to
                    continue
                if lasted < 2 * wanted:
                    continue
            self._about[topic] = began
            self.quiet_until = t + wanted
            return topic
        return None
