"""The options and sets of a run: from the command line, else from the user's settings."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from posecoach import language
from posecoach.app import settings
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.errors import PosecoachError, UsageError
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.session.sets import SetPlan
    from posecoach.spec.plan import Plan
    from posecoach.spec.routine import Routine
    from posecoach.spec.schema import Stretch


def begin() -> tuple[Settings, str]:
    """Loads the settings and sets the language; also returns a message if the file is wrong."""
    found, remark = settings.load_or_default()
    language.use(found.look.language)
    return found, remark


def options(own: Settings, remark: str = "", **given: Any) -> RunOptions:
    """The options of a run, from the command line and the settings.

    Args:
        own: the user's settings.
        remark: a message that the settings could not be read; then none are saved either.
        given: fields of ``RunOptions`` from the command line; None to use the settings.
    """
    base = RunOptions(
        source=own.camera,
        voice=own.voice,
        windowed=not own.look.full_screen,
        mirrored_input=own.mirrored_input,
        model_size=own.model_size,
        theme=own.look.theme,
        text_size=own.look.text_size,
        keep_last=own.keep_last,
        remark=remark,
        keep=None if remark else keep,
        left_out=None if remark else leave_out,
    )
    return replace(base, **{k: v for k, v in given.items() if v is not None})


def keep(name: str, value: Any) -> None:
    """Saves a setting that was changed in the window; an error must not end the session."""
    import contextlib

    with contextlib.suppress(PosecoachError):
        settings.keep(**{name: value})


def leave_out(stretch: str) -> None:
    """Adds a stretch to the setting ``leave_out``."""
    own, _ = settings.load_or_default()
    if stretch not in own.leave_out:
        keep("leave_out", (*own.leave_out, stretch))


def due(day: date | None = None) -> "Plan | None":
    """The user's plan of a day, by default today; None if there is none."""
    from posecoach.spec import plans as kept

    return kept.due(day or datetime.now(UTC).astimezone().date())


def routine_of(own: Settings, name: str | None = None, day: date | None = None) -> "Routine":
    """A routine by name; without one, the plan of the day, else that of the settings.

    Raises:
        UsageError: there is none of that name.
        SpecError: its file is wrong.
    """
    from posecoach.spec import plans as kept
    from posecoach.spec import routine as routines

    if name is None:
        plan = due(day)
        if plan is not None:
            return plan.routine
    elif kept.named(name) in {*kept.kept().plans, *kept.kept().wrong}:
        return kept.plan(name).routine  # one that cannot be used says why
    return routines.routine(name or own.routine)


def sets(
    own: Settings,
    names: list[str] | None,
    *,
    routine: str | None = None,
    mode: str | None = None,
    reps: int | None = None,
    hold: float | None = None,
    side: str = "both",
    first: str | None = None,
    day: date | None = None,
) -> tuple[list["SetPlan"], float]:
    """The sets of a run of a ``day``, by default today, and the seconds of rest between them.

    Raises:
        UsageError: both stretches and a routine are named, a stretch does not have the mode, or all
            stretches are left out.
    """
    from posecoach.session.sets import sets_of, sets_of_routine, sides_of
    from posecoach.spec import routine as routines
    from posecoach.spec.load import stretch
    from posecoach.spec.own import check_id

    begin_side: Any = first or own.first_side
    person: dict[str, Any] = {"amount": own.dose, "age": own.age}
    if names and routine:
        raise UsageError("Name stretches or a routine, not both.")
    chosen = [stretch(name) for name in names or ()]
    for one in chosen:
        check_id(one)
    if not names and (mode or reps or hold or side != "both"):
        chosen = _with_mode(own, routine_of(own, routine, day), mode)
    if not chosen:
        found = routine_of(own, routine, day)
        found_sets = sets_of_routine(found, first=begin_side, leave_out=own.leave_out, **person)
        if not found_sets:
            raise UsageError(
                "All stretches of this routine are left out; 'posecoach settings set leave_out "
                '""\' brings them back.',
                window=tr(
                    _(
                        "Every stretch of this routine is left out: bring one back in Settings, "
                        "under Routine."
                    )
                ),
            )
        return found_sets, found.rest_s
    which: Any = side
    out: list[SetPlan] = []
    for s in chosen:
        if mode is not None and mode not in s.modes:
            raise UsageError(
                f"The stretch '{s.id}' has no mode '{mode}'; it has: {', '.join(s.modes)}."
            )
        sides = sides_of(which, begin_side)
        out += sets_of(s, mode, reps=reps, hold_s=hold, sides=sides, **person)
    return out, routines.REST_S


def _with_mode(own: Settings, routine: "Routine", mode: str | None) -> "list[Stretch]":
    """The stretches of a routine that are not left out and, if one is wished, have a mode."""
    from posecoach.spec.load import stretch

    known = [stretch(s.stretch) for s in routine.sets]
    found = [s for s in known if s.id not in own.leave_out and (not mode or mode in s.modes)]
    if mode and not found:
        raise UsageError(f"No stretch of this routine has the mode '{mode}'.")
    return found
