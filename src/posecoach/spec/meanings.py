"""What each key of a stretch file means: for editors (the JSON Schema) and docs/spec.md.

By the class that has the key. A unit stands in brackets at the end: [deg], [T] torso lengths
(mid-shoulder to mid-hip in the picture), [s], [deg/s], [share] of the range or of the picture.
"""

from typing import Any

from pydantic import BaseModel

MEANINGS: dict[str, dict[str, str]] = {
    "Stretch": {
        "schema": "Version of this format; 1.",
        "id": "Name in commands, reports and exports; never change it once it is used.",
        "name": "What it is called.",
        "short_name": "The same in one or two words, for the coaching screen.",
        "place": "Where and how, in words, such as 'half-kneeling'.",
        "level": "On one's feet, on a chair or on the floor; between two of them the way is shown.",
        "summary": "One sentence for lists.",
        "instructions": "Steps, said and shown before a set; '{side}' and '{other}' are filled in.",
        "safety": "What to mind; the first is shown before each set.",
        "next_side": "Said between the sides; '{side}' is filled in.",
        "source": "Where the stretch is from.",
        "evidence": "On whom its judgement was tried, in words.",
        "tried_on": "Which kinds of people these were; breaks prefer recorded ones.",
        "degrees_note": "What to know of its degrees where a report shows them.",
        "alternatives": "What to do instead, or another way to do it.",
        "instead": "Ids of other stretches that can take its place; the app links to them.",
        "not_for": "People who should ask a clinician first, or leave it out.",
        "sources": "Where dose and wording come from.",
        "view": "Which side of the body the camera must see.",
        "modes": "How it can be done; the first is the usual one.",
        "sides": "In turn (alternate), one after the other (separate), or both at once (together).",
        "judged": "true: all. 'setup': the start position. 'hold': the time held. false: nothing.",
        "arms_cross": "Arms may be crossed before the chest: that does not ask for a pause.",
        "bends_down": "The trunk goes as far down as when lying; nobody is taken for one who fell.",
        "bearing": "How the trunk is held, which tells the way a body seen from the side faces.",
        "half_kneeling": "Limits that tell which leg kneels, in half-kneeling.",
        "framing": "When the picture allows judging.",
        "dose": "How much, for each mode.",
        "measures": "Numbers from the body, by names of your own; see Measures.",
        "recognise": "Without these it is another movement, and nothing is counted.",
        "start": "The start position, in which the user's own neutral is learnt.",
        "guide": "The figure that shows how.",
        "rep": "The measure that counting follows, and its limits.",
        "rules": "What is corrected.",
    },
    "FramingLimits": {
        "enter": "Width of the shoulders at which the view is accepted: most from the side, least "
        "from the front. [T]",
        "leave": "Width at which an accepted view is given up after a second. [T]",
        "body": "Points that must all be seen.",
        "either": "Points of which one must be seen.",
        "feet": "Points that are asked for, without which counting goes on.",
        "facing": "A measure that is negative when the user's back is to the camera.",
        "least_height": "Height of the body; lying or on all fours, its longer side. [share]",
        "also": "Ranges of further measures that the view needs in the start position.",
        "near": "The kneeling leg must be the one nearest the camera.",
    },
    "Dose": {
        "reps_per_side": "Repetitions a side; of a stretch with sides 'together', of both.",
        "seconds": "Seconds a side. [s]",
        "sets": "How often.",
        "gentle": "For a careful begin.",
        "older": "From 65 on.",
        "more": "For people who want more.",
    },
    "Recognition": {
        "id": "Its name in reports.",
        "measure": "What is looked at.",
        "min": "Least value, in the measure's unit.",
        "max": "Largest value.",
        "any": "In place of one measure: ranges of which one must be kept.",
        "per": "'moment': of the posture, all the time. 'rep': of a movement that is over.",
        "modes": "The modes in which it is asked.",
        "window": "Of a movement: the median at the start, the end or the whole, the change from "
        "start to end, or the spread from the 10th to the 90th percentile.",
        "optional": "May stay unknown.",
        "full": "Asked only of a movement that went as far as a repetition.",
        "what": "Says what was measured, with '{value}' in it.",
        "show": "What to do about it, at most six words.",
        "say": "The same, aloud.",
    },
    "Range": {
        "measure": "What is looked at.",
        "optional": "Kept where it is unknown.",
        "min": "Least value.",
        "max": "Largest value.",
    },
    "Start": {
        "all": "Ranges that must all be kept.",
        "highest": "A measure that is largest at the start, whichever way the user goes from it.",
        "between": "A measure, + to the left, of which the start is the middle of both ends.",
        "tells": "Nobody rests there but to do this: form is judged from the first movement on.",
        "steady_s": "Rest in it for so long, and the neutral is learnt. [s]",
        "quiet_deg_s": "Slower than this is rest. [deg/s of the rep signal]",
        "guide": "What is said to a user who is not in it.",
    },
    "Guide": {
        "start": "Start position: joints as [x, y], y up from the floor. [T]",
        "end": "End position. [T]",
        "out_s": "The way out. [s]",
        "end_s": "At the end. [s]",
        "back_s": "The way back. [s]",
        "breath": "Which way the breath goes on the way out.",
        "ground": "Whether the floor is drawn.",
        "chair": "A chair to sit on.",
        "alternative": "A short word for people who cannot do it.",
    },
    "Chair": {
        "x0": "Its one end. [T]",
        "x1": "Its other end. [T]",
        "seat": "Height of the seat. [T]",
        "back": "Where its back is, seen from the side; none from the front. [T]",
    },
    "RepSignal": {
        "measure": "The measure that counting follows; no rule may use it. [deg, or as scaled]",
        "side": "A measure whose sign tells the side, + left, where the signal has no sign.",
        "together": "Two measures of parts that move as one, for 'unevenness'.",
        "signed": "+ is toward the user's left.",
        "range": "The range that counting needs. [deg]",
        "usual": "Where the target mark of a person begins; the range if not given. [deg]",
        "small": "Under this it is not even a try. [deg]",
        "bounds": "Least and largest range that a person may have. [deg]",
        "of_own": "A smaller share of the user's own range today is partial. [share]",
        "deep": "What tells a whole repetition better than the signal.",
        "out": "The start is left. [share]",
        "reach": "The end is reached. [share]",
        "leave": "The end is left. [share]",
        "rearm": "Back at the start. [share]",
        "dwell_s": "Each must last so long. [s]",
        "least_s": "A shorter movement is none. [s]",
    },
    "Deep": {
        "measure": "What is looked at, at the end.",
        "min": "Least value for a whole repetition.",
        "signal": "How far the signal must go where that is unknown. [deg]",
        "surely": "From here on the signal alone tells that it is whole. [deg]",
    },
    "Rule": {
        "id": "Its name in reports and exports.",
        "per": "'moment': while it lasts. 'rep': once, when it is over. 'hold': while held.",
        "modes": "In which modes.",
        "when": "In which phases, of a rule per moment.",
        "window": "Over which part of a repetition the medians are taken.",
        "fault": "Broken beyond these limits.",
        "both": "In place of 'fault' once both sides were done: limits of their means.",
        "warn": "Coloured, but not said, beyond these.",
        "only_if": "Judged only where this holds.",
        "sure": "Judged only where this holds, or 'proof' was seen before.",
        "proof": "What shows that the model reads it right.",
        "persist_s": "Broken for so long before it is a fault. [s]",
        "clear_s": "Kept for so long before it is over. [s]",
        "priority": "1 is said first, 5 last.",
        "reps_before_cue": "So many repetitions in a row before it is said.",
        "hint": "Told as advice and not as a correction.",
        "yields_to": "Rules that are told instead where both are broken.",
        "parts": "Points that are marked on the screen.",
        "cue": "Its words.",
    },
    "Check": {
        "all": "All of these must be beyond their limits.",
        "any": "One of these must be.",
    },
    "Condition": {
        "measure": "What is looked at.",
        "above": "Broken above this.",
        "below": "Broken below this.",
        "clear": "Over again at this, on the good side of the limit.",
    },
    "CueText": {
        "show": "On the screen, at most six words.",
        "say": "Aloud.",
        "again": "Aloud, the second time.",
        "fixed": "Aloud, once it is mended.",
    },
    "Neutral": {
        "default": "Taken until the user's own is known.",
        "low": "The learnt one is never less.",
        "high": "The learnt one is never more.",
    },
    "HalfKneeling": {
        "knee_switch": "By so much the other knee must be lower to be the kneeling one. [T]",
        "front_foot": "How far the front foot is ahead, where it tells the way one faces. [T]",
        "stays": "The knee on the floor stays within this. [T]",
        "stray": "Found further off than this, it is of swapped legs. [T]",
        "foot_even": "Front foot below the kneeling knee, where either leg may be near. [T]",
        "foot_clear": "By how much more where it is surely the far one. [T]",
        "foot_most": "A front foot that is found further below is misread, and tells nothing. [T]",
        "foot_line": "Below the kneeling leg's line on the floor: the foot is nearer. [T]",
    },
}

