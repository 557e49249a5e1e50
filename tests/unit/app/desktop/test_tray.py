"""The day in the tray: what the icon says, what is offered, and the break."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from posecoach.app import breaks
from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.eye import Eye
from posecoach.app.desk.live import LiveDesk
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.tray.app import Tray
from posecoach.app.desktop.tray.icon import tray_icon
from posecoach.app.desktop.tray.state import state
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.desk.desk import Desk
from posecoach.desk.events import AskUpright, DeskEvent, Notified, NotLearnt
from posecoach.errors import SourceError
from posecoach.landmarks.protocol import Landmarker
from tests.sitter import Scene, Sitter

Wait = Callable[[Callable[[], object]], None]


class Child:
    """A program that runs until it is told to end."""

    def __init__(self) -> None:
        self.code: int | None = None
        self.stdout: BytesIO | None = None
        self.stderr: BytesIO | None = None

    def poll(self) -> int | None:
        return self.code


class Started:
    """Starts made-up programs, or none."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.child = Child()
        self.broken = False

    def __call__(self, command: tuple[str, ...]) -> Any:
        if self.broken:
            raise OSError("no such program")
        self.commands.append(command)
        return self.child


def no_camera() -> Any:
    raise SourceError("There is no camera.")


def no_model() -> Landmarker:
    raise AssertionError("it is not started")


@pytest.fixture
def started() -> Started:
    return Started()


@pytest.fixture
def tray(app: QApplication, started: Started) -> Iterator[Tray]:
    live = LiveDesk(Desk(), Eye(no_camera), no_model, DayClock(), look_s=5.0)
    made = Tray(Context(Settings(), RunOptions()), live, begin=started, tray=False)
    yield made
    made.close()
    made.deleteLater()


def words_of(tray: Tray) -> str:
    assert tray.offer is not None
    return " ".join(label.text() for label in tray.offer.findChildren(QLabel))


def test_a_notification_offers_a_break_and_takes_no_focus(tray: Tray, started: Started) -> None:
    tray.live.told([Notified(0.0, "slump", 600.0)])
    assert "10 minutes" in words_of(tray)
    assert tray.offer is not None
    assert not tray.offer.isActiveWindow()
    assert tray.offer.start is not None
    tray.offer.start.click()
    assert not tray.offer.isVisible()
    assert [c[-4:] for c in started.commands] == [("break", "--no-wait", "--source", "0")]
    assert tray.live.off == "break"
    assert not tray.take.isEnabled()


def test_after_the_break_it_looks_again(tray: Tray, started: Started, wait: Wait) -> None:
    tray.begin_break()
    tray.begin_break()  # a second click begins no second break
    assert len(started.commands) == 1
    started.child.code = 0
    wait(lambda: tray.live.off is None)
    assert tray.take.isEnabled()


@pytest.mark.parametrize(("code", "note"), [(0, False), (10, False), (11, False), (13, True)])
def test_only_a_break_that_could_not_be_is_spoken_of(
    tray: Tray, started: Started, wait: Wait, code: int, note: bool
) -> None:
    tray.begin_break()
    started.child.code = code
    wait(lambda: tray.live.off is None)
    assert (tray.offer is not None) == note


@pytest.mark.parametrize(
    ("code", "wrong", "said"),
    [
        (breaks.NO_CAMERA, b"", "another program"),
        (breaks.BUSY, b"", "running already"),
        (1, b"\nThe record cannot be read.\n", "The record cannot be read."),
        (1, b"", "could not begin"),
    ],
)
def test_it_says_why_there_was_no_break(
    tray: Tray, started: Started, wait: Wait, code: int, wrong: bytes, said: str
) -> None:
    tray.begin_break()
    started.child.stderr, started.child.code = BytesIO(wrong), code
    wait(lambda: tray.live.off is None)
    assert said in words_of(tray)


@pytest.mark.parametrize("seated", [False, True])
def test_only_who_stood_up_for_a_break_has_stood(
    tray: Tray, started: Started, wait: Wait, seated: bool
) -> None:
    sat_slumped(tray.live.desk, 30.0)
    tray.begin_break()
    tray.live.desk.cannot_see(31.0, "break")
    started.child.stdout = BytesIO(breaks.BreakEnd(breaks.DONE, seated=seated).told().encode())
    started.child.code = breaks.DONE
    wait(lambda: tray.live.off is None)
    assert tray.live.desk.where == ("sitting" if seated else "standing")


def test_it_says_what_hinders_it_from_learning(tray: Tray) -> None:
    tray.live.told([NotLearnt(0.0)])
    assert "shoulders" in words_of(tray)


