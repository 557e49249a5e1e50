"""The group of settings for the camera and the model that looks at its pictures."""

from PySide6.QtWidgets import QLineEdit, QWidget

from posecoach.app.desktop.camera.choice import CameraChoice
from posecoach.app.desktop.pages.choices import Group, announce
from posecoach.app.desktop.settings.cards import Cards, Option
from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr

SIZES = (
    ("lite", _("Fast"), _("For a slow computer; sees a little less exactly.")),
    ("full", _("Usual"), _("Right for most; all was measured with it.")),
    ("heavy", _("Heavy"), _("Needs a fast computer; counts no better so far.")),
    ("auto", _("By itself"), _("Begins as usual; turns light where the computer is too slow.")),
)


class PictureGroup(Group):
    """Camera with its picture, mirrored or not; a stream by its address; the model's size."""

    def fill(self) -> None:
        context = self.page.app.context
        self._camera = CameraChoice(self.page)
        self._rows.addWidget(self._camera)
        self._address = QLineEdit()
        self._address.setProperty("typing", "true")  # letters are no keys of the window here
        self._address.setObjectName("address")
        self._address.setAccessibleName(tr(_("Address of a stream")))
        self._address.setPlaceholderText("http://192.168.0.20:8080/video")
        if "://" in context.own.camera:
            self._address.setText(context.own.camera)
        self._address.setMinimumWidth(self.page.scale.px(180))
        self._address.returnPressed.connect(self._use_address)
        use = self.page.button(tr(_("Use it")), self._use_address)
        use.setAccessibleName(tr(_("Use this stream")))
        self._wrong = parts.text("", "bad", wrap=True)
        self._wrong.hide()
        line = parts.row(self._address, use, spacing=self.page.scale.px(12))
        line.setStretch(0, 1)
        both = parts.column(line, self._wrong, spacing=self.page.scale.px(6))
        holder = QWidget()
        holder.setLayout(both)
        self.add(
            tr(_("A phone as the camera")),
            tr(_("The address that a camera app on the phone shows, in the same network.")),
            holder,
            below=True,
        )
        sizes = [Option(value, tr(title), self._about(value, tr(a))) for value, title, a in SIZES]
        models = Cards(
            self.page, tr(_("Model")), sizes, context.own.model_size,
            lambda value: context.change(model_size=value),
        )  # fmt: skip
        models.setObjectName("model_size")
        for value, card in models.buttons.items():
            card.setObjectName(f"model_size:{value}")
        self.add(
            tr(_("How closely I look")),
            tr(_("The size of the model that finds your body in the picture.")),
            models,
            below=True,
        )

    def _about(self, size: str, words: str) -> str:
        """What a size means, and whether it must be fetched first."""
        from posecoach.landmarks import model
        from posecoach.landmarks.fetching.manifest import ModelSize

        known: dict[str, ModelSize] = {"lite": "lite", "full": "full", "heavy": "heavy"}
        if size not in known or model.find(None, known[size]) is not None:
            return words
        return f"{words} {tr(_('Fetched from the network when you next start.'))}"

    def _use_address(self) -> None:
        from posecoach.errors import SourceError, told
        from posecoach.sources.camera import check_address, is_stream

        address = self._address.text().strip()
        try:
            if not is_stream(address):
                raise SourceError(
                    tr(_("This is no address of a stream; expected http://HOST:PORT/PATH."))
                )
            check_address(address)
        except SourceError as error:
            announce(self._wrong, told(error), alarm=True)
            return
        self._wrong.hide()
        self._camera.use(address)

    def start(self) -> None:
        """Opens the camera."""
        self._camera.start()

    def stop(self) -> None:
        """Closes the camera."""
        self._camera.stop()
