"""All stretches by where they are done, each with its moving figure and what is watched of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.about import About, facts
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.card import CardButton
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.spec.schema import Level, Stretch

_TITLES: "dict[Level, str]" = {
    "standing": _("Standing"),
    "chair": _("On a chair"),
    "floor": _("On the floor"),
}


class Library(Page):
    """A card for each stretch, under where it is done; a press opens what is told of it."""

    name = "library"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._columns = 0
        self._area: QWidget | None = None
        self.cards: dict[str, QPushButton] = {}
        self._layout = parts.column(spacing=0)
        self.setLayout(self._layout)

    def enter(self) -> None:
        self._build()

    @property
    def _fits(self) -> int:
        """Cards beside each other; fewer where the window is narrow for its text."""
        return max(1, min(3, self.width() // self.scale.px(400)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._area is not None and self._fits != self._columns:
            self._build()

    def _build(self) -> None:
        from posecoach.spec.library import LEVELS, at_level

        scale = self.scale
        self._columns = self._fits
        self.cards.clear()
        rows = parts.column(
            parts.text(tr(_("All stretches")), "title"),
            parts.text(tr(_("Choose one to read about it and to begin it.")), "muted", wrap=True),
            Flow(
                self.button(
                    tr(_("Record one of your own")), lambda: self.app.go("record"), icon="camera"
                ),
                spacing=scale.px(12),
            ),
            spacing=scale.px(14),
        )  # fmt: skip
        for level in LEVELS:
            found = at_level(level)
            if found:
                rows.addWidget(parts.text(tr(_TITLES[level]), "heading"))
                rows.addLayout(self._grid(found))
        rows.addStretch(1)
        rows.setContentsMargins(0, 0, scale.px(12), scale.px(12))
        content = QWidget()
        content.setLayout(rows)
        area = parts.scrolled(content)
        parts.exchange(self._layout, self._area, area)
        self._area = area
        margin = scale.px(48 if self._columns > 1 else 24)
        self._layout.setContentsMargins(margin, scale.px(8), margin, scale.px(20))

    def _open(self, name: str) -> None:
        about = self.app.get("stretch")
        assert isinstance(about, About)
        about.show_stretch(name)

    def _grid(self, found: "list[Stretch]") -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.scale.px(16))
        for number, stretch in enumerate(found):
            card = self.cards[stretch.id] = self._card(stretch)
            grid.addWidget(card, number // self._columns, number % self._columns)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _card(self, stretch: "Stretch") -> QPushButton:
        scale, name = self.scale, tr(stretch.name)
        line = facts(self.app, stretch)
        watched = words.watched(stretch)
        inner = parts.row(spacing=scale.px(14))
        moves = self.app.context.own.look.motion
        figure = parts.FigureView(
            stretch, self.theme, moves=moves, ground=self.theme.grounds.surface
        )
        figure.setFixedSize(scale.px(104), scale.px(92))
        figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        texts = [
            parts.text(name, "section", wrap=True),
            parts.text(line, "small", wrap=True),
            parts.text(watched, "small", wrap=True),
        ]
        for label in texts:  # a press goes through to the card
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner.addWidget(figure)
        inner.addLayout(parts.column(1, *texts, 1, spacing=scale.px(2)), 1)
        inner.setContentsMargins(scale.px(12), scale.px(8), scale.px(12), scale.px(8))
        made = CardButton(f"{name}, {line}, {watched}", lambda: self._open(stretch.id), inner)
        made.setAccessibleDescription(tr(stretch.summary))
        made.setMinimumHeight(scale.px(124))
        return made
