"""Who stands by is found beside the work, at a time of the pictures, and hidden until followed."""

import threading
import time
from dataclasses import dataclass, field

import numpy as np
import pytest

from posecoach.landmarks.people.choose import WIDE, Person
from posecoach.landmarks.people.lookout import Lookout

FPS = 20.0


def person(x: float, low: float = 0.9) -> Person:
    """Somebody who stands at ``x`` and reaches down to ``low``, shares of the picture."""
    ys = np.linspace(low - 0.6, low, 33)
    return Person(np.stack([np.full(33, x), ys], axis=1), np.ones(33))


USER, BYSTANDER = person(0.5), person(0.2, 0.7)


@dataclass
class Room:
    """Everybody who can be found in a picture; a picture is its number here."""

    people: list[Person]
    slow: float = 0.0
    looked: list[int] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def look(self, picture: int, followed: Person) -> list[Person]:
        time.sleep(self.slow)
        self.looked.append(picture)
        self.threads.add(threading.current_thread().name)
        return [p for p in self.people if p is not followed]


def followed(room: Room, first: Person, seconds: float, *, heeds: bool = True) -> list[bool]:
    """Runs a lookout; gives for each picture whether the others were hidden."""
    lookout: Lookout[int] = Lookout(room.look)
    now, hidden = first, []
    for i in range(int(seconds * FPS)):
        if lookout.wanted is not None and heeds:
            now = lookout.wanted  # the model finds the one who is left
        lookout.update(i / FPS, i, lambda now=now: now)  # type: ignore[misc]
        hidden.append(lookout.wanted is not None)
    lookout.close()
    return hidden


def test_who_stands_by_is_hidden_until_the_user_is_followed() -> None:
    hidden = followed(Room([BYSTANDER, USER]), BYSTANDER, 6.0)
    assert hidden.count(True) == 1
    assert hidden.index(True) / FPS == pytest.approx(0.6, abs=0.15), "seen twice, then hidden"


@pytest.mark.parametrize(("people", "size"), [([USER], 0.0), ([USER, BYSTANDER], 1.0)])
def test_it_says_how_large_another_person_looks(people: list[Person], size: float) -> None:
    lookout: Lookout[int] = Lookout(Room(people).look)
    assert lookout.others is None
    for i in range(10):
        lookout.update(i / FPS, i, lambda: USER)
    lookout.close()
    assert lookout.others == pytest.approx(size)


def test_the_user_who_is_followed_already_is_left_alone() -> None:
    assert not any(followed(Room([USER, BYSTANDER]), USER, 12.0))
    assert not any(followed(Room([USER]), USER, 12.0))


def test_who_is_not_found_by_then_is_left_alone_until_the_next_look() -> None:
    hidden = followed(Room([BYSTANDER, USER]), BYSTANDER, 1.8, heeds=False)
    assert 10 <= hidden.count(True) <= 15


def test_a_plant_that_is_once_taken_for_a_person_costs_nothing() -> None:
    room = Room([BYSTANDER, USER])

    def once(picture: int, followed: Person) -> list[Person]:
        found = room.look(picture, followed)
        room.people = [BYSTANDER]
        return found

    lookout: Lookout[int] = Lookout(once)
    for i in range(200):
        lookout.update(i / FPS, i, lambda: BYSTANDER)
        assert lookout.wanted is None
    lookout.close()


@pytest.mark.parametrize(("remember_s", "found"), [(0.0, False), (30.0, True), (8.0, False)])
def test_who_is_seen_in_some_checks_only_is_remembered_for_as_long_as_wished(
    remember_s: float, found: bool
) -> None:
    # Somebody half behind a screen: every fourth check finds them, 20 seconds apart.
    checks: list[int] = []

    def look(picture: int, followed: Person) -> list[Person]:
        checks.append(picture)
        return [USER] if len(checks) % 4 == 0 else []

    lookout: Lookout[int] = Lookout(look, remember_s=remember_s)
    wanted = False
    for i in range(int(60 * FPS)):
        lookout.update(i / FPS, i, lambda: BYSTANDER)
        wanted |= lookout.wanted is not None
    lookout.close()
    assert wanted == found


