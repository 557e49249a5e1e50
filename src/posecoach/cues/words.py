"""The text of all cues and screens.

A cue carries only an id and values; its text comes from here and from the specs.
"""

from dataclasses import dataclass

from posecoach.events import Cue, Direction
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.pose import Side, other
from posecoach.spec.figures.ways import step
from posecoach.spec.schema import Stretch, Watched

SAVING = _("Saving this as a video.")
ALL_KEYS = (
    ("space", _("pause, and go on (or cross your wrists before your chest)")),
    ("n", _("next set, or no rest")),
    ("r", _("this set once more")),
    ("x", _("leave this stretch out, for good")),
    ("m", _("voice on and off")),
    ("c", _("high contrast on and off")),
    ("+ -", _("larger and smaller text")),
    ("f", _("full screen on and off")),
    ("?", _("this list")),
    ("q", _("end; what was done is saved")),
)


VOICE_WORDS_MINUTE = 150  # the speed asked of the system's voice: calm
VOICE_LETTERS_S = 14.0  # the same speed in letters and spaces a second
_WAITS_S = 5.0  # a sentence of a page may wait for so long, besides the time that it takes
#: To estimate how long instructions take: slower than the voice, so that it has finished by then.
PATIENT_LETTERS_S = 12.0


@dataclass(frozen=True)
class Words:
    """The text of a cue: a few words to show and a sentence to say."""

    show: str
    say: str


_DIRECTIONS: dict[Direction, Words] = {
    "turn_sideways": Words(
        _("Turn sideways"), _("Turn side-on to the camera, about a quarter turn.")
    ),
    "face_camera": Words(_("Face the camera"), _("Turn to face the camera.")),
    "step_back": Words(_("Step back a little"), _("Step back a little, so that I see all of you.")),
    "come_closer": Words(_("Come closer"), _("Come a little closer to the camera.")),
    "show_feet": Words(
        _("I can't see your feet"), _("I can't see your feet. Step back or tilt the screen.")
    ),
    "show_whole_body": Words(
        _("Step into the picture"), _("Step into the picture, so that I see all of you.")
    ),
    "one_person": Words(_("One person, please"), _("I can coach one person at a time.")),
    "more_light": Words(_("More light, please"), _("It is too dark for me. Switch on a light.")),
    "swap_knee_or_turn": Words(
        _("Swap knees, or turn round"),
        _("I see the kneeling leg best nearest the camera. Swap knees, or turn round."),
    ),
}

_GUIDES: dict[str, Words] = {
    "almost": Words(_("Almost"), _("Almost. Go a touch further, if it is comfortable.")),
    "not_seen": Words(
        _("I can't see enough of you"),
        _("I can't see enough of you to count that. Step back a little, or put on more light."),
    ),
    "out_and_back": Words(
        _("Slowly out, and all the way back"),
        _("I can't count that yet. Go slowly, out as far as is easy, and all the way back."),
    ),
    "hold_start": Words(_("Hold it"), _("Good. Hold it there and breathe.")),
    "hold_pause": Words(_("Clock paused"), _("Paused.")),
    "hold_end": Words(_("Hold saved"), _("And rest.")),
    "breathe": Words(_("Breathe out, soften"), _("Breathe out, and soften.")),
    "breathe_in": Words(_("Breathe in"), _("Breathe in.")),
    "breathe_out": Words(_("Breathe out"), _("Breathe out.")),
    "go": Words(_("Begin when you like"), _("Begin.")),
    "set_done": Words(_("Done"), _("Done. Well moved.")),
    "session_done": Words(_("All done"), _("All done. Well moved today.")),
    "break_begin": Words(
        _("Stand up and step back"),
        _("A short break. Stand up, and step back until I see all of you."),
    ),
    "break_begin_chair": Words(
        _("Move your chair back"),
        _("A short break. Move your chair back until I see all of you."),
    ),
    "break_done": Words(_("That was your break"), _("That was your break. Well moved.")),
    "break_skipped": Words(_("Another time"), _("Another time.")),
    "break_nobody": Words(_("Another time"), _("Nobody came. Another time.")),
    "paused": Words(_("Paused"), _("Paused.")),
    "resumed": Words(_("On we go"), _("On we go.")),
    "away": Words(_("Paused until you are back"), _("I wait until you are back.")),
    "down": Words(_("Paused. Take your time."), _("Paused. Take your time.")),
    "back": Words(_("Good to see you"), _("There you are. On we go.")),
    "record_failed": Words(
        _("Record can't be written"), _("I can't write the record just now. We go on.")
    ),
    "camera_lost": Words(_("No picture"), _("I have lost the camera picture.")),
}

