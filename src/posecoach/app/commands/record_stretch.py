"""The ``stretches record`` command: drafts a stretch file from a recording or the camera."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from posecoach.app import console
from posecoach.app.console import bar, get_model, load_landmarker, messages
from posecoach.app.run.live import no_camera
from posecoach.app.run.prompted import record
from posecoach.app.run.sources import is_file, is_tape, opener
from posecoach.app.run.troubles import CAMERA
from posecoach.clock import SystemClock
from posecoach.draft.content.compose import of_name, unused_id
from posecoach.draft.make import Draft, draft
from posecoach.draft.prompted import RIGHT_WAY, WRONG_WAY, Prompt, PromptedRecording
from posecoach.draft.refusals import braces_in
from posecoach.errors import SourceError, UsageError
from posecoach.files import private
from posecoach.landmarks import tape
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import reason
from posecoach.pipeline.overlap import poses
from posecoach.pose import Pose
from posecoach.sinks.voice.speaker import Speaker
from posecoach.sources.file import VideoFile
from posecoach.sources.health import Trouble
from posecoach.sources.newest import NewestFrame
from posecoach.spec.limits import MOST_NAME
from posecoach.spec.load import shipped
from posecoach.spec.rules import Mode, View

#: Asks a question and gives the answer; None where nobody can be asked.
AskText = Callable[[str], str] | None


@dataclass(frozen=True)
class Wish:
    """What is to be recorded.

    Attributes:
        source: a camera, a stream, a video or a tape.
        mistakes: recordings of deliberate mistakes, by what is said of each.
        out: the file to write; made of the name by default.
    """

    name: str
    source: str
    side: Literal["left", "right", "both"] = "both"
    mode: Mode | None = None
    view: View | None = None
    mistakes: Mapping[str, str] | None = None
    out: Path | None = None
    model: Path | None = None
    mirrored_input: bool = False
    overwrite: bool = False


def run(wish: Wish, ask: AskText, speaker: Speaker | None) -> int:
    """Records, drafts, writes; returns the exit code.

    Raises:
        PosecoachError: it cannot be recorded, drafted or written.
    """
    if not wish.name.strip():
        raise UsageError("Give the stretch a name; it cannot be empty.")
    wish = replace(wish, name=wish.name.strip())
    if len(wish.name) > MOST_NAME:
        raise UsageError(f"The name is too long; it has at most {MOST_NAME} characters.")
    other = of_name(wish.name)
    if other is not None and other.id in shipped():  # one's own may be recorded anew
        raise UsageError(
            f"There is a stretch with the name '{other.name}' already ({other.id}); give yours "
            "another name."
        )
    braces_in(wish.mistakes or {})  # before anything is recorded
    own_id = unused_id(wish.name)
    out = _target(wish, own_id)
    recorded, wrong = _recorded(wish, ask, speaker)
    messages().print(tr(_("Looking at what moves …")))
    found = draft(
        recorded,
        wish.name,
        view=wish.view,
        mode=wish.mode,
        side=wish.side,
        mistakes=wrong,
        id=own_id,
    )
    try:
        private(out, found.text)
    except OSError as error:
        raise SourceError(f"{out} cannot be written ({reason(error)}).") from error
    print(_told(found, out, wrong, again=other is not None))
    return 0


def _target(wish: Wish, own_id: str) -> Path:
    """Where the draft goes.

    Raises:
        UsageError: there is a file already, or no folder.
    """
    out = wish.out or Path(f"{own_id}.toml")
    if out.is_dir() or not out.parent.is_dir():
        raise UsageError(f"{out} cannot be written: name a file in a folder that there is.")
    if out.exists() and not wish.overwrite:
        raise UsageError(f"{out} is there already; name another file with --out, or add --yes.")
    return out


def _recorded(
    wish: Wish, ask: AskText, speaker: Speaker | None
) -> tuple[list[Pose], dict[str, list[Pose]]]:
    wrong = {name: _of_file(path, wish) for name, path in (wish.mistakes or {}).items()}
    if is_file(wish.source):
        return _of_file(wish.source, wish), wrong
    with _camera(wish, speaker) as one_part:
        right = one_part(tr(RIGHT_WAY))
        while ask is not None:
            name = ask(tr(_("What is a common mistake? Say it as a correction (Enter for none): ")))
            if not name.strip():
                break
            wrong[name.strip()] = one_part(tr(WRONG_WAY))
    return right, wrong


def _of_file(source: str, wish: Wish) -> list[Pose]:
    """The poses of a video or a tape."""
    path = Path(source).expanduser()
    if is_tape(source):
        return tape.load(path)
    with contextlib.closing(VideoFile(path)) as video:
        model = get_model(wish.model)
        total = video.info.frames or 0
        out: list[Pose] = []
        landmarker = load_landmarker(model, mirrored_input=wish.mirrored_input)
        with contextlib.closing(landmarker), bar(messages(), bytes_=False) as progress:
            for number, (_frame, pose) in enumerate(poses(video, landmarker)):
                out.append(pose)
                progress(path.name, number + 1, total)
        if video.broken_off is not None:
            messages().print(video.broken_off)
        return out


@contextlib.contextmanager
def _camera(wish: Wish, speaker: Speaker | None) -> Iterator[Callable[[str], list[Pose]]]:
    """A function that records one part before the camera, saying what to do."""
    clock = SystemClock()
    open_source, again = opener(wish.source, clock)
    model = get_model(wish.model)
    frames = NewestFrame(open_source, clock, again=again)
    landmarker = load_landmarker(model, mirrored_input=wish.mirrored_input)

    told: Trouble | None = None

    def go_on() -> bool:
        nonlocal told
        missing = no_camera(frames)
        if missing is not None:
            raise missing
        if frames.trouble != told:
            told = frames.trouble
            if told is not None:
                messages().print(f"{tr(CAMERA[told])}.")
        return True

    def say(prompts: Iterable[Prompt]) -> None:
        for said in prompts:
            print(said.text, flush=True)
            if speaker is not None:
                speaker.say(said.text, t=said.t)

    def recorded(what: str) -> list[Pose]:
        recording = PromptedRecording(what)
        record(frames, landmarker, recording, say, go_on)
        return recording.recorded

    try:
        yield recorded
    finally:
        frames.end()
        landmarker.close()
        if speaker is not None:
            speaker.close()


def _rules(found: Draft, mistakes: Iterable[str]) -> list[str]:
    """Of each mistake that was shown, the rule that tells it; those without are in the remarks."""
    told = {rule.cue.say: rule.id for rule in found.stretch.rules if not rule.hint}
    own = [name for name in mistakes if name in told]
    return [f"The mistake \"{name}\" is told by the rule '{told[name]}'." for name in own]


def _told(found: Draft, out: Path, mistakes: Iterable[str] = (), *, again: bool = False) -> str:
    """What was drafted, and what to do with it; ``again``: it is one of the user's own anew."""
    s, (kept, of) = found.stretch, found.left_out_counted
    mode = s.modes[0]
    place = f", {s.place}" if s.place else ""
    shown = {side: n for side, n in found.reps.items() if n}
    if found.sides == "alternate":
        counted = ", ".join(f"{side} {n}" for side, n in shown.items())
    else:
        counted = str(sum(shown.values()))
    lines = [
        f"{s.name}: a {mode}, seen from the {s.view}{place}; counted: {counted}.",
        f"It counts by: {found.signal.candidate.name.replace('_', ' ')}.",
    ]
    if of:
        lines.append(f"Each repetition left out once: the others count it in {kept} of {of} cases.")
    lines += found.remarks
    lines += _rules(found, mistakes)
    lines += [
        f"Written: {out}. Next:",
        f"  posecoach stretches check {out}",
        f"  posecoach coach {out}",
        f"  posecoach stretches add {out}{' --replace' if again else ''}",
    ]
    return "\n".join(lines)


def asked_on_terminal() -> AskText:
    """Asks on the terminal, where the end of the input is no answer; None where there is none."""

    def ask(prompt: str) -> str:
        try:
            return console.ask(prompt)
        except EOFError:
            return ""

    return ask if sys.stdin.isatty() else None


def parsed(mistakes: Sequence[str]) -> dict[str, str]:
    """``NAME=FILE`` of the command line.

    Raises:
        UsageError: one of them is not.
    """
    out: dict[str, str] = {}
    for one in mistakes:
        name, equals, path = one.partition("=")
        if not equals or not name.strip() or not path:
            raise UsageError(f"'{one}': expected a mistake as \"WHAT TO SAY=FILE\".")
        out[name.strip()] = path
    return out
