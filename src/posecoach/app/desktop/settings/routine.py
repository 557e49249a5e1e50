"""The group of settings for the routine: which one, and which stretches are in it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from posecoach.app.desktop.pages.choices import Group, LabelledSwitch, announce
from posecoach.app.desktop.pages.plans.words import about_minutes
from posecoach.app.desktop.settings.cards import Cards, Option
from posecoach.app.desktop.widgets import parts
from posecoach.cues import words
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.spec import routine as routines
from posecoach.spec.library import in_routines
from posecoach.spec.load import stretch as find
from posecoach.spec.schema import Stretch


class RoutineGroup(Group):
    """A routine that ships with the program or the user's own; each stretch in it or left out."""

    def fill(self) -> None:
        own = self.page.app.context.own
        self._cards = Cards(
            self.page, tr(_("Routine")), self._options(own.routine), own.routine, self._chosen
        )
        self._cards.setObjectName("routine")
        for value, card in self._cards.buttons.items():
            card.setObjectName(f"routine:{value}")
        choose = self.page.button(tr(_("Choose a file")), self._choose_file, icon="list")
        choose.setObjectName("routine_file")
        self._wrong = parts.text("", "bad", wrap=True)
        self._wrong.hide()
        both = parts.column(
            self._cards, parts.row(choose, 1), self._wrong, spacing=self.page.scale.px(12)
        )
        holder = QWidget()
        holder.setLayout(both)
        self.add(
            tr(_("Which routine")),
            tr(_("What Start on the home page does. A file of your own must end in .toml.")),
            holder,
            below=True,
        )
        self._empty = parts.text("", "bad", wrap=True)
        self._empty.hide()
        self._switches: dict[str, parts.Switch] = {}
        for stretch in in_routines(own.leave_out):
            self._stretch(stretch, stretch.id not in own.leave_out)
        self._rows.addWidget(self._empty)
        self.choice(
            "break_seconds",
            tr(_("A short break")),
            tr(_("How long it is, from when you stand there.")),
            tuple((s, words.screen("seconds", number=s)) for s in ("60", "90", "120", "180")),
        )
        self._look_for_empty()

    def _stretch(self, stretch: Stretch, on: bool) -> None:
        """Adds a stretch, which is in the routine or left out."""
        title = tr(stretch.name)
        made = parts.Switch(title, on, lambda on: self._include(stretch.id, on), self.page.theme)
        made.setObjectName(f"leave_out:{stretch.id}")
        told = tr(_("On: it is in the routine. Off: it is left out."))
        made.setAccessibleDescription(told)
        about = told if not self._switches else ""
        place = tr(stretch.place)
        self._switches[stretch.id] = made
        self.add(title, " · ".join(part for part in (place, about) if part), LabelledSwitch(made))

    # ------------------------------------------------------------------ which routine

    def _options(self, own: str) -> list[Option]:
        found = []
        for name, path in routines.shipped().items():
            found.append(
                Option(
                    name,
                    tr(routines.load(path).name),
                    about_minutes(self.page.app.context.own, name),
                )
            )
        if own not in routines.shipped():
            found.append(self._own_file(own))
        return found

    def _own_file(self, path: str) -> Option:
        """The card of the user's own file; its place is told in whole to a screen reader."""
        about = about_minutes(self.page.app.context.own, path)
        try:
            title = routines.routine(path).name
        except PosecoachError as error:
            title, about = Path(path).stem, told(error)
        return Option(path, title, f"{Path(path).name} · {about}" if about else Path(path).name)

    def _chosen(self, value: str) -> None:
        try:
            routines.routine(value)
        except PosecoachError as error:  # the user's own file may have changed since
            announce(self._wrong, told(error), alarm=True)
            self._cards.buttons[self.page.app.context.own.routine].setChecked(True)
            return
        self._wrong.hide()
        self.page.app.context.change(routine=value)
        self._look_for_empty()

    def _choose_file(self) -> None:
        title = tr(_("Choose a routine"))
        kinds = f"{tr(_('Routines'))} (*.toml)"
        path, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if not path:
            return
        try:
            routines.load(Path(path))
        except PosecoachError as error:
            announce(self._wrong, told(error), alarm=True)
            return
        if path not in self._cards.buttons:
            self._cards.add(self._own_file(path))
            self._cards.buttons[path].setObjectName(f"routine:{path}")
        self._cards.buttons[path].setChecked(True)
        self._cards.buttons[path].setFocus(Qt.FocusReason.OtherFocusReason)
        self._chosen(path)

    # ------------------------------------------------------------------ which stretches

    def _include(self, name: str, on: bool) -> None:
        """Brings a stretch back into the routine, or leaves it out."""
        left_out = [one for one in self.page.app.context.own.leave_out if one != name]
        self.page.app.context.change(leave_out=(*left_out, *(() if on else (name,))))
        for option in self._options(self.page.app.context.own.routine):
            if option.value in self._cards.buttons:  # each takes as long as what is left of it
                self._cards.buttons[option.value].tell(option.about)
        self._look_for_empty()

    def _look_for_empty(self) -> None:
        """Says so if nothing is left to do."""
        own = self.page.app.context.own
        try:
            done = {find(one.stretch).id for one in routines.routine(own.routine).sets}
        except PosecoachError as error:
            announce(self._wrong, told(error))
            return
        if done <= set(own.leave_out):
            empty = tr(_("Every stretch of this routine is left out: bring one back to start."))
            announce(self._empty, empty, alarm=True)
        else:
            self._empty.hide()