DISCOMFORT_ASK = {"before": _("Discomfort before we start?"), "after": _("Discomfort now?")}

#: Advice on discomfort, by the ids of ``reports.advice.Advice``.
DISCOMFORT = {
    "go": _("That is fine. Move in comfort."),
    "better": _("Less discomfort than before. Go on like this, in comfort."),
    "easier": _("Go smaller and slower today: stay where it is easy."),
    "worse": _("It is more than before. Stop for now, and leave out a day or two."),
    "stop": _("Stop and rest. If it does not settle, get medical advice."),
    "clinician": _("It got worse twice running. Please see a physiotherapist before you go on."),
}

#: The labels of the camera check in their order, by the ids of ``Framing.checks``, and 'camera'
#: and 'light'.
CHECKS = {
    "camera": _("Camera"),
    "light": _("Light"),
    "person": _("I see you"),
    "whole": _("All of you"),
    "distance": _("Distance"),
    "view": _("Front or side"),
}

#: Text of the screens that belongs to no cue.
SCREEN = {
    "check": _("Finding your place"),
    "stand": _("Stand where I see all of you"),
    "next": _("Next: {name}"),
    "step": _("Step {number} of {of}"),
    "finding": _("Finding you"),
    "starting": _("Starting the camera"),
    "of": _("of {number}"),
    "left_s": _("seconds left"),
    "held_s": _("seconds held"),
    "paused": _("paused"),
    "go": _("Go"),
    "waiting": _("Waiting"),
    "range": _("Range"),
    "change": _("Change this"),
    "not_counting": _("Not counting"),
    "summary": _("Well done"),
    "nothing": _("Until next time"),
    "mute": _("Voice off (m)"),
    "left_out": _("Left out from now on; 'posecoach settings' brings it back"),
    "seconds": _("{number} s"),
    "guided_s": _("{number} s guided"),
    "guided": _("seconds guided"),
    "follow": _("Follow the figure"),
}

#: What the coach says once where it does not watch all: by ``Stretch.watched``.
NOT_WATCHED: dict[Watched, str] = {
    "nothing": _("I show you how and keep the time. I do not watch how you do it."),
    "setup": _(
        "I look whether you are in place. Then I show you how and keep the time, "
        "and do not watch how you do it."
    ),
    "hold": _("I time how long you hold it. I do not watch how you do it."),
}
#: The same in a few words, for lists.
WATCHED: dict[Watched, str] = {
    "all": _("counted and corrected"),
    "setup": _("place checked, then shown"),
    "hold": _("only timed"),
    "nothing": _("shown, not watched"),
}

_TEMPO_ONLY = _("counted, tempo corrected")
_TEMPO_RULES = {"too_fast", "jerky", "bouncing"}

STRENGTHS = {
    "form": _("Your form was right in all that I could judge."),
    "dose": _("You did all that you set out to do."),
    "mended": _("You mended what I said within moments."),
    "calm": _("You moved calmly and smoothly."),
    "came": _("You took the time for yourself. That is what counts."),
}
AGAIN = _("The same again next time, and as calmly.")

#: Left and right as they stand within a sentence, alone, and as a request.
_SIDES: dict[str, dict[Side, str]] = {
    "bare": {"left": _("left"), "right": _("right")},
    "title": {"left": _("Left"), "right": _("Right")},
    "next": {"left": _("Now the left side"), "right": _("Now the right side")},
}


def direction(id: Direction) -> Words:
    """The text of a direction."""
    return _translated(_DIRECTIONS[id])


def guide(id: str) -> Words:
    """The text of a guide that is the same for all stretches."""
    return _translated(_GUIDES[id])