@pytest.mark.parametrize("remember_s", [0.0, 30.0])
def test_a_model_that_slips_back_is_kept_from_the_others(remember_s: float) -> None:
    # The model finds the user while the others are hidden, and loses them as soon as they are not.
    lookout: Lookout[int] = Lookout(Room([BYSTANDER, USER]).look, remember_s=remember_s)
    hidden = []
    for i in range(int(10 * FPS)):
        lookout.update(i / FPS, i, lambda: lookout.wanted or BYSTANDER)
        hidden.append(lookout.wanted is not None)
    lookout.close()
    assert sum(hidden) > 0.8 * len(hidden)
    assert lookout.room == WIDE
    assert lookout.beside is BYSTANDER
    assert lookout.holding


def test_a_user_who_moves_after_a_switch_is_no_slip() -> None:
    lookout: Lookout[int] = Lookout(lambda _, f: [USER if f is BYSTANDER else BYSTANDER])
    now, hidden = BYSTANDER, []
    for i in range(int(10 * FPS)):
        if lookout.wanted is not None:
            now = USER
        elif now is not BYSTANDER:
            now = person(0.5 + 0.15 * np.sin(0.8 * i / FPS))
        lookout.update(i / FPS, i, lambda now=now: now)  # type: ignore[misc]
        hidden.append(lookout.wanted is not None)
    lookout.close()
    assert hidden.count(True) == 1


def test_the_answer_comes_at_the_same_picture_however_slow_the_machine_is() -> None:
    fast, slow = Room([BYSTANDER, USER]), Room([BYSTANDER, USER], slow=0.05)
    assert followed(fast, BYSTANDER, 6.0) == followed(slow, BYSTANDER, 6.0)
    assert fast.looked == slow.looked
    assert fast.threads == {"lookout_0"}, "beside the work"


def test_nobody_is_looked_for_while_nobody_is_followed_and_less_often_later() -> None:
    room = Room([USER])
    lookout: Lookout[int] = Lookout(room.look)
    for i in range(int(60 * FPS)):
        lookout.update(i / FPS, i, lambda i=i: USER if i >= 100 else None)  # type: ignore[misc]
    lookout.close()
    assert room.looked[0] == 100
    gaps = np.diff(room.looked) / FPS
    assert gaps[-1] == pytest.approx(5.0, abs=0.1)
    assert len(room.looked) < 16


@pytest.mark.parametrize("user_stays", [True, False])
def test_who_is_lost_to_a_bystander_is_found_again_at_once(*, user_stays: bool) -> None:
    """Long after the early checks the model goes from the user to somebody who stands by."""
    room = Room([USER, BYSTANDER] if user_stays else [BYSTANDER])
    lookout: Lookout[int] = Lookout(room.look)
    now, back = USER, []
    for i in range(int(30 * FPS)):
        t = i / FPS
        if t == 12.0:
            now = BYSTANDER
        if lookout.wanted is not None:
            now = lookout.wanted
            back.append(t)
        lookout.update(t, i, lambda now=now: now)  # type: ignore[misc]
    lookout.close()
    assert (now is USER) == user_stays
    assert bool(back) == user_stays
    if user_stays:
        assert back[0] < 12.6
        assert back[-1] == pytest.approx(back[0] + 10.0, abs=0.3), "hidden while they may overlap"


def test_closing_waits_for_a_look_under_way() -> None:
    room = Room([USER], slow=0.1)
    lookout: Lookout[int] = Lookout(room.look)
    for i in range(3):
        lookout.update(i / FPS, i, lambda: USER)
    lookout.close()
    assert room.looked == [0]
