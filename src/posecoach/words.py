"""The one room for words: puts text to the coach's cues and to what the screens say.

A cue carries an id and values; what it says in which language is decided here and in the specs.
"""

from dataclasses import dataclass

from posecoach.coach.moment import Cue, Direction
from posecoach.pose import Side, other
from posecoach.spec.schema import Stretch

SAFETY = (
    "General movement guidance, not medical advice.",
    "Move in comfort. You are in charge; the camera can be wrong.",
    "Stop if it hurts, tingles or makes you dizzy.",
)
SAFETY_LINE = "Move in comfort. Stop if it hurts, tingles or makes you dizzy."
SAVING = "Saving this as a video."
KEYS = "space pause   n next   m mute   f full screen   q end"


@dataclass(frozen=True)
class Words:
    """One thing to say: a few words for the screen, a sentence for the ear."""

    show: str
    say: str


_DIRECTIONS: dict[Direction, Words] = {
    "turn_sideways": Words("Turn sideways", "Turn side-on to the camera, about a quarter turn."),
    "face_camera": Words("Face the camera", "Turn to face the camera."),
    "step_back": Words("Step back a little", "Step back a little, so that I see all of you."),
    "come_closer": Words("Come closer", "Come a little closer to the camera."),
    "show_feet": Words(
        "I can't see your feet", "I can't see your feet. Step back or tilt the screen."
    ),
    "show_whole_body": Words(
        "Step into the picture", "Step into the picture, so that I see all of you."
    ),
    "one_person": Words("One person, please", "I can coach one person at a time."),
    "more_light": Words("More light, please", "It is too dark for me. Switch on a light."),
    "swap_knee_or_turn": Words(
        "Swap knees, or turn round",
        "The kneeling leg must be the one nearest the camera. Swap knees, or turn round.",
    ),
}

_GUIDES: dict[str, Words] = {
    "almost": Words("Almost", "Almost. Go a touch further, if it is comfortable."),
    "hold_start": Words("Hold it", "Good. Hold it there and breathe."),
    "hold_pause": Words("Clock paused", "Paused."),
    "hold_end": Words("Hold saved", "And rest."),
    "side_done": Words("This side is done", "This side is done."),
    "set_done": Words("Done", "Done. Well moved."),
    "session_done": Words("All done", "All done. Well moved today."),
    "paused": Words("Paused", "Paused."),
    "resumed": Words("On we go", "On we go."),
    "no_voice": Words("No voice here", ""),
    "record_failed": Words(
        "Record can't be written", "I can't write the record just now. We go on."
    ),
    "camera_lost": Words("No picture", "I have lost the camera picture."),
}

DISCOMFORT_ASK = {"before": "Discomfort before we start?", "after": "Discomfort now?"}
DISCOMFORT_KEYS = "0 none … 9, 1 then 0 for 10 (the worst)     or just walk on"

#: What to make of discomfort from 0 to 10; the ids are those of ``records.discomfort.advice``.
DISCOMFORT = {
    "go": "That is fine. Move in comfort.",
    "better": "Less discomfort than before. That was good for you.",
    "easier": "Go smaller and slower today: stay where it is easy.",
    "worse": "It is more than before. Stop for now, and leave out a day or two.",
    "stop": "Stop and rest. If it does not settle, get medical advice.",
    "clinician": "It got worse twice running. Please see a physiotherapist before you go on.",
}


def direction(id: Direction) -> Words:
    """What a direction says."""
    return _DIRECTIONS[id]


def guide(id: str) -> Words:
    """What a guide of no particular stretch says."""
    return _GUIDES[id]


def fill(text: str, side: Side | None) -> str:
    """Text with ``{side}`` and ``{other}`` as left and right."""
    if side is None:
        return text.replace("{side}", "one side").replace("{other}", "other side")
    return text.replace("{side}", side).replace("{other}", other(side))


def side_word(side: Side | None) -> str:
    """The side for the screen."""
    return {"left": "Left", "right": "Right", None: ""}[side]


def words(cue: Cue, stretch: Stretch) -> Words:
    """Puts words to a cue.

    Raises:
        KeyError: a rule id that the stretch does not have.
    """
    match cue.kind:
        case "direction":
            return _DIRECTIONS[cue.id]  # type: ignore[index]
        case "count":
            text = str(cue.number)
            return Words(text, text)
        case "guide" if cue.id == "start":
            return Words(
                fill(stretch.start.guide.show, cue.side), fill(stretch.start.guide.say, cue.side)
            )
        case "guide" if cue.id == "side_next":
            return Words(f"Now the {cue.side} side", fill(stretch.next_side, cue.side))
        case "guide" if cue.id == "intro":
            said = " ".join((f"{stretch.name}.", *stretch.instructions))
            return Words(stretch.name, fill(said, cue.side))
        case "guide" if cue.id in _GUIDES:
            return _GUIDES[cue.id]
    spoken = {r.id: r.cue for r in stretch.rules}[cue.id]
    if cue.variant == "fixed":
        return Words(fill(spoken.fixed, cue.side), fill(spoken.fixed, cue.side))
    said = spoken.again if cue.variant == "again" and spoken.again else spoken.say
    return Words(fill(spoken.show, cue.side), fill(said, cue.side))
