"""Checks now and then, in the background, for a person nearer than the one that is followed.

A check costs an inference, and one more for each person that it finds, so it runs in a thread. Its
result is used at a fixed time after the checked picture, by picture times and not by the clock: so
the poses are the same however fast the machine is.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from posecoach.landmarks.people.choose import ROOM, WIDE, Person, same, size_beside, user

P = TypeVar("P")

# Checks are frequent at first, while people step into the picture, then every few seconds.
_EARLY_S, _CHECK_EARLY_S, _CHECK_S = 4.0, 1.0, 5.0
_ANSWER_S = 0.25  # from the checked picture until the result is used
_CONFIRM_S = 0.3  # from one check to the next that must confirm it
# Who was followed and is suddenly somewhere else may be somebody else: two people overlapped.
_JUMP_S, _JUMPS_GAP_S, _NEAR = 0.6, 0.4, 0.2
_OVERLAP_S = 10.0  # for this long the others stay hidden then
_MAX_HIDDEN = 15  # pictures in which the model must find the wanted person, or the switch fails
_SLIPS_S = 10.0  # the time after a switch in which the model may slip back to somebody else
_HOLD_S = 60.0  # after such a slip, the others stay hidden for this long


class Lookout(Generic[P]):
    """Decides whether somebody else should be followed.

    Attributes:
        wanted: the person to follow instead. Until the model follows them, the caller hides
            everything else from it. Usually None.
        beside: whom the model followed instead of them, to be painted over while they are wanted.
        holding: the model slips back to that person: they stay hidden for some time.
        room: how much of the picture around them to leave, as ``choose.alone`` takes it.
        floor: whether the user is on the floor, so that one who stands is somebody else.
        others: how large the largest other person was at the last check, by ``choose.size_beside``;
            0 for nobody, None before the first check.
    """

    def __init__(
        self, look: Callable[[P, Person], list[Person]], *, remember_s: float = 0.0
    ) -> None:
        """Starts without a check.

        Args:
            look: finds the people in a picture other than the one who is followed; called in
                another thread, one call at a time.
            remember_s: for how long somebody seen once is remembered while checks do not find
                them: of somebody half behind a screen, only one check in five tells.
        """
        self.wanted: Person | None = None
        self.beside: Person | None = None
        self.holding = False
        self.room = ROOM
        self.floor = False
        self.others: float | None = None
        self._look = look
        self._pool: ThreadPoolExecutor | None = None
        self._pending: tuple[float, Person, Future[list[Person]]] | None = None
        self._began: float | None = None
        self._next_check = 0.0
        self._hidden = 0
        self._switched: tuple[float, Person] | None = None  # when, and to whom
        self._hold_until = 0.0
        self._remember_s = remember_s
        self._suspected: tuple[float, Person] | None = None  # when last seen, and who
        self._trail: deque[tuple[float, Person]] = deque()  # whom the model followed of late
        self._before_jump: Person | None = None  # whom the next check looks for
        self._jumped = -_JUMPS_GAP_S

    def update(self, t: float, picture: P, followed: Callable[[], Person | None]) -> None:
        """Takes the next picture; ``followed`` returns the person found in it, if needed."""
        if self.wanted is not None:
            self._hide(t, followed())
            return
        if self._switched is not None:
            self._hold(t, followed())
        if self._began is None:
            self._began = self._next_check = t
        if self._pending is not None:
            if t >= self._pending[0] + _ANSWER_S:
                self._use_answer(t)
            return
        now: Person | None = None
        if self.others:  # most people are alone: then nothing is looked at in between
            now = followed()
            self._follow(t, now)
        if t < self._next_check:
            return
        now = now or followed()
        if now is None:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="lookout")
        self._pending = t, now, self._pool.submit(self._look, picture, now)

    def _follow(self, t: float, now: Person | None) -> None:
        """Asks for a check at once where the model has gone from one place to another."""
        if now is None:
            self._trail.clear()
            return
        self._trail.append((t, now))
        while t - self._trail[0][0] > _JUMP_S:
            self._trail.popleft()
        before = self._trail[0][1]
        if not same(now, before) and t - self._jumped >= _JUMPS_GAP_S:
            self._before_jump, self._jumped = before, t
            self._next_check = t

    def _hide(self, t: float, now: Person | None) -> None:
        """Hides the others until the model follows the wanted person."""
        assert self.wanted is not None
        self._hidden += 1
        found = now is not None and same(now, self.wanted)
        if found and t < self._hold_until:
            self.wanted, self._hidden = now, 0  # where they are now
        elif found or self._hidden >= _MAX_HIDDEN:
            self._switched = (t, self.wanted) if found else None
            self.wanted = None

    def _hold(self, t: float, now: Person | None) -> None:
        """Hides the others for longer if the model slips back to them after a switch."""
        assert self._switched is not None
        at, wanted = self._switched
        if t - at > _SLIPS_S:
            self._switched = None
        elif now is not None and self._slipped(now, wanted):
            self.wanted, self._hidden, self._switched = wanted, 0, None
            self._hold_until, self.room = t + _HOLD_S, WIDE
            self.beside, self.holding = now, True

    def _slipped(self, now: Person, wanted: Person) -> bool:
        """Whether the model follows somebody else again, and not a user who has moved."""
        assert self.beside is not None
        return same(now, self.beside) and not same(now, wanted)

    def _use_answer(self, t: float) -> None:
        assert self._pending is not None
        assert self._began is not None
        asked, followed, answer = self._pending
        self._pending = None
        early = t - self._began < _EARLY_S
        self._next_check = asked + (_CHECK_EARLY_S if early else _CHECK_S)
        others = answer.result()
        self.others = max((size_beside(p, followed) for p in others), default=0.0)
        nearest = user([followed, *others], floor=self.floor) if others else None
        left, self._before_jump = self._before_jump, None
        there = next((p for p in others if left is not None and same(p, left, _NEAR)), None)
        if there is not None and (nearest is None or same(nearest, there)):
            self._hide_others(there, followed)  # the one who was followed is still there
            self.holding = True
            self._hold_until = max(self._hold_until, t + _OVERLAP_S)
            return
        before = self._suspected
        if nearest is None or same(nearest, followed):
            if others or (before and self._next_check - before[0] > self._remember_s):
                self._suspected = None
            return
        # Two checks must agree: a plant once mistaken for a person must not replace the user.
        if before is not None and same(nearest, before[1]):
            self._hide_others(nearest, followed)
        else:
            self._suspected, self._next_check = (asked, nearest), t + _CONFIRM_S - _ANSWER_S

    def _hide_others(self, wanted: Person, beside: Person) -> None:
        self.wanted, self._hidden, self._suspected, self.room = wanted, 0, None, ROOM
        self.beside, self.holding = beside, False
        self._trail.clear()

    def close(self) -> None:
        """Waits for a check that is running."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
