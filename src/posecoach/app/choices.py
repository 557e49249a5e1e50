"""The options and sets of a run: from the command line first, else from the user's settings."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from posecoach import language
from posecoach.app import settings
from posecoach.app.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.errors import UsageError

if TYPE_CHECKING:
    from posecoach.session.plan import SetPlan


def begin() -> tuple[Settings, str]:
    """The settings, with their language in use; a remark where they cannot be read."""
    found, remark = settings.load_or_default()
    language.use(found.language)
    return found, remark


def options(own: Settings, remark: str = "", **given: Any) -> RunOptions:
    """The options of a run: what was given, else what the settings say.

    Args:
        own: the user's settings.
        remark: on settings that could not be read; shown once.
        given: fields of ``RunOptions``; None where the settings decide.
    """
    base = RunOptions(
        source=own.camera,
        voice=own.voice,
        windowed=not own.full_screen,
        mirrored_input=own.mirrored_input,
        model_size=own.model_size,
        theme=own.theme,
        text_size=own.text_size,
        remark=remark,
        keep=None if remark else keep,
        left_out=None if remark else leave_out,
    )
    return replace(base, **{k: v for k, v in given.items() if v is not None})


def keep(name: str, value: Any) -> None:
    """Keeps a choice that was made in the window; a full disk must not end a session."""
    import contextlib

    with contextlib.suppress(UsageError):
        settings.keep(**{name: value})


def leave_out(stretch: str) -> None:
    """Leaves a stretch out of all routines from now on."""
    own, _ = settings.load_or_default()
    if stretch not in own.leave_out:
        keep("leave_out", (*own.leave_out, stretch))


def plans(
    own: Settings,
    names: list[str] | None,
    *,
    routine: str | None = None,
    mode: str | None = None,
    reps: int | None = None,
    hold: float | None = None,
    side: str = "both",
    first: str | None = None,
) -> tuple[list["SetPlan"], float]:
    """The sets of a run, and the seconds of rest between them.

    Raises:
        UsageError: stretches and a routine, a mode that a stretch does not have, or nothing left.
    """
    from posecoach.session import plan
    from posecoach.spec import routine as routines
    from posecoach.spec.load import stretch

    begin_side: Any = first or own.first_side
    person: dict[str, Any] = {"amount": own.dose, "age": own.age}
    if names and routine:
        raise UsageError("Name stretches or a routine, not both.")
    if not names and (mode or reps or hold or side != "both"):
        names = [
            s.stretch
            for s in routines.routine(routine or own.routine).sets
            if s.stretch not in own.leave_out and (not mode or mode in stretch(s.stretch).modes)
        ]
    if not names:
        found = routines.routine(routine or own.routine)
        sets = plan.plans(found, first=begin_side, leave_out=own.leave_out, **person)
        if not sets:
            raise UsageError(
                "All stretches of this routine are left out; 'posecoach settings set leave_out "
                '""\' brings them back.'
            )
        return sets, found.rest_s
    out: list[SetPlan] = []
    for name in names:
        s = stretch(name)
        if mode is not None and mode not in s.modes:
            raise UsageError(
                f"The stretch '{s.id}' has no mode '{mode}'; it has: {', '.join(s.modes)}."
            )
        which: Any = side
        out += plan.sets_of(
            s,
            mode,
            reps=reps,
            hold_s=hold,
            sides=plan.sides_of(which, begin_side),
            **person,
        )
    return out, routines.REST_S
