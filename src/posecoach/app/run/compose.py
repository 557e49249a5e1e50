"""Builds the session and the sinks of a coached run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from posecoach.app.console import messages
from posecoach.app.run.options import RunOptions
from posecoach.app.run.sources import recorded_name
from posecoach.errors import PosecoachError
from posecoach.language import current
from posecoach.pipeline.sink import EndState, Sink
from posecoach.records import last
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.background_record import BackgroundRecord
from posecoach.sinks.last import LastSession
from posecoach.sinks.latest import Latest
from posecoach.sinks.recorder import Recorder
from posecoach.sinks.tape import Tape
from posecoach.sinks.terminal import Terminal
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import SpeechLog, system_speaker


@dataclass(frozen=True)
class Sinks:
    """The sinks of a coached run; those that other code uses have names."""

    record: BackgroundRecord
    voice: Voice
    latest: Latest
    others: tuple[Sink, ...] = ()

    @property
    def all(self) -> tuple[Sink, ...]:
        """All sinks; the record comes first, so that another sink cannot fail before it."""
        return (self.record, self.voice, self.latest, *self.others)

    def end(self, state: EndState, session: Session) -> None:
        """Ends each sink, also after one that fails; the first error is raised at the end."""
        if state == "done" and not session.did:
            state = "ended"
        errors: list[PosecoachError] = []
        for sink in self.all:
            try:
                sink.end(state, session)
            except PosecoachError as e:
                errors.append(e)
        if errors:
            raise errors[0]


#: Makes the session of a run from its sets, the record and the seconds of rest.
MakeSession = Callable[[list[SetPlan], Store, float], Session]


def make_session(sets: list[SetPlan], store: Store, rest_s: float) -> Session:
    """The session of a run, with the user's ranges from earlier sessions."""
    memory = {s.stretch.id: store.ranges(s.stretch.id) for s in sets}
    return Session(sets, memory, rest_s=rest_s)


def make_sinks(
    sets: list[SetPlan], options: RunOptions, store: Store, more: Sequence[Sink] = ()
) -> Sinks:
    """The sinks that the options ask for, and ``more``."""
    others: list[Sink] = [Terminal()] if options.headless else []
    others += more
    if options.tape:
        others.append(Tape(options.tape))
    if options.keep_last:
        others.append(LastSession(last.folder(store.path)))
    settings: dict[str, Any] = {"voice": options.voice, "sets": [s.stretch.id for s in sets]}
    if options.occasion:
        settings["occasion"] = options.occasion
    record = make_record(store, "live", recorded_name(options.source), settings)
    return Sinks(record, _voice(options), Latest(), tuple(others))


def make_record(
    store: Store, kind: str, source: str, settings: dict[str, Any], model: str | None = None
) -> BackgroundRecord:
    """The background recorder of a run."""
    return BackgroundRecord(
        lambda: Recorder(store, kind=kind, source=source, settings=settings, model=model)
    )


def _voice(options: RunOptions) -> Voice:
    """The voice; if it is off but there is a window, it is only muted: a key unmutes it."""
    off = options.voice == "off"
    if off and options.headless:
        return Voice(SpeechLog(name="off"), "off")
    speaker = system_speaker(current())
    if not off and speaker.name in ("none", "chimes"):
        messages().print(
            "There is no voice on this machine"
            + ("; chimes take its place." if speaker.name == "chimes" else ", nor a sound device.")
            + " Install speech-dispatcher or espeak-ng for one."
        )
    return Voice(speaker, "full" if off else options.voice, muted=off)
