"""The start position: whether somebody rests in it, and what their neutral is there."""

from collections import deque

from posecoach.judge.signal import History
from posecoach.judge.start.highest import HighestPlace
from posecoach.judge.start.middle import MiddlePlace
from posecoach.judge.start.neutral import NeutralLearner
from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import TORSO, Side
from posecoach.spec.schema import Start, Stretch

_MOSTLY_S = 0.6
_REFINE_S = 0.4  # a quiet start of this length renews the neutral
_CREEP = 0.08  # of the range a second: slower than any deliberate movement
_SAME_DEG = 2.0  # moments so near to each other are at one place
_RESTLESS_S = 0.1  # restless for less is a noisy sample, not a movement
_WINDOW_S = 0.45  # rules of the start position are judged over this long before it is left
_REST_AT_END_S = 4.0  # a rest that follows a movement is its end, unless it lasts for this long
_STILL_TORSO_S = 0.3  # torso lengths a second under which the whole body stands still


class StartPosition:
    """Tells when the user is in the start position of one stretch, and learns their neutral."""

    def __init__(self, stretch: Stretch, neutrals: Neutrals) -> None:
        self._spec = stretch.start
        self._creep = min(stretch.start.quiet_deg_s, _CREEP * stretch.rep.range)

        def learner() -> NeutralLearner:
            return NeutralLearner(
                dict(stretch.measures), neutrals, sided=stretch.sides == "separate"
            )

        self._learner = learner()
        self._passing = learner()
        self._at_end = learner()
        self._in_middle = learner()
        self._inmost = learner()
        self._inmost_at: float | None = None  # the signal there
        self._end: tuple[float, float] | None = None  # seconds and signal of a rest there
        self._highest = HighestPlace(stretch, neutrals) if self._spec.highest is not None else None
        self._middle = MiddlePlace()
        self._between: bool | None = None  # whether the user is in the middle now
        self._rested_in_middle = False  # where it is not the highest place: that is believed
        self._signal = History(2.0)
        self._centre = History(1.0), History(1.0)
        self._placed: deque[tuple[float, bool]] = deque()
        self._restless = Lasting()
        self._resting: deque[Body] = deque()

    @property
    def resting(self) -> tuple[Body, ...]:
        """The last quiet moments, over which rules of the start are judged."""
        return tuple(self._resting)

    def restart(self, *, forget: bool) -> None:
        """Forgets the current rest: the user was lost, or (``forget``) moved elsewhere."""
        if forget and self._highest is not None:
            self._highest.restart()
            self._middle.restart()
            self._between, self._rested_in_middle = None, False
        self._learner.restart()
        self._passing.restart()
        self._forget_inmost()
        self._forget_end()
        self._signal.clear()
        self._resting.clear()

    def follow(self, reading: Reading, *, begun: bool, end: Side | None, settled: bool) -> bool:
        """Takes each moment before the signal is read, where the start is the highest place.

        Args:
            begun: the user has just taken up the posture of the stretch.
            end: the side at whose end position the user is, by the start as it is known.
            settled: the start is known.

        Returns:
            Whether the neutral was renewed.
        """
        if self._highest is None or self._spec.highest is None:
            return False
        if begun:
            self._highest.restart()
            self._middle.restart()
            self._rested_in_middle = False
        self._look_between(reading, end if settled else None)
        height = reading.value(self._spec.highest)
        return height is not None and self._highest.update(
            reading.body,
            reading.side,
            height,
            away=settled and end is not None,
            aside=self._between is False or self._rested_in_middle,
        )

    def _look_between(self, reading: Reading, end: Side | None) -> None:
        aside = None if self._spec.between is None else reading.raw(self._spec.between)
        if aside is None:
            self._between = None
            return
        aside /= reading.body.torso  # places are pixels until a neutral is known
        if end is not None:
            self._middle.at_end(reading.body.t, end, aside)
        self._between = self._middle.between(reading.body.t, aside)

    def rests_in_middle(self, body: Body, side: Side | None) -> bool:
        """Takes a quiet moment of a movement that seems to be at its end.

        Returns:
            Whether it is the start after all, for it lies in the middle of both ends: its neutral
            is learnt then.
        """
        if not self._between:
            self._in_middle.restart()
            return False
        if self._in_middle.add(body, side) < self._spec.steady_s:
            return False
        self._in_middle.learn()
        self._in_middle.restart()
        self._rested_in_middle = True
        return True

    @property
    def known(self) -> bool:
        """False where the start is the highest place, and the user has not yet shown it."""
        return self._highest is None or self._highest.known

    def rep_over(self) -> None:
        """A rep was judged: the next one has a start of its own."""
        self._resting.clear()

    def note(self, reading: Reading, value: float) -> None:
        """Takes the filtered rep signal, and where the body is."""
        body = reading.body
        self._signal.add(body.t, value)
        centre = body.px[list(TORSO)].mean(axis=0) / body.torso
        for history, at in zip(self._centre, centre, strict=True):
            history.add(body.t, float(at))

    def within(self, reading: Reading) -> bool:
        """Whether this moment is in the start position."""
        return within(self._spec, reading)

    def mostly_within(self, reading: Reading) -> bool:
        """Whether at least half of the last moments are: single ones are noise."""
        t = reading.body.t
        self._placed.append((t, self.within(reading)))
        while t - self._placed[0][0] > _MOSTLY_S:
            self._placed.popleft()
        return sum(now for _, now in self._placed) * 2 >= len(self._placed)

    def at_rest(self, t: float, *, placed: bool) -> bool:
        """Whether the user rests in the start position; a single restless moment is ignored."""
        high = self._highest is None or self._highest.high() or bool(self._between)
        quiet = placed and high and self._quiet()
        if self._restless.update(t, not quiet) > _RESTLESS_S:
            self._learner.restart()
            self._in_middle.restart()
            if self._end is None:
                self._at_end.restart()
        return quiet

    def _quiet(self) -> bool:
        speed = self._signal.speed()
        moved = [h.speed(0.5) for h in self._centre]
        return (
            speed is not None
            and abs(speed) < self._spec.quiet_deg_s
            and all(m is not None and abs(m) < _STILL_TORSO_S for m in moved)
        )

    def learn_first(self, body: Body, side: Side | None) -> bool:
        """A quiet moment before the first rep; true once the neutral is known."""
        self._note_rest(body)
        if self._learner.add(body, side) < self._spec.steady_s:
            return False
        self._forget_end()
        self._learn()
        self._signal.clear()
        return True

    def rests_at_end(self, body: Body, side: Side | None, size: float) -> None:
        """A quiet moment at the end of a movement whose begin was seen, before any start is known.

        Args:
            size: the rep signal without its sign, degrees.
        """
        rested_s = self._at_end.add(body, side)
        if self._end is None and rested_s >= self._spec.steady_s:
            self._end = body.t - rested_s, size

    def end_was_start(self, t: float, size: float, by: float) -> bool:
        """Whether that rest was a start after all, whose neutral is learnt then.

        So it was if it lasts, or if the user goes further out from there.

        Args:
            by: degrees from the rest that are a movement away from it.
        """
        if self._end is None:
            return False
        since, there = self._end
        if size <= there - by:
            self._forget_end()
            return False
        if size < there + by and t - since < _REST_AT_END_S:
            return False
        self._at_end.learn()
        self._forget_end()
        self._signal.clear()
        return True

    def _forget_end(self) -> None:
        self._at_end.restart()
        self._end = None

    def _learn(self) -> None:
        self._learner.learn()
        if self._highest is not None:
            self._highest.rested()

    def passed(self, body: Body, side: Side | None) -> None:
        """A moment in which the user passes the start position without a rest."""
        self._passing.add(body, side)

    def turned_further_in(self, body: Body, side: Side | None, value: float, least: float) -> bool:
        """Takes a moment of a movement to one side, whose start is known.

        Whoever rested with a lean at first may come taller, and begin each movement from there,
        perhaps without any rest.

        Args:
            value: the rep signal, degrees; below 0 it is further in than the start.
            least: degrees by which a place must be further in, to be a start of its own.

        Returns:
            Whether the user has turned out again from further in: that is the start now.
        """
        if self._inmost_at is None:
            if value > -least:
                return False
            self._inmost_at = value
        if value < self._inmost_at - _SAME_DEG:
            self._inmost.restart()
        self._inmost_at = min(value, self._inmost_at)
        if value <= self._inmost_at + _SAME_DEG:
            self._inmost.add(body, side)
        if value < self._inmost_at + least:
            return False
        self._inmost.learn()
        self._forget_inmost()
        return True

    def _forget_inmost(self) -> None:
        self._inmost.restart()
        self._inmost_at = None

    def learn_in_passing(self) -> None:
        """Learns from passing the start what no rest has shown yet; a rest is more exact."""
        self._passing.learn(only_new=True)

    def refine(self, body: Body, side: Side | None, *, rep_open: bool) -> bool:
        """Takes a later quiet moment: people shift between reps, and their neutral with them.

        A small, slow movement is quiet too, but no new start: the neutral must not follow it.

        Args:
            rep_open: a rep is still in progress; its last quiet moments count for the next one.

        Returns:
            Whether the neutral was renewed.
        """
        speed = self._signal.speed(_REFINE_S)
        if speed is None or abs(speed) > self._creep:
            self._learner.restart()
            return False
        quiet_s = self._learner.add(body, side)
        if rep_open:
            return False
        self._note_rest(body)
        if quiet_s < _REFINE_S:
            return False
        self._learn()
        return True

    def _note_rest(self, body: Body) -> None:
        self._resting.append(body)
        while body.t - self._resting[0].t > _WINDOW_S:
            self._resting.popleft()

    def shift(self, by: float) -> None:
        """The rep signal is now counted from another neutral."""
        self._signal.shift(by)

    def mirror(self) -> None:
        """The side of the rep signal was misread until now."""
        self._signal.mirror()

    def left(self) -> None:
        """A movement has begun: later moments are not part of the rest."""
        self._learner.restart()


def within(start: Start, reading: Reading) -> bool:
    """Whether a moment is in the start position of a spec."""
    for r in start.all:
        value = reading.value(r.measure)
        if value is None:
            if not r.optional:
                return False
        elif not r.min <= value <= r.max:
            return False
    return True
