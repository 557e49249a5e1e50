"""What the steps of a recording consist of: which side is shown, what was found, a mistake."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLayout, QLineEdit, QRadioButton, QWidget

from posecoach.app.desktop.drafting import words
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.app.desktop.widgets.style import Scale
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.drafting.recording import Recording, SideShown
    from posecoach.draft.make import Draft

_SIDES: "tuple[tuple[SideShown, str], ...]" = (
    ("both", _("Both sides, or none")),
    ("left", _("Left only")),
    ("right", _("Right only")),
)


def named(name: QLineEdit, sides: QLayout, scale: Scale, *, wide: bool) -> QLayout:
    """The name beside the sides where the window is wide, else above them."""
    about = parts.text(tr(_("What is it called?")), "section")
    column = parts.column(about, name, spacing=scale.px(6))
    if not wide:
        return parts.column(column, sides, spacing=scale.px(12))
    both = parts.row(column, sides, spacing=scale.px(24))
    both.setStretch(0, 1)
    return both


def sides(page: Page, recording: "Recording") -> QLayout:
    """Which side is shown, one of three."""
    group, made = QButtonGroup(page), []
    question = tr(_("Which side do you show?"))

    def shows(side: "SideShown") -> None:
        recording.side = side

    for value, side in _SIDES:
        one = QRadioButton(tr(side))
        one.setProperty("kind", "choice")
        one.setAccessibleName(f"{question} {tr(side)}")
        one.setCursor(Qt.CursorShape.PointingHandCursor)
        one.clicked.connect(lambda _on=False, v=value: shows(v))
        group.addButton(one)
        made.append(one)
    for one, (value, _side) in zip(made, _SIDES, strict=True):
        one.setChecked(value == recording.side)
    flow = Flow(*made, spacing=page.scale.px(8))
    return parts.column(parts.text(question, "section"), flow, spacing=page.scale.px(6))


def result(page: Page, found: "Draft", *, wide: bool) -> QLayout:
    """The moving guide figure, and what was found in words."""
    scale = page.scale
    counted = parts.text("", "heading", wrap=True)
    lines = parts.column(
        counted, parts.text(words.seen(found), wrap=True),
        parts.text(words.signal(found), wrap=True), spacing=scale.px(10),
    )  # fmt: skip
    for line in (words.left_out(found), *found.remarks):
        if line:
            lines.addWidget(parts.text(line, "muted", wrap=True))
    lines.addStretch(1)
    moves = page.app.context.own.look.motion
    figure = parts.FigureView(
        found.stretch, page.theme, moves=moves, ground=page.theme.grounds.tint
    )
    figure.setMinimumHeight(scale.px(230))
    drawn = parts.card(parts.column(figure), "hero", scale.px(16))
    both = (parts.row if wide else parts.column)(spacing=scale.px(28))
    both.addWidget(drawn, 4)
    both.addLayout(lines, 5)
    announce(counted, words.counted(found))
    return both


def mistake(page: Page, begin: Callable[[str], object], *, wide: bool) -> QWidget:
    """A deliberate mistake, if wished: what is then said, and a button to record it.

    ``begin`` is called with what is said.
    """
    scale = page.scale
    said = QLineEdit()
    said.setAccessibleName(tr(_("What should be said of the mistake")))
    said.setPlaceholderText(tr(_("For example: Keep your heels down")))
    said.setMaxLength(60)
    said.setProperty("typing", "true")  # letters are no keys of the window here
    said.setMinimumWidth(scale.px(200))
    record = page.button(
        tr(_("Record the mistake")), lambda: begin(said.text().strip()), icon="camera"
    )
    record.setEnabled(False)
    said.returnPressed.connect(record.click)
    said.textChanged.connect(lambda text: record.setEnabled(bool(text.strip())))
    line = (parts.row if wide else parts.column)(said, record, spacing=scale.px(12))
    about = tr(
        _(
            "If you wish, show a common mistake twice, and it will be corrected. Say it as "
            "a correction:"
        )
    )
    return parts.card(
        parts.column(parts.text(about, wrap=True), line, spacing=scale.px(10)),
        padding=scale.px(16),
    )
