"""Recording a stretch of one's own: its name, then what was found, then where it is kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QLineEdit, QPushButton, QWidget

from posecoach.app.desktop.camera.choice import CameraChoice
from posecoach.app.desktop.drafting import pieces, words
from posecoach.app.desktop.drafting.recording import Recording
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.app.desktop.widgets.sure import Sure
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_NO_PICTURE = _(
    "No picture is kept and nothing leaves your machine: what is kept is a small file of numbers "
    "and words."
)


class DraftPage(Page):
    """The steps 1, 3 and 4; the second has a page of its own, over the whole window."""

    name = "record"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.recording = Recording.of(window)
        self._camera: CameraChoice | None = None
        self._content: QWidget | None = None
        self._layout = parts.column(spacing=self.scale.px(12))
        margin = self.scale.px(48 if self._wide else 24)
        self._layout.setContentsMargins(margin, self.scale.px(8), margin, self.scale.px(20))
        self.setLayout(self._layout)
        self._told = parts.text("", "bad", wrap=True)
        self._sure = Sure(window.context.clock)
        self.recording.changed.connect(self._changed)

    @property
    def _wide(self) -> bool:
        return self.app.width() >= self.scale.px(1000)

    def enter(self) -> None:
        self._build()

    def leave(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self.recording.quiet()
        self._sure.forget()

    def _changed(self) -> None:
        if self.app.shows(self):
            self._build()

    def _build(self) -> None:
        if self._camera is not None:
            self._camera.stop()
            self._camera = None
        self.primary = None
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes it
        self._told = parts.text("", "bad", wrap=True)
        self._told.hide()
        match self.recording.step:
            case "name":
                layout, foot = self._name()
            case "looking":
                layout, foot = self._looking()
            case "refused":
                layout, foot = self._refused()
            case "found":
                layout, foot = self._found()
            case "kept":
                layout, foot = self._kept()
        layout.setContentsMargins(0, 0, self.scale.px(12), 0)
        content, holder = QWidget(), QWidget()
        content.setLayout(layout)
        holder.setLayout(
            parts.column(
                parts.scrolled(content), self._told, Flow(*foot, spacing=self.scale.px(12)),
                spacing=self.scale.px(12),
            )
        )  # fmt: skip
        parts.exchange(self._layout, self._content, holder)
        self._content = holder
        holder.show()
        self._begin_step()

    def _begin_step(self) -> None:
        """Opens the camera where the step has one, and gives the first button the focus."""
        if self._camera is not None:
            self._camera.start()
        if self.primary is not None and self.primary.isEnabled():
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, number: int) -> QWidget:
        of = tr(_("Step {number} of {all}")).format(number=number, all=4)
        return parts.text(of, "muted")

    # ------------------------------------------------------------------ 1: its name

    def _name(self) -> tuple[QLayout, list[QPushButton]]:
        scale, recording = self.scale, self.recording
        name = QLineEdit(recording.name)
        name.setAccessibleName(tr(_("Name of the stretch")))
        name.setPlaceholderText(tr(_("Name of the stretch")))
        name.setMaxLength(60)
        name.setProperty("typing", "true")  # letters are no keys of the window here
        name.textEdited.connect(self._named)
        name.returnPressed.connect(self.forward)
        self._camera = CameraChoice(self)
        hint = tr(
            _(
                "A movement forward, back, up or down is seen best from the side; one to the left "
                "and right from the front. All of you should be in the picture, at both ends of "
                "the movement."
            )
        )
        guided = tr(
            _(
                "You need no key: I say when I see all of you, count down, and ask for five "
                "repetitions a side. Of a hold one is enough. Then rest at the start: it ends by "
                "itself."
            )
        )
        out = parts.column(
            self._step(1), parts.text(tr(_("Record a stretch of your own")), "title", wrap=True),
            pieces.named(name, pieces.sides(self, recording), scale, wide=self._wide),
            parts.text(guided, wrap=True), self._camera,
            parts.text(hint, "muted", wrap=True),
            parts.text(tr(_NO_PICTURE), "small", wrap=True), 1, spacing=scale.px(12),
        )  # fmt: skip
        self.primary = self.button(tr(_("Record it")), self._begin, "primary", "camera")
        self.primary.setEnabled(bool(recording.name.strip()))
        if not recording.name:
            self.setFocusProxy(name)
        back = self.button(tr(_("All stretches")), self.back, icon="back")
        return out, [self.primary, back]

    def _named(self, name: str) -> None:
        self.recording.name = name
        self._sure.forget()
        if self.primary is not None:
            self.primary.setEnabled(bool(name.strip()))

    def _begin(self) -> None:
        taken = self.recording.taken()
        if taken:
            announce(self._told, taken, alarm=True)
            return
        replaced = self.recording.replaced
        assert self.primary is not None
        if replaced and not self._sure.means(self.primary):
            said = tr(
                _(
                    "You have a stretch “{name}” already. This one takes its place when you keep "
                    "it. If that is right, press once more; or give it another name."
                )
            )
            announce(self._told, said.format(name=replaced), alarm=True)
            return
        self.app.go("record_live")

    # ------------------------------------------------------------------ 3: what was found

    def _looking(self) -> tuple[QLayout, list[QPushButton]]:
        told = parts.text("", "title", wrap=True)
        out = parts.column(self._step(3), told, 1, spacing=self.scale.px(12))
        announce(told, tr(_("Looking at what moves …")))
        return out, [self.button(tr(_("Cancel")), self._again, icon="back")]

    def _refused(self) -> tuple[QLayout, list[QPushButton]]:
        recording = self.recording
        told = parts.text("", "body", wrap=True)
        out = parts.column(
            self._step(3), parts.text(tr(_("That gives no stretch yet")), "title", wrap=True),
            told, parts.text(tr(_("Nothing was kept.")), "muted"), 1, spacing=self.scale.px(12),
        )  # fmt: skip
        announce(told, recording.trouble, alarm=True)
        recording.say(recording.trouble)
        self.primary = self.button(tr(_("Try again")), self._again, "primary", "repeat")
        away = self.button(tr(_("All stretches")), self._throw_away, icon="back")
        return out, [self.primary, away]

    def _found(self) -> tuple[QLayout, list[QPushButton]]:
        recording, scale = self.recording, self.scale
        found = recording.found
        assert found is not None
        out = parts.column(
            self._step(3), parts.text(found.stretch.name, "title", wrap=True),
            pieces.result(self, found, wide=self._wide),
            pieces.mistake(self, self._begin_mistake, wide=self._wide),
            parts.text(tr(_NO_PICTURE), "small", wrap=True), 1, spacing=scale.px(14),
        )  # fmt: skip
        if recording.trouble:
            announce(self._told, recording.trouble, alarm=True)
        recording.say(recording.trouble or words.counted(found))
        self.primary = self.button(
            tr(_("Keep it among your stretches")), self._keep, "primary", "tick"
        )
        again = self._asking(tr(_("Record it again")), self._again, icon="repeat")
        away = self._asking(tr(_("Throw it away")), self._throw_away, "quiet", "delete")
        return out, [self.primary, again, away]

    def _asking(
        self, words: str, then: Callable[[], object], kind: str = "secondary", icon: str = ""
    ) -> QPushButton:
        """A button that asks once, on itself, before what was recorded is lost."""
        made = self.button(words, lambda: then() if self._sure.means(made) else None, kind, icon)
        return made

    def _begin_mistake(self, said: str) -> None:
        self.recording.mistake = said
        self.app.go("record_live")

    def _again(self) -> None:
        self.recording.again()
        self._build()

    def _throw_away(self) -> None:
        self.recording.throw_away()
        self.app.go("library")

    # ------------------------------------------------------------------ 4: kept

    def _keep(self) -> None:
        try:
            self.recording.keep()
        except PosecoachError as error:
            announce(self._told, told(error), alarm=True)
            return
        self._build()

    def _kept(self) -> tuple[QLayout, list[QPushButton]]:
        recording, scale = self.recording, self.scale
        found = recording.found
        assert found is not None
        told = parts.text("", "title", wrap=True)
        where = tr(_("Its file, plain to read and to edit: {path}")).format(path=recording.kept)
        better = tr(
            _(
                "Its limits were seen on one person only. Try it, let somebody else try it, and "
                "better its words in the file."
            )
        )
        path = parts.text(where, wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        out = parts.column(
            self._step(4), told, path, parts.text(better, "muted", wrap=True),
            parts.text(tr(_NO_PICTURE), "small", wrap=True), 1, spacing=scale.px(14),
        )  # fmt: skip
        said = tr(_("“{name}” is among your stretches")).format(name=found.stretch.name)
        announce(told, said)
        self.primary = self.button(tr(_("Try it now")), self._try_it, "primary", "play")
        another = self.button(tr(_("All stretches")), self._done, icon="list")
        away = self._asking(tr(_("Throw it away")), self._remove, "quiet", "delete")
        return out, [self.primary, another, away]

    def _try_it(self) -> None:
        found = self.recording.found
        assert found is not None
        self.recording.throw_away()
        self.app.sessions.start([found.stretch.id], None)

    def _done(self) -> None:
        self.recording.throw_away()
        self.app.go("library")

    def _remove(self) -> None:
        try:
            self.recording.remove()
        except PosecoachError as error:
            announce(self._told, told(error), alarm=True)
            return
        self.app.go("library")

    # ------------------------------------------------------------------ keys

    def back(self) -> None:
        """Escape: to all stretches; what was found waits there."""
        if self.recording.step in ("refused", "kept"):
            self.recording.throw_away()
        elif self.recording.step == "looking":
            self.recording.again()
        self.app.go("library")
