"""The ``plan`` commands."""

import sys
from pathlib import Path

from posecoach.app.console import ask, counted, messages
from posecoach.cues import words
from posecoach.errors import PosecoachError, UsageError
from posecoach.spec import plans
from posecoach.spec.load import is_path, stretch
from posecoach.spec.plan import Plan, days_words
from posecoach.spec.routine import RoutineSet
from posecoach.spec.schema import Stretch


def list_all() -> None:
    """Prints the user's plans with their days."""
    found = plans.kept()
    for name, plan in found.plans.items():
        print(f"{name}  {plan.name}: {days_words(plan.days)}, {counted(len(plan.sets), 'set')}")
    for sentence in found.wrong.values():
        messages().print(sentence)
    if not found.plans and not found.wrong:
        print("You have no plans. The app makes one, and 'posecoach plan open FILE' takes one in.")


def show(name: str) -> None:
    """Prints what a plan holds.

    Raises:
        PosecoachError: there is none, or it is wrong.
    """
    path = Path(name).expanduser()
    print(described(plans.load(path) if is_path(name) or path.is_file() else plans.plan(name)))


def described(plan: Plan) -> str:
    """What a plan holds, in lines of text; what its author wrote without control characters."""
    inside = {s.id: s for s in plan.stretches}
    lines = [f"{plan.name}: {days_words(plan.days)}"]
    lines += [f"By {plan.author}"] if plan.author else []
    lines += [plan.note] if plan.note else []
    for number, one in enumerate(plan.sets, start=1):
        known = inside.get(one.stretch) or stretch(one.stretch)
        lines.append(
            f"  {number}. {words.short_name(known)} ({one.stretch}): {dose_words(one, known)}"
        )
    lines.append(f"Rest between two sets: {plan.rest_s:g} s.")
    for s in plan.stretches:
        lines.append(f"With a stretch of its author: {s.name} ({s.id}). {s.summary}")
        lines.append(f"  Tried on: {s.evidence or 'its author does not say'}.")
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines)


def dose_words(one: RoutineSet, known: Stretch) -> str:
    """The dose and sides of a set, as text."""
    each = "" if known.sides == "together" else " a side"
    parts = []
    if one.reps is not None:
        parts.append(f"{counted(one.reps, 'rep')}{each}")
    if one.hold_s is not None:
        parts.append(f"{one.hold_s:g} s{each}")
    parts += [one.mode] if one.mode is not None else []
    parts += [f"{one.sides} side only"] if one.sides != "both" else []
    return ", ".join(parts) or "its usual dose"


def open_file(file: Path, *, yes: bool) -> int:
    """Shows a plan file and keeps it if the user agrees; returns the exit code.

    Raises:
        PosecoachError: it is wrong, or cannot be kept.
    """
    plan = plans.load(file)
    print(described(plan))
    if not yes:
        if not sys.stdin.isatty():
            raise PosecoachError("Nothing was kept: add --yes to keep it without a question.")
        try:
            agreed = ask("Keep it? [y/N] ").strip().lower() in ("y", "yes", "j", "ja")
        except (EOFError, KeyboardInterrupt):
            agreed = False
        if not agreed:
            print("Nothing was kept.")
            return 1
    name = plans.keep(plan)
    print(f"Kept as '{name}': {days_words(plan.days)}.")
    return 0


def save(name: str, out: Path | None, *, force: bool) -> None:
    """Writes a plan as one file.

    Raises:
        PosecoachError: there is no such plan, or the file is there or cannot be written.
    """
    found = plans.plan(name)
    out = out or Path(f"{plans.named(name)}.toml")
    if out.exists() and not force:
        raise UsageError(f"{out} is there already; add --force to write over it.")
    plans.save(found, out)
    print(f"The plan '{found.name}' is in {out}.")


def remove(name: str) -> None:
    """Removes a plan.

    Raises:
        PosecoachError: there is none, or it cannot be removed.
    """
    plans.remove(name)
    print("The plan is removed; its stretches stay.")