#: What is known of the error of each kind of measure, with its source.
ERRORS: dict[str, str] = {
    "inclination": "limb nearest the camera: 0.7-2 deg jitter (measured), 5-8 deg against motion "
    "capture (published); far limb 4-6 deg with spikes to 34; a change from the neutral cancels "
    "the constant part. Up to 30 deg off the view: under 5 deg of 30",
    "swing": "as inclination, and steady where the legs' labels are swapped",
    "angle": "knee from the side -2 +-6 deg, 45-90 deg off the view -14 +-15; hip -17 +-35: never "
    "judge by it (published)",
    "offset": "about .03 T jitter (measured)",
    "height": "about .03 T jitter; a low or high camera lifts what is near by .2 T (measured)",
    "tilt": "from the front 1-7 deg; from the side meaningless (measured)",
    "turn": "world landmarks: good for which way, 20 deg and more for how far (measured)",
    "line_turn": "world landmarks: 10-15 deg at the start, +-25 deg in a side bend (measured)",
    "spread": "about .03 T; narrows by 3 % at 15 deg off the view",
    "share": "the ears: .1 to .2 of their distance",
    "place": "about .03 T, and as much as the camera moves",
    "shoulder_width": "profile .03-.24, front .43-.93; arms overhead shrink it to two thirds",
    "face_turn": "by the face detector, where it finds the face",
}

