"""The ``feedback`` command: one file about a set that was counted wrongly. Nothing is sent."""

import sys
from dataclasses import dataclass
from pathlib import Path

from posecoach.app import console
from posecoach.cues import words
from posecoach.errors import PosecoachError, UsageError
from posecoach.pose import SIDES, Side
from posecoach.records import last
from posecoach.records.feedback import (
    MOST_NOTE,
    MOST_REPS,
    MOST_SECONDS,
    KeptSet,
    Said,
    sets,
    write,
)
from posecoach.records.file import database_path
from posecoach.spec.load import stretch

NONE_KEPT = (
    "No session's landmarks are kept. They are kept for the last session, unless the setting "
    "'keep_last' is off: do the stretch once more, then run 'posecoach feedback'."
)
NEXT = "Attach it to an issue of the project; 'Feedback' in its documents says more."


@dataclass(frozen=True)
class Given:
    """What the command line says; None is asked for."""

    set: int | None = None
    left: float | None = None
    right: float | None = None
    wrong: tuple[str, ...] = ()
    note: str = ""


def run(given: Given, out: Path | None, *, ask: bool) -> int:
    """Asks what it was, shows what the file would hold, and writes it; returns the exit code.

    Raises:
        PosecoachError: no session is kept, an answer makes no sense, or the file cannot be written.
    """
    kept = sets(last.folder(database_path()))
    if not kept:
        raise PosecoachError(NONE_KEPT)
    ask = ask and sys.stdin.isatty()
    for number, one in enumerate(kept, 1):
        print(f"{number}. {line(one)}")
    try:
        chosen = _chosen(kept, given.set, ask=ask)
        said = _said(chosen, given, ask=ask)
        path = out or _unused(f"posecoach-feedback-{chosen.about.stretch}")
        if path.suffix != last.SUFFIX:
            path = path.with_name(path.name + last.SUFFIX)
        print("\n".join(["", *contents(chosen, said), ""]))
        over = "over the file that is there, " if path.exists() else ""
        if ask and not _yes(f"This is all that is in it. Write {over}{path}? [y/N] "):
            print("Nothing was written.")
            return 0
    except EOFError:
        print("Nothing was written.")
        return 0
    size = write(chosen, said, path)
    print(f"Written: {path} ({max(1, size >> 10)} kB). Nothing was sent. {NEXT}")
    return 0


def _unused(name: str) -> Path:
    """A file of this name that is not there yet: what was said before stays."""
    path, number = Path(name + last.SUFFIX), 1
    while path.exists():
        number += 1
        path = Path(f"{name}-{number}{last.SUFFIX}")
    return path


def line(kept: KeptSet) -> str:
    """A set in one line: the stretch, how long, and what was counted."""
    about = kept.about
    unit = " s" if about.mode == "hold" else ""
    done = ", ".join(f"{side} {about.done(side):g}{unit}" for side in about.sides)
    return f"{name(kept)}, {kept.seconds:.0f} s: {done} counted"


def name(kept: KeptSet) -> str:
    """The stretch's name; its id where there is no such stretch any more."""
    try:
        return words.name(stretch(kept.about.stretch))
    except PosecoachError:
        return kept.about.stretch


def contents(kept: KeptSet, said: Said) -> list[str]:
    """What is in the file, in words."""
    about = kept.about
    unit = "s" if about.mode == "hold" else "repetitions"
    sizes = sorted({f"{p.width}x{p.height}" for p in kept.poses})
    told = {what: sum(e.what == what for e in about.events) for what in ("fault", "direction")}
    said_ = {"left": said.left, "right": said.right}
    out = [
        f"In the file, of {name(kept)} ({about.mode}):",
        f"  33 landmarks (points of a body: nose, shoulders, knees …) at {len(kept.poses)} times",
        f"    within {kept.seconds:.0f} s; somebody was found in {kept.found} of them.",
        "    Of each point: where in the picture, where in metres, how visible.",
        f"  Of the picture only its size ({', '.join(sizes)}) and how bright it was. No picture.",
        "  Counted: " + ", ".join(f"{s} {about.done(s):g} {unit}" for s in about.sides) + ".",
        f"  When each was counted; {told['fault']} faults and {told['direction']} directions"
        + (f"; corrections: {', '.join(about.corrections)}." if about.corrections else "."),
        "  What you say it was: "
        + (", ".join(f"{s} {n:g} {unit}" for s, n in said_.items() if n is not None) or "nothing")
        + ".",
    ]
    if said.wrong:
        out.append(f"  Corrections that were not true: {', '.join(said.wrong)}.")
    if said.note:
        out.append(f"  Your words: {said.note}")
    out.append(f"  The version of posecoach ({about.posecoach}). No name, no day, no camera.")
    return out


def checked(kept: KeptSet, said: Said) -> Said:
    """Checks what the user answered; returns it unchanged.

    Raises:
        UsageError: a number is too large or no count, or there was no such correction.
    """
    most = MOST_SECONDS if kept.about.mode == "hold" else MOST_REPS
    for value in (said.left, said.right):
        if value is None:
            continue
        if value > most or (kept.about.mode != "hold" and value != int(value)):
            what = "seconds" if kept.about.mode == "hold" else "a whole number"
            raise UsageError(f"{value:g} is no count here; give {what} up to {most}.")
    unknown = [w for w in said.wrong if w not in kept.about.corrections]
    if unknown:
        there = ", ".join(kept.about.corrections) or "none"
        raise UsageError(
            f"There was no correction '{unknown[0]}' in this set. There were: {there}."
        )
    return said


def _chosen(kept: list[KeptSet], number: int | None, *, ask: bool) -> KeptSet:
    if number is None and len(kept) == 1:
        return kept[0]
    if number is None and ask:
        number = int(_number("Which set was counted wrongly? ", len(kept)) or 0)
    if number is None:
        raise UsageError("Say which set with --set.")
    if not 1 <= number <= len(kept):
        raise UsageError(f"There is no set {number}; there are 1 to {len(kept)}.")
    return kept[number - 1]


def _said(kept: KeptSet, given: Given, *, ask: bool) -> Said:
    about = kept.about
    found: dict[Side, float | None] = {"left": given.left, "right": given.right}
    wrong, note = given.wrong, given.note
    if ask and given == Given(given.set):
        what = "How many seconds" if about.mode == "hold" else "How many repetitions"
        most = MOST_SECONDS if about.mode == "hold" else MOST_REPS
        for side in SIDES:
            if side in about.sides:
                question = f"{what} was it really on the {side}? (Enter: as counted) "
                answer = _number(question, most)
                found[side] = about.done(side) if answer is None else answer
        if about.corrections:
            print(f"Corrections that it gave: {', '.join(about.corrections)}")
            answers = console.ask("Which were not true? (Enter: none) ").replace(",", " ").split()
            wrong = tuple(answers)
        note = console.ask("Anything else, in your own words? (Enter: no) ").strip()
    said = Said(left=found["left"], right=found["right"], wrong=wrong, note=note[:MOST_NOTE])
    if said == Said():
        raise UsageError(
            "Say what it was: --left and --right, --wrong for a correction that was not true, "
            "or --note."
        )
    return checked(kept, said)


def _number(question: str, most: float) -> float | None:
    """A number from the terminal; None for an empty line. Asks again until it is one."""
    while True:
        text = console.ask(question).strip().replace(",", ".")
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if 0 <= value <= most:
            return value
        print(f"Give a number from 0 to {most:g}.")


def _yes(question: str) -> bool:
    return console.ask(question).strip().lower() in ("y", "yes")
