"""Groups of settings that both the first run and the settings page show."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QHideEvent,
    QIcon,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QLabel, QRadioButton, QWidget

from posecoach.app import settings
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.settings.cards import SHEET
from posecoach.app.desktop.widgets import icons, parts
from posecoach.cues.words import most_wait_s
from posecoach.language import current, tr
from posecoach.language import mark as _

if TYPE_CHECKING:
    from posecoach.sinks.voice.speaker import Speaker

VOICES = (("full", _("All")), ("cues", _("Short")), ("off", _("Silent")))
AGES = (("under65", _("Under 65")), ("65plus", _("65 or older")))
DOSES = (("gentle", _("Gentle")), ("usual", _("Usual")), ("more", _("A little more")))
SIDES = (("left", _("Left")), ("right", _("Right")))


def announce(label: QLabel, words: str, *, alarm: bool = False) -> None:
    """Shows words and lets a screen reader say them: at once for an alarm, else when it is idle."""
    label.setText(words)
    label.setVisible(bool(words))
    if not words:
        return
    if alarm:
        QAccessible.updateAccessibility(QAccessibleEvent(label, QAccessible.Event.Alert))
    else:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(label, words))


def least_more(beside: bool) -> int:
    """How much wider something must become before its parts go beside each other again.

    More than a scroll bar: one that comes and goes with the height would turn them to and fro.
    """
    return 0 if beside else 40


class Row(QWidget):
    """One setting: its name and what it does at the left, the control at the right.

    Where there is no room, the control comes below, and the buttons of a choice below each other.

    Attributes:
        about: what the setting does, or its value in words.
    """

    def __init__(
        self, page: Page, name: str, about: str, control: QWidget, *, below: bool = False
    ) -> None:
        super().__init__()
        self._scale, self._control, self._below = page.scale, control, below
        self._places: tuple[bool, bool] = (True, True)
        self.about = parts.text(about, "small", wrap=True)
        self.about.setVisible(bool(about))
        words = parts.column(
            1, parts.text(name, "section", wrap=True), self.about, 1, spacing=page.scale.px(2)
        )
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(page.scale.px(24))
        self._box.addLayout(words, 1)
        self._box.addWidget(control)
        if below:
            self._box.setDirection(QBoxLayout.Direction.TopToBottom)
            self._box.setSpacing(page.scale.px(10))
            self._places = (False, True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def event(self, event: QEvent) -> bool:
        """The control has another size: its style came, or its words have changed."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self.width())
        return handled

    def _arrange(self, width: int) -> None:
        least = self._scale.text("body") * 13  # about two dozen letters of what it does
        wide = self._wide()
        room = width - self._scale.px(24) - least_more(self._places[0])
        beside = not self._below and room >= wide + least
        in_row = beside or width - least_more(self._places[1]) >= wide
        if (beside, in_row) == self._places:
            return
        self._places = beside, in_row
        way, align = QBoxLayout.Direction, Qt.AlignmentFlag
        self._box.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._box.setSpacing(self._scale.px(24 if beside else 10))
        if not self._below:
            self._box.setAlignment(self._control, align.AlignVCenter if beside else align.AlignLeft)
        if isinstance(self._control, parts.Choice):
            buttons = self._control.layout()
            assert isinstance(buttons, QBoxLayout)
            buttons.setDirection(way.LeftToRight if in_row else way.TopToBottom)
        QTimer.singleShot(0, self, self.updateGeometry)  # its height is another one now

    def _wide(self) -> int:
        """The width of the control with all that it has beside each other."""
        if not isinstance(self._control, parts.Choice):
            return self._control.sizeHint().width()
        made = list(self._control.buttons.values())
        for one in made:
            one.ensurePolished()
        return sum(one.sizeHint().width() + 8 for one in made)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow: else a row with the control at the right could not become narrower again."""
        control = self._control
        made: list[QWidget] = [control]
        if isinstance(control, parts.Choice):
            made = list(control.buttons.values())
        least = max((one.minimumSizeHint().width() for one in made), default=0)
        return QSize(least, 0)  # the height follows from the width


class Group(QWidget):
    """Settings below each other, with lines between them; saved as they change."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._plain: dict[str, parts.Switch] = {}  # those that show a setting as it is kept
        self.setStyleSheet(SHEET)
        self._rows = parts.column(spacing=page.scale.px(14))
        self.setLayout(self._rows)
        self.fill()
        self._rows.addStretch(1)

    def fill(self) -> None:
        """Adds the settings."""

    def start(self) -> None:
        """Called when the group is shown."""

    def stop(self) -> None:
        """Called when the group is no longer shown."""

    def changed(self, names: set[str]) -> None:
        """Settings have changed, here or by a key: shows them."""
        own = self.page.app.context.own
        for name in names & set(self._plain):
            self._plain[name].setChecked(bool(own.value(name)))

    def back(self) -> bool:
        """Escape; returns whether the group had something to take back."""
        return False

    def add(self, name: str, about: str, control: QWidget, *, below: bool = False) -> Row:
        """Adds a setting; ``below``: the control has the whole width below the words."""
        if self._rows.count():
            self._rows.addWidget(parts.line())
        made = Row(self.page, name, about, control, below=below)
        self._rows.addWidget(made)
        return made

    def choice(self, key: str, name: str, about: str, options: tuple[tuple[str, str], ...]) -> None:
        """Adds a setting of which one of a few values is chosen."""
        context = self.page.app.context
        made = parts.Choice(
            name,
            [(value, tr(words)) for value, words in options],
            str(context.own.value(key)),
            lambda value: context.change(**{key: settings.checked(key, value)}),
        )
        made.setObjectName(key)
        for value, one in made.buttons.items():
            one.setObjectName(f"{key}:{value}")
            one.toggled.connect(lambda on, b=one: self._tick(b, on))
            self._tick(one, one.isChecked())
        self.add(name, about, made)

    def _tick(self, button: QRadioButton, on: bool) -> None:
        """The chosen one has a tick: never by colour alone."""
        size, theme = self.page.scale.px(22), self.page.theme
        button.setIcon(icons.icon("tick", theme.colours.on_primary, size * 2) if on else QIcon())
        button.setIconSize(QSize(size, size))

    def switch(self, key: str, name: str, about: str) -> None:
        """Adds a setting that is on or off."""
        context = self.page.app.context
        made = parts.Switch(
            name, bool(context.own.value(key)),
            lambda on: context.change(**{key: on}), self.page.theme,
        )  # fmt: skip
        made.setObjectName(key)
        self._plain[key] = made
        self.add(name, about, LabelledSwitch(made))


