"""Ends a run: prints what was done and saved."""

from collections.abc import Sequence

from posecoach.app.console import messages
from posecoach.cues import words
from posecoach.errors import PosecoachError
from posecoach.language import tr
from posecoach.pipeline.background import Background, raise_if_failed
from posecoach.records.store import Store
from posecoach.reports.advice import advice
from posecoach.sinks.background_record import BackgroundRecord


def close(
    store: Store, record: BackgroundRecord, done: Sequence[str], coach: Background | None = None
) -> int:
    """Prints what was done, after the sinks have ended; returns the exit code.

    Args:
        store: where it is recorded.
        record: the recorder of the run, which has ended.
        done: what was done, a line for each set.
        coach: the thread that coached, if one did.

    Raises:
        PosecoachError: coaching failed, or the record is incomplete.
    """
    for line in record.unwritten():
        print(f"not written: {line}")
    if coach is not None:
        raise_if_failed(coach)
    if not record.complete:
        raise PosecoachError(
            f"The session could not be written to {store.path}; free some space or change its "
            "permissions. What was done: " + ("; ".join(done) or "nothing was done.")
        )
    if not record.begun:
        print("Nothing was done, and nothing recorded.")
        return 0
    if record.failed:
        messages().print("The record could not be written for a while; now all of it is.")
    _tell_saved(store, record.session)
    if advice := advised(store, record.session):
        print(advice)
    return 0


def _tell_saved(store: Store, session: int) -> None:
    """Prints what was done, as it stands in the record."""
    from posecoach.reports.history import amount

    last = next(s for s in store.sessions() if s.id == session)
    done = []
    for s in last.sets:
        left, right = amount(s, "left"), amount(s, "right")
        told = f"left {left}, right {right}" if right else left
        done.append(f"{s.stretch}: {told}" + ("" if s.judged else ", not watched"))
    print(f"Session {last.id} saved. " + ("; ".join(done) or "nothing was done."))


def advised(store: Store, session: int) -> str:
    """Advice on the discomfort that the user reported for a session; empty for none."""
    answers = store.discomforts()
    own = next(((b, a) for id_, b, a in answers if id_ == session), (None, None))
    return advice_on(*own, [(b, a) for id_, b, a in answers if id_ < session])


def advice_on(
    before: int | None, after: int | None, earlier: Sequence[tuple[int | None, int | None]]
) -> str:
    """Advice on discomfort before and after a session, as text; empty for none."""
    found = advice(before, after, earlier)
    return "" if found is None else tr(words.DISCOMFORT[found])