def test_a_break_that_is_put_off_in_its_window_begins_again_then(
    tray: Tray, started: Started, wait: Wait
) -> None:
    tray.begin_break()
    started.child.stdout = BytesIO(breaks.BreakEnd(breaks.PUT_OFF, 15).told().encode())
    started.child.code = breaks.PUT_OFF
    wait(lambda: tray.live.off is None)
    assert tray.later.remainingTime() == pytest.approx(15 * 60_000, abs=60_000)
    assert not any(isinstance(e, Notified) for e in sat_slumped(tray.live.desk, 800.0))
    assert any(isinstance(e, Notified) for e in sat_slumped(tray.live.desk, 400.0, 800.0))
    tray.later.start(0)
    wait(lambda: len(started.commands) == 2)


def sat_slumped(desk: Desk, seconds: float, since: float = 0.0) -> list[DeskEvent]:
    """The user sits, after a minute in a slump, for so long."""
    scene, out = Scene(), list[DeskEvent]()
    for t in range(round(since), round(since + seconds), 2):
        out += desk.update(scene.pose(t + 1.0, Sitter(slump=t > 60, forward=0.4 * (t > 60))))
    return out


def test_a_break_does_not_undo_that_it_was_told_to_stop_looking(
    tray: Tray, started: Started, wait: Wait
) -> None:
    tray.turn()
    tray.begin_break()
    started.child.code = breaks.SKIPPED
    wait(lambda: tray.take.isEnabled())
    assert tray.live.off == "stopped"


def test_a_break_that_was_put_off_does_not_disturb_a_call_and_not_today_ends_it(
    tray: Tray, started: Started, wait: Wait
) -> None:
    tray.live.desk.cannot_see(0.0, "taken")
    tray.later.start(0)
    wait(lambda: tray.later.remainingTime() > 1000)
    assert not started.commands, "it waits for the end of the call"
    tray.put_off(None)
    assert not tray.later.isActive()


def test_settings_that_are_wrong_are_told(app: QApplication, started: Started) -> None:
    live = LiveDesk(Desk(), Eye(no_camera), no_model, DayClock(), look_s=5.0)
    made = Tray(Context(Settings(), RunOptions(), "It is wrong."), live, begin=started, tray=False)
    assert "It is wrong." in words_of(made)
    made.close()
    made.deleteLater()


def test_a_break_that_cannot_begin_is_told_and_it_looks_on(tray: Tray, started: Started) -> None:
    started.broken = True
    tray.begin_break()
    assert tray.live.off is None
    assert "could not begin" in words_of(tray)


@pytest.mark.parametrize(("number", "seconds"), [(0, 300), (1, 900), (2, 1800), (3, 86400)])
def test_a_break_can_be_put_off_without_a_word_of_blame(
    tray: Tray, number: int, seconds: float
) -> None:
    desk = tray.live.desk
    scene = Scene()
    tray.live.told([Notified(0.0, "sitting", 2700.0)])
    assert tray.offer is not None
    before = tray.live.clock.now()
    tray.offer.later[number].click()
    assert not tray.offer.isVisible()
    assert not any(isinstance(e, Notified) for e in desk.update(scene.pose(before, Sitter())))


def test_to_be_learnt_is_asked_for_in_a_note_that_goes_by_itself(tray: Tray) -> None:
    tray.live.told([AskUpright(0.0, "first")])
    assert "upright" in words_of(tray)
    assert tray.offer is not None
    assert tray.offer.start is None
    assert tray.offer.later == []


def test_looking_is_stopped_and_begun_from_the_menu(tray: Tray) -> None:
    assert tray.look.text() == "Stop looking"
    tray.turn()
    assert (tray.live.off, tray.look.text()) == ("stopped", "Look again")
    tray.turn()
    assert tray.live.off is None


def test_the_icon_says_when_it_looks() -> None:
    desk = Desk()
    assert state(desk, seeing=True, off=None).sign == "learning"
    scene = Scene()
    for t in range(30):
        desk.update(scene.pose(float(t), Sitter()))
    assert state(desk, seeing=True, off=None).sign == "looking"
    assert state(desk, seeing=False, off=None).sign == "closed"
    assert state(desk, seeing=False, off="stopped").sign == "off"
    desk.cannot_see(31.0, "taken")
    assert state(desk, seeing=False, off=None).line == "Another program uses the camera"


def test_each_sign_has_a_shape_of_its_own(app: QApplication) -> None:
    drawn = {
        sign: bytes(tray_icon(sign).pixmap(22, 22).toImage().constBits())
        for sign in ("closed", "looking", "learning", "off")
    }
    assert len(set(drawn.values())) == 4


def test_the_small_window_shows_the_same_where_there_is_no_tray(tray: Tray) -> None:
    assert tray.icon is None
    assert tray.window is not None
    assert tray.window.line.text() == "Learning how you sit upright"
    ended: list[bool] = []
    tray.finished.connect(lambda: ended.append(True))
    tray.window.close()
    assert ended == [True]