class LabelledSwitch(QWidget):
    """A switch with its state in a word beside it: never by colour and place alone."""

    def __init__(self, switch: parts.Switch) -> None:
        super().__init__()
        self._switch, self._word = switch, parts.text("", "strong")
        words = tr(_("On")), tr(_("Off"))
        self._word.ensurePolished()
        widest = max(self._word.fontMetrics().horizontalAdvance(word) for word in words)
        self._word.setMinimumWidth(widest)
        self._word.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = parts.row(self._word, switch, spacing=4)
        self.setLayout(layout)
        switch.toggled.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        self._word.setText(tr(_("On")) if self._switch.isChecked() else tr(_("Off")))


class VoiceGroup(Group):
    """How much is said aloud, and a sentence to try it."""

    def fill(self) -> None:
        self._speaker: Speaker | None = None
        self.choice(
            "voice",
            tr(_("Voice")),
            tr(_("All: instructions, counts, corrections, praise. Short: counts and corrections.")),
            VOICES,
        )
        try_it = self.page.button(tr(_("Say something")), self._say, icon="voice")
        self.add(
            tr(_("Try it")),
            tr(_("If you hear nothing, turn up the sound; every word is on the screen too.")),
            try_it,
        )
        self._told = parts.text("", "muted", wrap=True)
        self._told.hide()
        self._rows.addWidget(self._told)

    def _say(self) -> None:
        from posecoach.sinks.voice.speaker import system_speaker

        if self._speaker is None:
            self._speaker = system_speaker(current())
        sentence = tr(_("Good. Hold it there and breathe."))
        if self._speaker.name in ("none", "chimes"):
            announce(
                self._told,
                tr(_("There is no voice on this machine; read the screen, or install one.")),
            )
        else:
            self._told.setText(f"“{sentence}”")
            self._told.show()
        self._speaker.say(sentence, t=0.0, keep_s=most_wait_s(sentence))

    def stop(self) -> None:
        """Ends the voice, also in the middle of the sentence."""
        if self._speaker is not None:
            self._speaker.hush()
            self._speaker.close()
            self._speaker = None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self.stop()
        super().hideEvent(event)


class YouChoice(Group):
    """Age band, dose and first side."""

    def fill(self) -> None:
        self.choice(
            "age",
            tr(_("Age")),
            tr(_("From 65 on, holds are longer and fewer, as the guidelines advise.")),
            AGES,
        )
        self.choice(
            "dose", tr(_("How much")), tr(_("Repetitions and seconds of each stretch.")), DOSES
        )
        self.choice(
            "first_side", tr(_("First side")), tr(_("The side that you begin with.")), SIDES
        )
