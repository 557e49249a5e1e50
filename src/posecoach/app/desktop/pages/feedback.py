"""A count was wrong: what it was really, and one file to send. Nothing is sent by itself."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLayout, QLineEdit, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.task import Task
from posecoach.app.desktop.widgets import parts
from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.pose import Side

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.records.feedback import KeptSet, Said

_STEPS = {"mobilizer": 1, "hold": 5}
NONE = _(
    "No session is kept. Do the stretch once more, then come back here: the body points of the "
    "last session are kept, unless you turned that off in the settings."
)


class Feedback(Page):
    """The sets of the last session; one is chosen, put right, and written to a file."""

    name = "feedback"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._sets: list[KeptSet] = []
        self._shown: KeptSet | None = None
        self._said: dict[Side, float] = {}
        self._values: dict[Side, QLabel] = {}
        self._wrong: dict[str, parts.Switch] = {}
        self._note = QLineEdit()
        self._inner = QWidget()
        self._area = parts.scrolled(self._inner)
        self._status = parts.text("", "strong", wrap=True)
        self._status.hide()
        scale = self.scale
        self._save = self.button(tr(_("Save the file")), self._ask_where, "large_primary", "export")
        self._save.setObjectName("save")
        self.primary = self._save
        away = self.button(tr(_("Not now")), self.back, "large")
        title = parts.text(tr(_("Was a count wrong?")), "title")
        bottom = parts.row(self._save, away, 1, spacing=scale.px(16))
        layout = parts.column(title, self._area, self._status, bottom, spacing=scale.px(16))
        margin = scale.px(48)
        layout.setContentsMargins(margin, scale.px(8), margin, scale.px(28))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def enter(self) -> None:
        from posecoach.records.feedback import sets
        from posecoach.records.file import database_path
        from posecoach.records.last import folder

        announce(self._status, "")
        self._show(parts.column(parts.text(tr(_("One moment …")), wrap=True), 1))
        self._save.setEnabled(False)
        Task(
            self,
            lambda: sets(folder(database_path())),
            self._found,
            lambda wrong: announce(self._status, wrong, alarm=True),
        )

    # ------------------------------------------------------------------ what is there

    def _found(self, found: "list[KeptSet]") -> None:
        self._sets = found
        if not found:
            self._show(parts.column(parts.text(tr(NONE), wrap=True), 1))
            return
        self._save.setEnabled(True)
        self._save.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(len(found) - 1)

    def _choose(self, number: int) -> None:
        """Shows one of the sets."""
        from posecoach.records.feedback import MOST_NOTE

        chosen = self._shown = self._sets[number]
        about = chosen.about
        self._said = {side: about.done(side) for side in about.sides}
        self._wrong = {}
        rows: list[QWidget | QLayout | int] = []
        if len(self._sets) > 1:
            rows.append(parts.text(tr(_("Which set?")), "heading"))
            rows.append(self._picker(number))
        else:
            rows.append(parts.text(self._line(chosen), "heading", wrap=True))
        rows.append(parts.text(tr(_("What was it really?")), "heading"))
        rows += [self._stepper(side, about.mode) for side in about.sides]
        more: list[QWidget | QLayout | int] = []
        if about.corrections:
            more.append(parts.text(tr(_("Which of these was not true?")), "heading", wrap=True))
            more += [self._correction(chosen, rule) for rule in about.corrections]
        self._note = QLineEdit()
        self._note.setProperty("typing", "true")  # letters are no keys of the window here
        self._note.setAccessibleName(tr(_("In your own words")))
        self._note.setPlaceholderText(tr(_("In your own words, if you like")))
        self._note.setMaxLength(MOST_NOTE)
        more += [self._note, *self._contents(chosen), 1]
        gap = self.scale.px(14)
        if self.app.height() > self.app.width():
            self._show(parts.column(*rows, *more, spacing=gap))
            return
        both = parts.row(spacing=self.scale.px(48))
        both.addLayout(parts.column(*rows, 1, spacing=gap), 5)
        both.addLayout(parts.column(*more, spacing=gap), 6)
        self._show(both)

    def _picker(self, chosen: int) -> QComboBox:
        picker = QComboBox()
        picker.addItems([f"{n}. {self._line(one)}" for n, one in enumerate(self._sets, 1)])
        picker.setCurrentIndex(chosen)
        picker.setAccessibleName(tr(_("Which set?")))
        picker.setObjectName("set")
        picker.activated.connect(lambda number: QTimer.singleShot(0, lambda: self._choose(number)))
        return picker

    def _contents(self, chosen: "KeptSet") -> list[QWidget | QLayout | int]:
        words = tr(
            _(
                "33 points of your body at {number} times, what was counted and said, and what you "
                "say here. No picture, no sound, no name, no date. Nothing is sent: you attach the "
                "file yourself."
            )
        )
        return [
            parts.text(tr(_("What is in the file")), "heading"),
            parts.text(words.format(number=len(chosen.poses)), wrap=True),
        ]

    def _line(self, one: "KeptSet") -> str:
        from posecoach.cues import words
        from posecoach.spec.load import stretch

        about = one.about
        try:
            name = words.short_name(stretch(about.stretch))
        except PosecoachError:
            name = about.stretch
        done = "   ".join(
            f"{words.side_word(s)} {self._amount(about.done(s), about.mode)}" for s in about.sides
        )
        return f"{name}: {done}"

    def _amount(self, value: float, mode: str) -> str:
        from posecoach.cues import words

        return words.screen("seconds", number=f"{value:.0f}") if mode == "hold" else f"{value:.0f}"

    def _stepper(self, side: Side, mode: str) -> QLayout:
        """A side's number with a button for less and one for more."""
        from posecoach.cues import words
        from posecoach.records.feedback import MOST_REPS, MOST_SECONDS

        most = MOST_SECONDS if mode == "hold" else MOST_REPS
        word, scale = words.side_word(side), self.scale
        value = parts.text(self._amount(self._said[side], mode), "title")
        value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        value.setMinimumWidth(scale.px(110))
        value.setObjectName(f"value:{side}")
        self._values[side] = value
        name = parts.text(word, "section")
        name.setMinimumWidth(scale.px(120))

        def change(by: int) -> None:
            now = min(most, max(0, round(self._said[side]) + by))
            self._said[side] = float(now)
            announce(value, self._amount(now, mode))

        step = _STEPS[mode]
        less = self.button(
            "\N{MINUS SIGN}", lambda: change(-step), about=f"{word}: {tr(_('less'))}"
        )
        more = self.button("+", lambda: change(step), about=f"{word}: {tr(_('more'))}")
        for made, kind in ((less, "less"), (more, "more")):
            made.setObjectName(f"{kind}:{side}")
            made.setAccessibleName(f"{word}: {tr(_('less')) if kind == 'less' else tr(_('more'))}")
        return parts.row(name, less, value, more, 1, spacing=scale.px(12))

    def _correction(self, one: "KeptSet", id: str) -> QLayout:
        from posecoach.cues import words
        from posecoach.spec.load import stretch

        text = id
        try:
            cues = {rule.id: rule.cue for rule in stretch(one.about.stretch).rules}
            text = words.fill(cues[id].say, None) if id in cues else id
        except PosecoachError:
            text = id
        switch = parts.Switch(text, False, lambda _on: None, self.theme)
        switch.setObjectName(f"wrong:{id}")
        self._wrong[id] = switch
        return parts.row(switch, parts.text(text, wrap=True), spacing=self.scale.px(12))

    def _show(self, layout: QLayout) -> None:
        """Puts other content into the area."""
        self._inner = QWidget()
        layout.setContentsMargins(0, 0, self.scale.px(12), 0)
        self._inner.setLayout(layout)
        self._area.setWidget(self._inner)

    # ------------------------------------------------------------------ the file

    @property
    def said(self) -> "Said":
        """What the person says it was."""
        from posecoach.records.feedback import Said

        wrong = tuple(rule for rule, box in self._wrong.items() if box.isChecked())
        said = Said(wrong=wrong, note=self._note.text().strip())
        return said.model_copy(update={str(side): n for side, n in self._said.items()})

    def _ask_where(self) -> None:
        title = tr(_("Save the file"))
        start = str(Path.home() / "posecoach-feedback.npz")
        name, _kind = QFileDialog.getSaveFileName(self, title, start, "posecoach (*.npz)")
        if name:
            path = Path(name)
            self.write(path if path.suffix == ".npz" else path.with_name(path.name + ".npz"))

    def write(self, path: Path) -> None:
        """Writes the file, and says so."""
        from posecoach.records.feedback import write

        chosen, said = self._shown, self.said
        if chosen is None:
            return
        words = tr(_("Written: {file}. Nothing was sent: attach it to an issue or a mail."))
        Task(
            self,
            lambda: write(chosen, said, path),
            lambda _size: announce(self._status, words.format(file=path)),
            lambda wrong: announce(self._status, wrong, alarm=True),
        )
