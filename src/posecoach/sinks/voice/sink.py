"""Says a session's cues: chooses which ones to say, and how urgent each is."""

from posecoach.cues import words
from posecoach.events import Cue, CueKind
from posecoach.pipeline.sink import EndState, Step
from posecoach.session.session import Session
from posecoach.sinks.voice.lineup import Rank
from posecoach.sinks.voice.speaker import Speaker, VoiceLevel
from posecoach.spec.figures.ways import step
from posecoach.spec.schema import Stretch

_FULL_ONLY = (
    "breathe",
    "breathe_in",
    "breathe_out",
    "almost",
    "back",
)  # said only at the level 'full'
#: How urgent each kind of cue is, and how many seconds it may wait.
_URGENCY: dict[CueKind, tuple[Rank, float]] = {
    "direction": (Rank.DIRECTION, 3.0),
    "count": (Rank.COUNT, 1.2),
    "correction": (Rank.CORRECTION, 3.0),
    "guide": (Rank.GUIDE, 5.0),
    "praise": (Rank.PRAISE, 2.5),
}


def _urgency(cue: Cue) -> tuple[Rank, float]:
    if cue.kind == "guide":
        if cue.id == "intro":
            return Rank.INSTRUCTION, 12.0
        if cue.id in ("side_next", "set_done", "session_done"):
            return Rank.GUIDE, 10.0
        if step(cue.id) is not None:
            return Rank.INSTRUCTION, 12.0
        if cue.id in ("breathe", "breathe_in", "breathe_out", "almost", "go"):
            return Rank.PRAISE, 1.5
    return _URGENCY[cue.kind]


class Voice:
    """Says the cues of the chosen level aloud.

    Attributes:
        speaker: speaks the sentences.
        muted: whether the user has switched the voice off.
    """

    def __init__(
        self, speaker: Speaker, level: VoiceLevel, *, muted: bool = False, most_failures: int = 2
    ) -> None:
        self.speaker, self.muted = speaker, muted
        self._level, self._most_failures = level, most_failures

    @property
    def level(self) -> VoiceLevel:
        """The level now: 'off' while muted."""
        return "off" if self.muted else self._level

    @property
    def failing(self) -> bool:
        """Whether the speaker has failed several times in a row."""
        return self.speaker.failures >= self._most_failures

    def toggle(self) -> None:
        """Mutes at once, or unmutes."""
        self.muted = not self.muted
        if self.muted:
            self.speaker.hush()

    def take(self, step: Step) -> None:
        for cue in step.now.cues:
            self._say(cue, step.now.plan.stretch)

    def _say(self, cue: Cue, stretch: Stretch) -> None:
        level = self.level
        brief = level == "cues"
        if level == "off" or (brief and (cue.kind == "praise" or cue.id in _FULL_ONLY)):
            return
        rank, keep_s = _urgency(cue)
        said = words.words(cue, stretch, brief=brief).say
        self.speaker.say(said, t=cue.t, rank=rank, keep_s=keep_s)

    def end(self, _state: EndState, _session: Session) -> None:
        self.speaker.close()
