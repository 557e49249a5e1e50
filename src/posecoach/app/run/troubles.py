"""Detects troubles of camera, voice and record, with messages for the user."""

import logging
from dataclasses import dataclass, field

from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.background_record import BackgroundRecord
from posecoach.sinks.voice.sink import Voice
from posecoach.sources.health import Trouble
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")

_SLOW = _("The camera is slow: more light may help")
CAMERA: dict[Trouble, str] = {
    "no_camera": _("No camera yet: connect one, or close what uses it"),
    "lost": _("No picture from the camera: check its cable"),
    "frozen": _("The picture stands still: check the camera"),
    "covered": _("The camera sees nothing: open its shutter"),
    "slow": _SLOW,
}
VOICE = _("The voice does not answer: read the screen")
_NO_PICTURE: tuple[Trouble, ...] = ("no_camera", "lost", "frozen", "covered")


@dataclass
class Watch:
    """Checks source, voice and record; reports and logs each trouble once, when it begins."""

    frames: NewestFrame
    record: BackgroundRecord
    voice: Voice
    camera: Trouble | None = None
    _reported: set[str] = field(default_factory=set)

    def look(self) -> list[str]:
        """Messages about new troubles."""
        out = []
        now = self.frames.trouble
        if now != self.camera:
            if now is not None:
                out.append(tr(CAMERA[now]))
            else:
                log.info("the picture is well again")
            self.camera = now
        failed = self._begins("record", self.record.failed)
        out += [words.guide("record_failed").show] if failed else []
        out += [tr(VOICE)] if self._begins("voice", self.voice.failing) else []
        for sentence in out:
            log.warning("%s", sentence)
        return out

    def _begins(self, what: str, wrong: bool) -> bool:
        """Whether a trouble is there and was not reported since it last was not."""
        if not wrong:
            self._reported.discard(what)
            return False
        known = what in self._reported
        self._reported.add(what)
        return not known

    @property
    def blind(self) -> str | None:
        """The message to show in place of coaching, while there is no usable picture; else None."""
        return tr(CAMERA[self.camera]) if self.camera in _NO_PICTURE else None

    @property
    def note(self) -> str:
        """The small message to show while coaching goes on; empty for none."""
        return tr(_SLOW) if self.camera == "slow" else ""
