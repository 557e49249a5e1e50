"""The user's plans: which there are, and one that was handed over, shown before it is kept."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.pages.plans.words import about_minutes
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.app.desktop.widgets.sure import Sure
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.spec.plan import Plan

EDITED = "plan_edited"  # the window keeps which plan is changed
_KINDS = _("Plans")


class PlansPage(Page):
    """All plans as cards; or what a file holds, with the question whether to keep it."""

    name = "plans"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._opened: Plan | None = None
        self._sure = Sure(window.context.clock)
        self._content: QWidget | None = None
        self._layout = parts.column(spacing=0)
        margin = self.scale.px(48 if window.width() >= self.scale.px(1000) else 24)
        self._layout.setContentsMargins(margin, self.scale.px(8), margin, self.scale.px(24))
        self.setLayout(self._layout)
        self._told = parts.text("", "body", wrap=True)

    def enter(self) -> None:
        self._build()

    def leave(self) -> None:
        self._opened = None
        self._sure.forget()

    def _build(self, told: str = "", *, bad: bool = False) -> None:
        content = QWidget()
        self._told = parts.text("", "bad" if bad else "body", wrap=True)
        self._told.hide()
        layout = self._list() if self._opened is None else self._preview(self._opened)
        layout.setContentsMargins(0, 0, self.scale.px(12), 0)
        content.setLayout(layout)
        area = parts.scrolled(content)
        parts.exchange(self._layout, self._content, area)
        self._content = area
        area.show()
        if told:
            announce(self._told, told, alarm=bad)
        if self.primary is not None and self.app.shows(self):
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the list

    def _list(self) -> QLayout:
        from posecoach.spec import plans

        scale = self.scale
        kept = plans.kept()
        self.primary = self.button(tr(_("Make a plan")), lambda: self.edit(""), "primary", "list")
        opened = self.button(tr(_("Open a plan file")), self._choose_file, icon="export")
        about = tr(_("A routine of your own, for the days that you choose: then Start does it."))
        out = parts.column(
            parts.text(tr(_("Your plans")), "title"), parts.text(about, "muted", wrap=True),
            Flow(self.primary, opened, spacing=scale.px(12)), self._told, spacing=scale.px(16),
        )  # fmt: skip
        for name, plan in kept.plans.items():
            out.addWidget(self._card(name, plan))
        for name, sentence in kept.wrong.items():
            out.addWidget(self._wrong_card(name, sentence))
        if not kept.plans and not kept.wrong:
            out.addWidget(parts.text(tr(_("You have no plan yet.")), wrap=True))
        out.addStretch(1)
        return out

    def _card(self, name: str, plan: "Plan") -> QFrame:
        from posecoach.spec.plan import days_words

        scale = self.scale
        minutes = about_minutes(self.app.context.own, name)
        line = " · ".join(part for part in (days_words(plan.days), minutes) if part)
        start = self.button(
            tr(_("Start")), partial(self.app.sessions.start, None, name), icon="play"
        )
        change = self.button(tr(_("Change")), partial(self.edit, name), "quiet", "settings")
        save = self.button(tr(_("Save as a file")), partial(self._save, name), "quiet", "export")
        remove = self._remove_button(name)
        for made in (start, change, save, remove):
            made.setAccessibleName(f"{made.text().strip()}: {plan.name}")
        return parts.card(
            parts.column(
                parts.text(plan.name, "heading", wrap=True), parts.text(line, "muted", wrap=True),
                Flow(start, change, save, remove, spacing=scale.px(8)), spacing=scale.px(8),
            ),
            padding=scale.px(18),
        )  # fmt: skip

    def _wrong_card(self, name: str, sentence: str) -> QFrame:
        remove = self._remove_button(name)
        remove.setAccessibleName(f"{remove.text()}: {name}")
        return parts.card(
            parts.column(parts.text(sentence, "bad", wrap=True), parts.row(remove, 1), spacing=8)
        )

    def _remove_button(self, name: str) -> QPushButton:
        made = self.button(tr(_("Remove")), lambda: self._remove(name, made), "quiet", "delete")
        return made

    def edit(self, name: str) -> None:
        """Changes a plan; '' makes one."""
        self.app.handover.remembered[EDITED] = name
        self.app.go("plan_edit")

    def _save(self, name: str) -> None:
        from posecoach.spec import plans

        kinds = f"{tr(_KINDS)} (*.toml)"
        where = str(Path.home() / f"{name}.toml")
        path, _kind = QFileDialog.getSaveFileName(self, tr(_("Save as a file")), where, kinds)
        if not path:
            return
        try:
            plans.save(plans.plan(name), Path(path))
        except PosecoachError as error:
            self._build(told(error), bad=True)
        else:
            self._build(tr(_("Saved: {path}")).format(path=path))

    def _remove(self, name: str, button: QPushButton) -> None:
        """Asks once, on the button itself."""
        from posecoach.spec import plans

        if not self._sure.means(button):
            return
        try:
            plans.remove(name)
        except PosecoachError as error:
            self._build(told(error), bad=True)
        else:
            self._build(tr(_("The plan is removed; its stretches stay.")))

    # ------------------------------------------------------------------ a file

    def _choose_file(self) -> None:
        kinds = f"{tr(_KINDS)} (*.toml)"
        title = tr(_("Open a plan file"))
        path, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Shows what a file holds; nothing of it is kept yet."""
        from posecoach.spec import plans

        try:
            self._opened = plans.load(path)
        except PosecoachError as error:
            self._opened = None
            wrong = tr(_("This file holds no plan that can be used. What is wrong: {sentence}"))
            self._build(wrong.format(sentence=told(error)), bad=True)
        else:
            self._build()

    def _preview(self, plan: "Plan") -> QLayout:
        from posecoach.app.desktop.pages.plans.words import lines
        from posecoach.spec.plan import days_words

        scale = self.scale
        self.primary = self.button(tr(_("Not now")), self.back, icon="back")
        keep = self.button(tr(_("Keep it")), self._keep, "primary", "tick")
        out = parts.column(
            parts.text(tr(_("A plan that you were given")), "muted"),
            parts.text(plan.name, "title", wrap=True),
            parts.text(days_words(plan.days), "section", wrap=True), spacing=scale.px(12),
        )  # fmt: skip
        for line in lines(plan):
            out.addWidget(parts.text(line, wrap=True))
        ask = tr(_("Keep it only if you know who made it. Nothing in it can run a program."))
        out.addWidget(parts.text(ask, "muted", wrap=True))
        out.addWidget(self._told)
        out.addLayout(Flow(keep, self.primary, spacing=scale.px(12)))
        out.addStretch(1)
        return out

    def _keep(self) -> None:
        from posecoach.spec import plans

        if self._opened is None:
            return
        try:
            plans.keep(self._opened)
        except PosecoachError as error:
            self._build(told(error), bad=True)
            return
        self._opened = None
        self._build(tr(_("The plan is kept.")))

    def back(self) -> None:
        """Escape: from a file to the list, from the list home."""
        if self._opened is not None:
            self._opened = None
            self._build()
        else:
            super().back()