def screen(id: str, **values: object) -> str:
    """A text of ``SCREEN``, with ``values`` filled in."""
    return tr(SCREEN[id]).format(**values)


def most_wait_s(text: str) -> float:
    """How long a sentence of a page may wait until it is said, seconds."""
    return len(text) / VOICE_LETTERS_S + _WAITS_S


def fill(text: str, side: Side | None) -> str:
    """A spec's text in the user's language, with ``{side}`` and ``{other}`` as left and right."""
    text = tr(text)
    if side is None:
        return text.replace("{side}", tr(_("one side"))).replace("{other}", tr(_("other side")))
    bare = {s: tr(w) for s, w in _SIDES["bare"].items()}
    return text.replace("{side}", bare[side]).replace("{other}", bare[other(side)])


def side_word(side: Side | None) -> str:
    """'Left' or 'Right' for the screen; empty for None."""
    if side is None:
        return ""
    forms = _SIDES["title"]  # within tr(), the catalogue would take the key for a text
    return tr(forms[side])


def name(stretch: Stretch) -> str:
    """A stretch's name in the user's language."""
    return tr(stretch.name)


def short_name(stretch: Stretch) -> str:
    """A stretch's short, everyday name in the user's language."""
    return tr(stretch.short_name or stretch.name)


def not_watched(stretch: Stretch) -> str:
    """What is said once of a stretch that is not watched in all; empty for one that is."""
    return tr(NOT_WATCHED[stretch.watched]) if stretch.watched in NOT_WATCHED else ""


def watched(stretch: Stretch) -> str:
    """What is watched of a stretch, in a few words for lists."""
    form = any(not r.hint and r.id not in _TEMPO_RULES for r in stretch.rules)
    if stretch.watched == "all" and not form:
        return tr(_TEMPO_ONLY)
    return tr(WATCHED[stretch.watched])


def _translated(found: Words) -> Words:
    return Words(tr(found.show), tr(found.say))


def words(cue: Cue, stretch: Stretch, *, brief: bool = False) -> Words:
    """The text of a cue.

    Args:
        brief: announce a new set by the stretch's name alone, without its instructions.

    Raises:
        KeyError: the stretch has no rule with the cue's id.
    """
    match cue.kind:
        case "direction":
            return _translated(_DIRECTIONS[cue.id])  # type: ignore[index]
        case "count":
            text = str(cue.number)
            return Words(text, text)
        case "guide" if cue.id == "start":
            return Words(
                fill(stretch.start.guide.show, cue.side), fill(stretch.start.guide.say, cue.side)
            )
        case "guide" if cue.id == "side_next" and cue.side is not None:
            forms = _SIDES["next"]
            return Words(tr(forms[cue.side]), fill(stretch.next_side, cue.side))
        case "guide" if cue.id == "intro":
            lines = () if brief or cue.variant == "again" else stretch.instructions
            parts = [fill(line, cue.side) for line in (stretch.name, *lines)]
            said = " ".join([*parts, *([not_watched(stretch)] if lines else [])]).strip()
            return Words(name(stretch), said.replace(name(stretch), f"{name(stretch)}.", 1))
        case "guide" if cue.id == "go" and stretch.watched in ("setup", "nothing"):
            begin = _GUIDES["go"]  # within tr(), the catalogue would take the key for a text
            return Words(screen("follow"), tr(begin.say))
        case "guide" if cue.id in _GUIDES:
            return _translated(_GUIDES[cue.id])
        case "guide" if (found := step(cue.id)) is not None:
            return Words(tr(found.show), tr(found.say))
    for condition in stretch.recognise:
        if cue.kind == "guide" and condition.id == cue.id:
            return Words(fill(condition.show, cue.side), fill(condition.say, cue.side))
    spoken = {r.id: r.cue for r in stretch.rules}[cue.id]
    if cue.variant == "fixed":
        return Words(fill(spoken.fixed, cue.side), fill(spoken.fixed, cue.side))
    said = spoken.again if cue.variant == "again" and spoken.again else spoken.say
    return Words(fill(spoken.show, cue.side), fill(said, cue.side))
