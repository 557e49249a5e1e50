"""Looks now and then for a person nearer than the one that is followed, beside the work.

A look costs two or three inferences. It runs in a thread of its own, and its answer is taken at a
time of the pictures, never of the clock: the same poses come out however fast the machine is.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from posecoach.landmarks.choose import Person, same, user

P = TypeVar("P")

# Often at first, when people step into the picture, then every few seconds.
_FIRST_LOOK_S, _EARLY_S, _LOOK_EARLY_S, _LOOK_S = 0.4, 4.0, 1.0, 5.0
_ANSWER_S = 0.25  # after the picture that was looked at
_CONFIRM_S = 0.3
_MOST_BLANKED = 15  # pictures: who is not found by then is left alone until the next look


class Lookout(Generic[P]):
    """Follows who is followed.

    Attributes:
        aside: who is to be hidden from the model, and who is to be followed; None as a rule.
    """

    def __init__(self, look: Callable[[P], list[Person]]) -> None:
        """Begins.

        Args:
            look: finds all people in a picture; called in another thread, one call at a time.
        """
        self.aside: tuple[Person, Person] | None = None
        self._look = look
        self._pool: ThreadPoolExecutor | None = None
        self._asked: tuple[float, Person, Future[list[Person]]] | None = None
        self._began: float | None = None
        self._look_at = 0.0
        self._blanked = 0
        self._suspected: Person | None = None

    def update(self, t: float, picture: P, followed: Callable[[], Person | None]) -> None:
        """Takes the next picture and who was found in it; ``followed`` is called when needed."""
        if self.aside is not None:
            self._blanked += 1
            now = followed()
            if (now is not None and same(now, self.aside[1])) or self._blanked >= _MOST_BLANKED:
                self.aside = None
            return
        if self._began is None:
            self._began, self._look_at = t, t + _FIRST_LOOK_S
        if self._asked is not None:
            if t >= self._asked[0] + _ANSWER_S:
                self._take(t)
            return
        if t < self._look_at:
            return
        now = followed()
        if now is None:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="lookout")
        self._asked = t, now, self._pool.submit(self._look, picture)

    def _take(self, t: float) -> None:
        assert self._asked is not None
        assert self._began is not None
        asked, followed, answer = self._asked
        self._asked = None
        early = t - self._began < _EARLY_S
        self._look_at = asked + (_LOOK_EARLY_S if early else _LOOK_S)
        people = answer.result()
        nearest = user(people) if len(people) > 1 else None
        if nearest is None or same(nearest, followed):
            self._suspected = None
            return
        # Twice in a row: a plant that is once taken for a person must not cost the user.
        if self._suspected is not None and same(nearest, self._suspected):
            self.aside, self._blanked, self._suspected = (followed, nearest), 0, None
        else:
            self._suspected, self._look_at = nearest, t + _CONFIRM_S - _ANSWER_S

    def close(self) -> None:
        """Waits for a look that is under way."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
