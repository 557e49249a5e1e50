"""Makes or changes a plan: its name, its days, its stretches in order, doses, sides and rests."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.pages.plans.page import EDITED
from posecoach.app.desktop.widgets import icons, parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.app.desktop.widgets.sure import Sure
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.app.plandraft import PlanDraft
    from posecoach.spec.routine import RoutineSet

_MINUS = "\N{MINUS SIGN}"
_MODES = (("mobilizer", _("Repetitions")), ("hold", _("Hold")))


class PlanEdit(Page):
    """A plan that is being made; nothing is kept before Save is pressed."""

    name = "plan_edit"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._area: QScrollArea | None = None
        self._sure = Sure(window.context.clock)
        self._layout = parts.column(spacing=0)
        margin = self.scale.px(48 if window.width() >= self.scale.px(1000) else 24)
        self._layout.setContentsMargins(margin, self.scale.px(8), margin, self.scale.px(24))
        self.setLayout(self._layout)

    @property
    def draft(self) -> "PlanDraft":
        """The plan as it is now."""
        return self.app.handover.drafts[self._edited]

    @draft.setter
    def draft(self, new: "PlanDraft") -> None:
        self.app.handover.drafts[self._edited] = new

    @property
    def _edited(self) -> str:
        """The id of the plan that is changed; empty for a new one."""
        return self.app.handover.remembered.get(EDITED, "")

    def enter(self) -> None:
        from posecoach.app.plandraft import PlanDraft
        from posecoach.spec import plans

        name = self._edited
        if name not in self.app.handover.drafts:
            try:
                self.draft = PlanDraft.of(name, plans.plan(name)) if name else PlanDraft()
            except PosecoachError:  # it was removed meanwhile
                self.draft = PlanDraft()
        self._build()

    # ------------------------------------------------------------------ what is shown

    def _build(self) -> None:
        """Builds the page anew; the focus stays where it was."""
        focus = self.focusWidget()
        told = focus.accessibleName() if focus is not None else ""
        at = self._area.verticalScrollBar().value() if self._area is not None else 0
        content = QWidget()
        layout = self._whole()
        layout.setContentsMargins(0, 0, self.scale.px(12), 0)
        content.setLayout(layout)
        area = parts.scrolled(content)
        parts.exchange(self._layout, self._area, area)
        self._area = area
        area.show()
        area.verticalScrollBar().setValue(at)
        for child in area.findChildren(QWidget):
            if told and child.accessibleName() == told and child.isEnabled():
                child.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _whole(self) -> QLayout:
        scale, draft = self.scale, self.draft
        title = tr(_("Change the plan")) if draft.replaces else tr(_("Make a plan"))
        self._name = QLineEdit(draft.name)
        self._name.setAccessibleName(tr(_("Name of the plan")))
        self._name.setPlaceholderText(tr(_("Name of the plan")))
        self._name.setMaxLength(60)
        self._name.setProperty("typing", "true")
        self._name.textEdited.connect(self._named)
        self._told = parts.text("", "bad", wrap=True)
        self._told.hide()
        self.primary = self.button(tr(_("Save")), self._save, "primary", "tick")
        self.primary.setEnabled(draft.ready)
        self._cancel = self.button(tr(_("Cancel")), self.back, icon="back")
        out = parts.column(
            parts.text(title, "title"), self._name,
            parts.text(tr(_("On these days Start does it")), "section"), self._days(),
            parts.text(tr(_("Stretches, in this order")), "section"), spacing=scale.px(12),
        )  # fmt: skip
        for at, one in enumerate(draft.sets):
            out.addWidget(self._set(at, one))
        if not draft.sets:
            out.addWidget(parts.text(tr(_("None yet: choose one below.")), "muted"))
        out.addLayout(self._adding())
        out.addLayout(self._rest())
        out.addWidget(self._told)
        out.addLayout(Flow(self.primary, self._cancel, spacing=scale.px(12)))
        out.addStretch(1)
        return out

    def _days(self) -> Flow:
        from posecoach.spec.plan import DAY_WORDS, DAYS

        made = []
        for day, word in zip(DAYS, DAY_WORDS, strict=True):
            one = self.button(tr(word), lambda d=day: self._now(self.draft.turned(d)))  # type: ignore[misc]
            one.setCheckable(True)
            one.setChecked(day in self.draft.days)
            if one.isChecked():  # never by colour alone
                one.setIcon(icons.icon("tick", self.theme.colours.on_primary, self.scale.px(44)))
            made.append(one)
        return Flow(*made, spacing=self.scale.px(8))

    def _set(self, at: int, one: "RoutineSet") -> QFrame:
        """One set: its name, its dose, how it is done, its sides, its place."""
        from posecoach.app import plandraft
        from posecoach.app.desktop.pages.plans import words as plan_words
        from posecoach.cues import words

        scale, draft = self.scale, self.draft
        try:
            known = plandraft.found(one)
        except PosecoachError as error:
            gone = self._small("delete", tr(_("Remove")), one.stretch, at, draft.removed(at))
            wrong = parts.text(told(error), "bad", wrap=True)
            return parts.card(parts.row(wrong, gone), padding=scale.px(12))
        name = words.short_name(known)
        small = partial(self._small, name=name, at=at)
        amount = plan_words.dose(one)
        number = parts.text(f"{at + 1}. {name}", "section", wrap=True)
        dose = parts.text(amount, "strong")
        dose.setMinimumWidth(scale.px(84))
        dose.setAlignment(Qt.AlignmentFlag.AlignCenter)
        less = small("", tr(_("Less")), then=draft.dosed(at, -1), words=_MINUS)
        more = small("", tr(_("More")), then=draft.dosed(at, 1), words="+")
        for made in (less, more):
            made.setAccessibleDescription(amount)
        shown: list[QWidget] = [less, dose, more]
        if len(known.modes) > 1:
            shown.append(
                parts.Choice(
                    f"{at + 1}. {name}", [(m, tr(w)) for m, w in _MODES if m in known.modes],
                    plandraft.mode_of(one), lambda m: self._now(self.draft.done_as(at, m)),  # type: ignore[arg-type]
                )
            )  # fmt: skip
        if known.sides != "together":
            side_of = tr(_("Side of {number}. {name}")).format(number=at + 1, name=name)
            shown.append(
                parts.Choice(
                    side_of, [(s, tr(w)) for s, w in plan_words.SIDES],
                    one.sides, lambda s: self._now(self.draft.on(at, s)),  # type: ignore[arg-type]
                )
            )  # fmt: skip
        up = small("", tr(_("Up")), then=draft.moved(at, -1), words="↑")
        down = small("", tr(_("Down")), then=draft.moved(at, 1), words="↓")
        up.setEnabled(at > 0)
        down.setEnabled(at < len(draft.sets) - 1)
        shown += [up, down, small("delete", tr(_("Remove")), then=draft.removed(at))]
        content = parts.column(number, Flow(*shown, spacing=scale.px(8)), spacing=scale.px(8))
        return parts.card(content, padding=scale.px(14))

    def _small(
        self, icon: str, what: str, name: str, at: int, then: "PlanDraft", words: str = ""
    ) -> QPushButton:
        """A small button of a set, which tells a screen reader of which."""
        made = self.button(words, lambda: self._now(then), icon=icon)
        made.setAccessibleName(f"{what}: {at + 1}. {name}")
        made.setToolTip(what)
        return made

    def _adding(self) -> Flow:
        from posecoach.cues import words
        from posecoach.spec.load import stretches

        box = QComboBox()
        box.setAccessibleName(tr(_("Stretch to add")))
        box.setProperty("typing", "true")  # its keys choose a stretch
        for s in stretches().values():
            place = f" · {tr(s.place)}" if s.place else ""
            box.addItem(f"{words.short_name(s)}{place}", s.id)
        last = self.app.handover.remembered.get("plan_stretch", "")
        box.setCurrentIndex(max(0, box.findData(last)))
        box.currentIndexChanged.connect(
            lambda _index: self.app.handover.remembered.update(plan_stretch=str(box.currentData()))
        )
        add = self.button(
            tr(_("Add it")), lambda: self._now(self.draft.added(str(box.currentData())))
        )
        return Flow(box, add, spacing=self.scale.px(12))

    def _rest(self) -> Flow:
        told = tr(_("Rest between two: {seconds} s")).format(seconds=f"{self.draft.rest_s:g}")
        out: list[QWidget] = [parts.text(told, "section")]
        for by, sign, what in ((-1, _MINUS, _("Shorter rest")), (1, "+", _("Longer rest"))):
            then = self.draft.rested(-1 if by < 0 else 1)
            made = self.button(sign, partial(self._now, then))
            made.setAccessibleName(tr(what))
            made.setAccessibleDescription(told)
            out.append(made)
        return Flow(*out, spacing=self.scale.px(8))

    # ------------------------------------------------------------------ what is changed

    def _named(self, name: str) -> None:
        from dataclasses import replace

        self.draft = replace(self.draft, name=name)
        self._sure.forget()
        if self.primary is not None:
            self.primary.setEnabled(self.draft.ready)

    def _now(self, draft: "PlanDraft") -> None:
        """The plan is another one now."""
        from dataclasses import replace

        self.draft = replace(draft, name=self.draft.name)
        self._build()

    def _save(self) -> None:
        from posecoach.spec import plans

        try:
            plans.keep(self.draft.plan(), replaces=self.draft.replaces)
        except PosecoachError as error:
            announce(self._told, told(error), alarm=True)
            return
        self._leave()

    def _leave(self) -> None:
        del self.app.handover.drafts[self._edited]
        self.app.go("plans")

    def back(self) -> None:
        """Escape: to the plans; whether what was changed is to be dropped is asked once."""
        if self.draft.changed and not self._sure.means(self._cancel):
            announce(self._told, tr(_("What you changed is not saved yet.")), alarm=True)
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._see_question)
            return
        self._leave()

    def _see_question(self) -> None:
        """The question is at the end of the page."""
        if self._area is not None:
            self._area.ensureWidgetVisible(self._cancel)
