"""The buttons of a break that has not begun: put it off, or leave it for this time."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from posecoach.app.breaks import LATER
from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.layout import Box, Grid

if TYPE_CHECKING:
    from posecoach.app.desktop.page import Page
    from posecoach.app.desktop.session.breaks.run import BreakRun

_GAP = 8  # pixels between two of them
_IN_RAIL = 0.245  # of the canvas's height, below the camera check
_NOT_BEGUN = ("", "check")


class Later:
    """A title and a button for each time, in the rail if they fit there, else high on the stage.

    Attributes:
        buttons: in the order in which they are reached.
    """

    def __init__(self, page: "Page", run: "BreakRun") -> None:
        self._title = parts.text(tr(_("Put it off")), "section")
        self._title.setParent(page)
        self._title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.buttons: list[QPushButton] = []
        for minutes in LATER:
            short = tr(_("{minutes} min")).format(minutes=minutes)
            made = page.button(short, partial(run.put_off, minutes), "over")
            told = tr(_("Put it off for {minutes} minutes")).format(minutes=minutes)
            made.setAccessibleName(told)
            self.buttons.append(made)
        self.buttons.append(page.button(tr(_("Not this time")), run.skip, "over", "skip"))
        for made in self.buttons:
            made.setParent(page)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show(self, stage: str) -> None:
        """Shows them until the break has begun."""
        for part in (self._title, *self.buttons):
            part.setVisible(stage in _NOT_BEGUN)

    def place(self, grid: Grid) -> None:
        """Puts them on the grid of the drawn screen."""
        height = grid.size[1]
        room = Box(
            grid.rail.x0 + grid.margin, round(height * (1 - _IN_RAIL)),
            grid.rail.x1 - grid.margin // 2, height - grid.margin // 2,
        )  # fmt: skip
        rows = self._rows(room.width)
        if grid.tall or not self._fits(rows, room):
            stage, pause = grid.stage, grid.pause
            room = (
                Box(pause.x1 + _GAP, stage.y0, stage.x1, stage.y1)
                if grid.rail_right
                else Box(stage.x0, stage.y0, pause.x0 - _GAP, stage.y1)
            )
            rows = self._rows(room.width)
        y = room.y0
        for row in rows:
            high = max(part.sizeHint().height() for part in row)
            x = room.x0
            for part in row:
                wide = min(part.sizeHint().width(), room.width)
                part.setGeometry(x, y, wide, high)
                x += wide + _GAP
            y += high + _GAP

    def _rows(self, width: int) -> list[list[QWidget]]:
        """The title, the times, and the last one, each in a row or more."""
        rows: list[list[QWidget]] = [[self._title], []]
        used = 0
        for made in self.buttons:
            wide = made.sizeHint().width()
            if rows[-1] and used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append(made)
            used += wide + _GAP
        return rows

    @staticmethod
    def _fits(rows: list[list[QWidget]], room: Box) -> bool:
        high = sum(max(p.sizeHint().height() for p in row) + _GAP for row in rows) - _GAP
        wide = max(p.sizeHint().width() for row in rows for p in row)
        return high <= room.height and wide <= room.width


def later_of(page: "Page") -> Later | None:
    """The buttons of the break that runs; None if no break does."""
    run = page.app.sessions.run
    if run is None or not run.brief:
        return None
    from posecoach.app.desktop.session.breaks.run import BreakRun

    return Later(page, run) if isinstance(run, BreakRun) else None
