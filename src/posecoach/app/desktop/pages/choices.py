"""Groups of settings that both the first run and the settings page show."""

from PySide6.QtWidgets import QLayout, QWidget

from posecoach.app.desktop import parts
from posecoach.app.desktop.page import Page
from posecoach.cues.words import VOICE_LETTERS_S
from posecoach.language import current, tr
from posecoach.language import mark as _

VOICES = (("full", _("All")), ("cues", _("Short")), ("off", _("Silent")))
AGES = (("under65", _("Under 65")), ("65plus", _("65 or older")))
DOSES = (("gentle", _("Gentle")), ("usual", _("Usual")), ("more", _("A little more")))
SIDES = (("left", _("Left")), ("right", _("Right")))


def setting(page: Page, name: str, about: str, control: QWidget) -> QLayout:
    """One setting: its name and what it does at the left, the control at the right."""
    left = parts.column(
        parts.text(name, "section"), parts.text(about, "small", wrap=True), spacing=page.scale.px(2)
    )
    out = parts.row(spacing=page.scale.px(24))
    out.addLayout(left, 1)
    out.addWidget(control)
    return out


class Group(QWidget):
    """Settings below each other, with lines between them; saved as they change."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._rows = parts.column(spacing=page.scale.px(14))
        self.setLayout(self._rows)
        self.fill()
        self._rows.addStretch(1)

    def fill(self) -> None:
        """Adds the settings."""

    def add(self, name: str, about: str, control: QWidget) -> None:
        """Adds a setting."""
        if self._rows.count():
            self._rows.addWidget(parts.line())
        self._rows.addLayout(setting(self.page, name, about, control))

    def choice(self, key: str, name: str, about: str, options: tuple[tuple[str, str], ...]) -> None:
        """Adds a setting of which one of a few values is chosen."""
        context = self.page.app.context
        made = parts.Choice(
            name,
            [(value, tr(words)) for value, words in options],
            str(getattr(context.own, key)),
            lambda value: context.change(**{key: value}),
        )
        self.add(name, about, made)

    def switch(self, key: str, name: str, about: str) -> None:
        """Adds a setting that is on or off."""
        context = self.page.app.context
        made = parts.Switch(
            name,
            bool(getattr(context.own, key)),
            lambda on: context.change(**{key: on}),
            self.page.theme,
        )
        self.add(name, about, made)


class VoiceChoice(Group):
    """How much is said aloud, and a sentence to try it."""

    def fill(self) -> None:
        self._speaker: object = None
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
        self._rows.addWidget(self._told)

    def _say(self) -> None:
        from posecoach.sinks.voice.speaker import Speaker, system_speaker

        if self._speaker is None:
            self._speaker = system_speaker(current())
        speaker = self._speaker
        assert hasattr(speaker, "say")
        found: Speaker = speaker  # type: ignore[assignment]
        sentence = tr(_("Good. Hold it there and breathe."))
        if found.name in ("none", "chimes"):
            self._told.setText(
                tr(_("There is no voice on this machine; read the screen, or install one."))
            )
        else:
            self._told.setText(f"“{sentence}”")
        found.say(sentence, t=0.0, keep_s=len(sentence) / VOICE_LETTERS_S + 5)


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
