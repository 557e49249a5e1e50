"""The group of settings for how things look."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import Group, LabelledSwitch
from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr

LIGHTNESS = (
    ("system", _("As my system")),
    ("light", _("Always light")),
    ("dark", _("Always dark")),
)
#: A language's own name is never translated.
LANGUAGES = (("system", _("As my system")), ("en", "English"), ("de", "Deutsch"))
SIZES = {
    8: _("Small"),
    9: _("A little smaller"),
    10: _("Usual"),
    11: _("A little larger"),
    12: _("Larger"),
    13: _("Large"),
    14: _("Very large"),
}


class LookGroup(Group):
    """Light or dark, contrast, text size, motion, language, full screen."""

    def fill(self) -> None:
        own, change = self.page.app.context.own, self.page.app.context.change
        self.choice(
            "lightness",
            tr(_("Light or dark")),
            tr(_("Home, progress and settings. Coaching stays dark.")),
            LIGHTNESS,
        )
        contrast = parts.Switch(
            tr(_("High contrast")),
            own.look.theme == "contrast",
            lambda on: change(theme="contrast" if on else "normal"),
            self.page.theme,
        )
        contrast.setObjectName("theme")
        self.add(
            tr(_("High contrast")),
            tr(_("Black and white, panels that hide the room. Key c")),
            LabelledSwitch(contrast),
        )
        size = SizeSlider(self.page)
        words = self.add(tr(_("Text size")), size.words, size).about
        size.slider.sliderMoved.connect(lambda value: words.setText(in_words(value)))
        self.switch(
            "motion",
            tr(_("Motion")),
            tr(_("Off: nothing glides or fades; ring and meter still follow you.")),
        )
        self.choice("language", tr(_("Language")), tr(_("Screen and voice")), LANGUAGES)
        self.switch(
            "full_screen", tr(_("Full screen")), tr(_("The window fills the screen. Key f"))
        )


def in_words(tenths: int) -> str:
    """A text size in words, and the keys for it."""
    words, keys = tr(SIZES[tenths]), tr(_("Keys + and −"))  # noqa: RUF001 - a minus
    if tenths == 10:
        return f"{words}. {keys}"
    times = tr(_("{size} times")).format(size=tenths / 10)
    return f"{words}, {times}. {keys}"


class SizeSlider(QWidget):
    """A slider between a small and a large letter; pulling it changes nothing until it is let go.

    Attributes:
        slider: in tenths of the usual size.
        words: the size in words.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        context, scale = page.app.context, page.scale
        now = round(context.own.look.text_size * 10)
        self.words = in_words(min(max(now, 8), 14))
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("text_size")
        self.slider.setAccessibleName(tr(_("Text size")))
        self.slider.setAccessibleDescription(self.words)
        self.slider.setRange(8, 14)
        self.slider.setSingleStep(1)
        self.slider.setPageStep(1)
        self.slider.setTracking(False)  # rebuilding the page would end the drag
        self.slider.setValue(now)
        self.slider.setMinimumWidth(scale.px(220))
        self.slider.valueChanged.connect(lambda value: context.change(text_size=value / 10))
        self.slider.setCursor(Qt.CursorShape.PointingHandCursor)
        small, large = parts.text("A", "small"), parts.text("A", "heading")
        self.setLayout(parts.row(small, self.slider, large, spacing=scale.px(8)))


class _Slider(QSlider):
    """A slider that the wheel goes past: it is meant for the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
