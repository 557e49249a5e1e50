"""The settings: groups as tabs, and in each what can be changed; saved at once, and said so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from posecoach.app.desktop.context import LOOK_SETTINGS
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import Group, VoiceGroup, YouChoice, announce
from posecoach.app.desktop.settings.cards import SHEET
from posecoach.app.desktop.settings.data import DataGroup
from posecoach.app.desktop.settings.desk import DeskGroup
from posecoach.app.desktop.settings.look import LookGroup
from posecoach.app.desktop.settings.picture import PictureGroup
from posecoach.app.desktop.settings.routine import RoutineGroup
from posecoach.app.desktop.settings.tabs import Tabs
from posecoach.app.desktop.settings.touch import scroll_by_touch
from posecoach.app.desktop.widgets import icons, parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.textsize import fitting
from posecoach.sinks.screen.theme import hexa

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

#: Name, words, icon and content of each tab.
GROUPS: dict[str, tuple[str, str, type[Group]]] = {
    "camera": (_("Camera"), "camera", PictureGroup),
    "voice": (_("Voice"), "voice", VoiceGroup),
    "look": (_("Look"), "look", LookGroup),
    "you": (_("You"), "you", YouChoice),
    "routine": (_("Routine"), "list", RoutineGroup),
    "desk": (_("Desk"), "desk", DeskGroup),
    "data": (_("Your data"), "data", DataGroup),
}
_FIRST = "look"  # not the camera: looking at the settings must not switch it on
_SETTLED_MS = 30  # rows find their heights in two or three turns
_TAB, _FOCUS, _SAID = "settings_tab", "settings_focus", "settings_said"  # the window keeps these


class SettingsPage(Page):
    """A tab for each group at the left, or above it in a narrow window."""

    name = "settings"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._group: Group | None = None
        self._seen: QWidget | None = None
        self._narrow: bool | None = None
        self.setStyleSheet(self._sheet())
        named = {name: (words, icon) for name, (words, icon, _kind) in GROUPS.items()}
        self.tabs = Tabs(self, named, self.open)
        self.card = QFrame()
        self.card.setProperty("kind", "card")
        self._inside = QVBoxLayout(self.card)
        self.content = QWidget()
        self._below = parts.column(self.card, 1, spacing=self.scale.px(16))
        self.content.setLayout(self._below)
        self.area = parts.scrolled(self.content)
        scroll_by_touch(self.area)
        self._body = parts.row(self.tabs, self.area, spacing=self.scale.px(32))
        self._body.setStretch(1, 1)
        self._mark = self.icon("tick", 22, self.theme.colours.primary)
        self.status = parts.text("", "muted", wrap=True)
        self.status.setAccessibleName("")
        self._foot = parts.row(self._mark, self.status, spacing=self.scale.px(12))
        self._whole = parts.column(self._body, self._foot, spacing=self.scale.px(12))
        self._whole.setStretch(0, 1)
        self.setLayout(self._whole)
        self._arrange(narrow=False)
        self._rest()

    def _sheet(self) -> str:
        """What only this page has."""
        ground, colours, px = self.theme.grounds.page, self.theme.colours, self.scale.px
        return f"""{SHEET}
        QPushButton[kind="tab"]:checked {{ color: {hexa(colours.primary)}; font-weight: 700; }}
        QPlainTextEdit {{ background: {hexa(ground)}; border: 3px solid {hexa(colours.edge)};
            border-radius: {px(12)}px; padding: {px(8)}px; }}
        QPlainTextEdit:focus {{ border: 5px solid {hexa(colours.focus)}; }}
        """

    # ------------------------------------------------------------------ tabs

    @property
    def tab(self) -> str:
        """The tab that is open; it stays open when the page is built anew."""
        return self.app.handover.remembered.get(_TAB, _FIRST)

    @property
    def group(self) -> Group:
        """The content of the open tab."""
        assert self._group is not None
        return self._group

    def open(self, tab: str) -> None:
        """Opens a tab."""
        self.app.handover.remembered[_TAB] = tab
        self._take_off()
        title, _icon, kind = GROUPS[tab]
        pad = self.scale.px(16 if self._narrow else 28)
        self._inside.setContentsMargins(pad, self.scale.px(20), pad, self.scale.px(20))
        self._inside.setSpacing(self.scale.px(14))
        heading = parts.text(tr(title), "heading")
        self._group = kind(self)
        for part in (heading, parts.line(), self._group):
            self._inside.addWidget(part)
        self.tabs.show_open(tab)
        self.area.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self, self._see_content)
        self._group.start()
        if not self.app.context.problem:
            self._rest()

    def _take_off(self) -> None:
        if self._group is not None:
            self._group.stop()
            self._group = None
        while (item := self._inside.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)  # nothing is looked for in it any more
                widget.deleteLater()

    # ------------------------------------------------------------------ shown and left

    def enter(self) -> None:
        self.open(self.tab)
        self._to_focus()
        saved = self.app.handover.remembered.pop(_SAID, "")
        if self.app.context.problem:
            self.tell(self.app.context.problem, bad=True)
        elif saved:
            self.tell(tr(_("Saved")))

    def leave(self) -> None:
        self._take_off()

    def _to_focus(self) -> None:
        """Prepares the first focus: where the user was, else the open tab."""
        last = self.app.handover.remembered.pop(_FOCUS, "")
        found = self.findChild(QWidget, last) if last else None
        if isinstance(found, parts.Choice):
            found = next((b for b in found.buttons.values() if b.isChecked()), None)
        self.setFocusProxy(found or self.tabs.buttons[self.tab])
        if found is not None:
            self.see_soon(found)

    def see_soon(self, widget: QWidget) -> None:
        """Scrolls to a part of the content, once all has its place."""
        self._seen = widget
        QTimer.singleShot(_SETTLED_MS, self, self._see)

    def _see(self) -> None:
        if self._seen is not None and isValid(self._seen):
            self.area.ensureWidgetVisible(self._seen, 0, self.scale.px(40))

    def _see_content(self) -> None:
        """Scrolls tabs above the open one away where they leave too little room for the content."""
        room = self.area.viewport().height() - self.card.y()
        if self._narrow and room < self.scale.px(200):
            tab = self.tabs.buttons[self.tab]
            self.area.verticalScrollBar().setValue(self.tabs.y() + tab.y() - self.scale.px(4))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._changed not in self.app.context.listeners:
            self.app.context.listeners.append(self._changed)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        if self._changed in self.app.context.listeners:
            self.app.context.listeners.remove(self._changed)
        super().hideEvent(event)

    # ------------------------------------------------------------------ saved

    def _changed(self, names: set[str]) -> None:
        """Settings have changed: says whether they could be kept, and notes where the user is."""
        problem = self.app.context.problem
        self.tell(problem or tr(_("Saved")), bad=bool(problem))
        if names & LOOK_SETTINGS:  # the page is built anew
            self.app.handover.remembered[_SAID] = "yes"
        focus = self.app.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            choice = focus.parent()
            named = choice if isinstance(choice, parts.Choice) else focus
            self.app.handover.remembered[_FOCUS] = named.objectName()
        if self._group is not None:
            self._group.changed(names)

    def tell(self, words: str, *, bad: bool = False) -> None:
        """Says in the status line what was done, or why not."""
        theme = self.theme
        self.status.setProperty("kind", "bad" if bad else "good")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        name, ink = ("alert", theme.colours.danger) if bad else ("tick", theme.colours.primary)
        self._mark.setPixmap(icons.pixmap(name, self.scale.px(22), ink))
        announce(self.status, words, alarm=bad)

    def _rest(self) -> None:
        """The status line while nothing was changed."""
        self.status.setProperty("kind", "muted")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self._mark.setPixmap(icons.pixmap("tick", self.scale.px(22), self.theme.colours.primary))
        self.status.setText(tr(_("Saved as you change it")))

    # ------------------------------------------------------------------ its size

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width = event.size().width()
        self._arrange(narrow=width < self.scale.text("body") * 44)
        if self._narrow:
            self.tabs.arrange(width - 2 * self.scale.px(16))

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        focus = self.app.focusWidget()
        px = self.scale.px
        if narrow:
            self._below.insertWidget(0, self.tabs)
        else:
            self._body.insertWidget(0, self.tabs)
            self.tabs.arrange(0)
        side = px(16 if narrow else 48)
        self._whole.setContentsMargins(side, px(8), side, px(16))
        self.content.setContentsMargins(0, 0, px(4), 0)
        pad = px(16 if narrow else 28)
        self._inside.setContentsMargins(pad, px(20), pad, px(20))
        if focus is not None and self.tabs.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ keys

    def forward(self) -> None:
        """Page Down scrolls."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    def back(self) -> None:
        """Escape takes back what the group asks, else goes home."""
        if not self.group.back():
            super().back()

    def key(self, key: str) -> bool:
        """Enter presses what has the focus; c, + and - change the look, as while coaching."""
        focus = self.app.focusWidget()
        context = self.app.context
        if key == "enter" and isinstance(focus, QAbstractButton):
            focus.click()
        elif key == "c":
            normal = context.own.look.theme == "contrast"
            context.change(theme="normal" if normal else "contrast")
        elif key in ("+", "=", "-") and not isinstance(focus, QSlider):
            size = context.own.look.text_size + (-0.1 if key == "-" else 0.1)
            context.change(text_size=fitting(size))
        else:
            return False
        return True
