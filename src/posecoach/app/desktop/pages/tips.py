"""The tips: stretching, sitting, standing, lying and sleeping."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import parts
from posecoach.cues import safety
from posecoach.cues.tips import TIPS
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window


class Tips(Page):
    """A card for each group of tips, and the safety words."""

    name = "tips"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        scale = self.scale
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, scale.px(12), 0)
        grid.setSpacing(scale.px(24))
        groups = [(tr(group.title), group.lines) for group in TIPS]
        groups.append((tr(_("Stay safe")), safety.ADVICE))
        for number, (title, lines) in enumerate(groups):
            content = parts.column(parts.text(title, "heading"), spacing=scale.px(10))
            for line in lines:
                dot = self.icon("next", 20, self.theme.colours.primary)
                content.addLayout(parts.row(dot, parts.text(tr(line), wrap=True)))
            content.addStretch(1)
            grid.addWidget(parts.card(content), number // 2, number % 2)
        area = parts.scrolled(inner)
        layout = parts.column(area, spacing=scale.px(12))
        if window.has("lessons"):
            words = tr(_("Lessons with figures: lying, lifting, standing, sitting"))
            self.primary = self.button(words, lambda: window.go("lessons"), icon="next")
            layout.insertLayout(0, parts.row(self.primary, 1))
        margin = scale.px(48)
        layout.setContentsMargins(margin, scale.px(8), margin, scale.px(28))
        self.setLayout(layout)
        self._area = area

    def enter(self) -> None:
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll it
        self._area.setAccessibleName(tr(_("Tips to read")))

    def forward(self) -> None:
        """Page Down scrolls, though a button has the first focus."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