#: What is measured of a whole repetition or hold: meaning, unit, what is known of its error.
OF_A_REP: dict[str, tuple[str, str, str]] = {
    "rise_s": (
        "from 10 to 90 % of the way out, of the slowest part where several move as one; unknown "
        "where the beginning was not seen",
        "s",
        "not measured",
    ),
    "fall_s": ("from 90 to 10 % of the peak on the way back", "s", "not measured"),
    "peak_speed": (
        "the fastest movement, out or back",
        "deg/s",
        "not measured; a noisy signal reads fast",
    ),
    "speed_peaks": (
        "peaks of speed out and back, each way against its own fastest; 2 is smooth",
        "count",
        "noise of 2 deg adds peaks (simulated)",
    ),
    "unevenness": (
        "how much the two parts of `together` stop and start at the same time",
        "0 is smooth",
        "smooth .0-.35, stops and starts .4-1 (measured)",
    ),
    "feet_moved": (
        "the farthest that an ankle was from its usual place",
        "T",
        "as of a place, and single wrong moments count",
    ),
    "feet_travel": (
        "how far the middle of the ankles went, without the farthest tenth at either end",
        "T",
        "as of a place",
    ),
    "hips_travel": ("the same of the middle of the hips", "T", "as of a place"),
    "shoulders_rise": (
        "how far the middle of the shoulders rose or sank, measured alike",
        "T",
        "as of a place",
    ),
    "reversals": (
        "how often the signal turned round by 3 deg or more in the last 2 s of a hold",
        "count",
        "not measured",
    ),
}


def described(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Puts the meanings into the JSON Schema of a class."""
    known = MEANINGS.get(model.__name__, {})
    for key, own in schema.get("properties", {}).items():
        if key in known:
            own["description"] = known[key]
