"""Shown where the app cannot begin: why, and a button to try again."""

from typing import TYPE_CHECKING

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow, Inner
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window


class Trouble(Page):
    """One sentence; whoever has mended what it names goes on without starting the app again."""

    name = "trouble"
    bare = True

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        scale = self.scale
        self._told = parts.text("", "section", wrap=True)
        self.primary = self.button(tr(_("Try again")), self._again, "primary", "repeat")
        close = self.button(tr(_("Close")), self.back, icon="end")
        inside = Inner()
        inside.setLayout(
            parts.column(
                parts.text(tr(_("That does not work now")), "title", wrap=True), self._told, 1,
                spacing=scale.px(20),
            )
        )  # fmt: skip
        whole = parts.column(
            parts.scrolled(inside), Flow(self.primary, close, spacing=scale.px(12)),
            spacing=scale.px(20),
        )  # fmt: skip
        margin = scale.px(48)
        whole.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(whole)

    def enter(self) -> None:
        self._told.setText(str(self.app.handover.trouble or ""))
        self._told.setAccessibleName(self._told.text())

    def _again(self) -> None:
        self.app.handover.again()

    def back(self) -> None:
        """Escape: the app ends with the same sentence."""
        self.app.error = self.app.handover.trouble
        self.app.quit(1)
