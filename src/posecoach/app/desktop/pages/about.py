"""About one stretch: what it is for, who should leave it out, what to do instead; begins it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QPushButton, QScrollArea, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.app.desktop.widgets.sure import Sure
from posecoach.cues import words
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.theme import hexa

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.spec.schema import Stretch

_OPEN = "stretch_open"  # the window keeps it


def facts(window: "Window", stretch: "Stretch") -> str:
    """Where a stretch is done and how long it takes, in one line."""
    from posecoach.app.run import choices
    from posecoach.session.sets import minutes

    sets, rest = choices.sets(window.context.own, [stretch.id])
    about = tr(_("{minutes} min")).format(minutes=minutes(sets, rest))
    return f"{tr(stretch.place)} · {about}" if stretch.place else about


def instead(stretch: "Stretch") -> "list[Stretch]":
    """The other stretches that its file names and that are there."""
    from posecoach.spec.load import stretches

    known = stretches()
    return [known[name] for name in stretch.instead if name in known and name != stretch.id]


class About(Page):
    """What somebody who chooses a stretch wants to know, and the button that begins it.

    The text is a part of its own for Tab: a screen reader reads all of it there, and the arrow keys
    scroll it.
    """

    name = "stretch"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._content: QWidget | None = None
        self._wide = True
        self._sure = Sure(window.context.clock)
        self.links: dict[str, QPushButton] = {}
        self._layout = parts.column(spacing=0)
        self.setLayout(self._layout)

    def enter(self) -> None:
        self._build()

    def show_stretch(self, name: str) -> None:
        """Shows another stretch."""
        self.app.handover.remembered[_OPEN] = name
        self.app.go(self.name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._content is not None and self._wide != self._is_wide:
            self._build()

    def back(self) -> None:
        """Escape and Page Up: all stretches."""
        self.app.go("library")

    @property
    def _is_wide(self) -> bool:
        return self.width() >= self.scale.px(900)

    def _build(self) -> None:
        from posecoach.spec.load import stretches

        self._wide = self._is_wide
        self.links.clear()
        content = QWidget()
        stretch = stretches().get(self.app.handover.remembered.get(_OPEN, ""))
        content.setLayout(self._gone() if stretch is None else self._whole(stretch))
        parts.exchange(self._layout, self._content, content)
        self._content = content
        margin = self.scale.px(48 if self._wide else 24)
        self._layout.setContentsMargins(margin, self.scale.px(8), margin, self.scale.px(20))
        content.show()  # now, so that its first button can have the focus

    def _gone(self) -> QLayout:
        """Its file was taken away meanwhile."""
        self.primary = self.button(tr(_("All stretches")), self.back, "primary", "back")
        told = parts.text(tr(_("This stretch is no longer there.")), "title", wrap=True)
        return parts.column(told, parts.row(self.primary, 1), 1)

    def _whole(self, stretch: "Stretch") -> QLayout:
        scale, name = self.scale, tr(stretch.name)
        begin = self.button(
            tr(_("Begin")), lambda: self.app.sessions.start([stretch.id], None), "primary", "play"
        )
        begin.setAccessibleName(f"{tr(_('Begin'))}: {name}")
        self.primary = begin
        moves, ground = self.app.context.own.look.motion, self.theme.grounds.tint
        figure = parts.FigureView(
            stretch,
            self.theme,
            moves=moves,
            ground=ground,
        )
        figure.setMinimumHeight(scale.px(200))
        drawn = parts.card(parts.column(figure), "hero", scale.px(16))
        both = (parts.row if self._wide else parts.column)(spacing=scale.px(32))
        both.addWidget(drawn, 4)
        both.addWidget(self._text(stretch), 6)
        back = self.button(tr(_("All stretches")), self.back, "quiet", "back")
        self._told = parts.text("", "bad", wrap=True)
        self._told.hide()
        buttons = Flow(begin, back, *self._away(stretch), spacing=scale.px(12))
        out = parts.column(
            parts.text(name, "title", wrap=True), both, self._told, buttons, spacing=scale.px(16)
        )
        out.setStretch(1, 1)
        return out

    def _away(self, stretch: "Stretch") -> list[QPushButton]:
        """A button that takes away a stretch of the user's own; it asks once."""
        from posecoach.spec.load import added

        if stretch.id not in added().stretches:
            return []

        def pressed() -> None:
            if self._sure.means(made):
                self._remove(stretch.id)

        made = self.button(tr(_("Remove")), pressed, "quiet", "delete")
        made.setAccessibleName(f"{tr(_('Remove'))}: {tr(stretch.name)}")
        return [made]

    def _remove(self, name: str) -> None:
        from posecoach.spec import plans

        try:
            plans.remove_stretch(name)
        except PosecoachError as error:
            self._sure.forget()
            announce(self._told, told(error), alarm=True)
            return
        self.app.go("library")

    def _text(self, stretch: "Stretch") -> QScrollArea:
        """All words about it, which scroll."""
        heard: list[str] = []

        def line(said: str, kind: str = "body") -> QWidget:
            heard.append(said if said.endswith((".", "?", "!", ":")) else f"{said}.")
            return parts.text(said, kind, wrap=True)

        scale = self.scale
        rows = parts.column(
            line(tr(stretch.summary), "section"),
            line(facts(self.app, stretch), "muted"),
            spacing=scale.px(8),
        )
        if stretch.not_for:
            rows.addSpacing(scale.px(10))
            rows.addWidget(line(tr(_("Ask a clinician first, or leave it out")), "section"))
            for who in stretch.not_for:
                rows.addWidget(line(f"• {tr(who)}"))
        others = instead(stretch)
        ways = stretch.alternatives or tuple(filter(None, (stretch.guide.alternative,)))
        if ways or others:
            rows.addSpacing(scale.px(10))
            rows.addWidget(line(tr(_("Another way")), "section"))
            for way in ways:
                rows.addWidget(line(f"• {tr(way)}"))
        if others:
            rows.addLayout(Flow(*map(self._link, others), spacing=scale.px(8)))
        rows.addSpacing(scale.px(10))
        rows.addWidget(line(tr(_("What the camera does")), "section"))
        rows.addWidget(line(words.watched(stretch)))
        tried = tr(stretch.evidence) if stretch.evidence else tr(_("its author does not say"))
        if stretch.judged is False:  # it says why not
            rows.addWidget(line(tried[0].upper() + tried[1:]))
        else:
            rows.addWidget(line(tr(_("Tried on: {evidence}")).format(evidence=tried)))
        rows.addStretch(1)
        rows.setContentsMargins(scale.px(8), scale.px(4), scale.px(16), scale.px(8))
        inside = QWidget()
        inside.setLayout(rows)
        area = parts.scrolled(inside)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(" ".join(heard))
        focus = hexa(self.theme.colours.focus)
        area.setStyleSheet(f"QScrollArea:focus {{ border: 3px solid {focus}; }}")
        return area

    def _link(self, other: "Stretch") -> QPushButton:
        name = tr(other.name)
        made = self.button(
            parts.as_it_is(name), partial(self.show_stretch, other.id), "secondary", "next"
        )
        made.setAccessibleName(tr(_("Another way: {name}")).format(name=name))
        made.setAccessibleDescription(tr(other.summary))
        self.links[other.id] = made
        return made
