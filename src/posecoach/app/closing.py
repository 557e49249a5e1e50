"""The end of a run: closed in the record, and told what was done."""

from collections.abc import Iterable, Sequence

from posecoach.app.console import talk
from posecoach.app.options import RunOptions
from posecoach.cues import words as room
from posecoach.errors import PosecoachError
from posecoach.landmarks import tape
from posecoach.language import tr
from posecoach.pipeline.live import CoachThread, raise_if_failed
from posecoach.pose import Pose
from posecoach.records.store import SetSummary, Store
from posecoach.reports.advice import advice
from posecoach.session.session import Session
from posecoach.sinks.background import Beside
from posecoach.sinks.sinks import Sinks


def close(
    options: RunOptions,
    store: Store,
    session: Session,
    sinks: Sinks,
    how: str,
    kept: list[Pose],
    coach: CoachThread | None,
) -> int:
    """Closes the session in the record, and prints what was done."""
    record = sinks.record
    assert isinstance(record, Beside)
    state = {"done": "done", "ended": "ended", "source": "done"}[how]
    if coach is not None and coach.error is not None:
        state = "interrupted"
    for stretch, ranges in session.learnt.items():
        record.remember(stretch, ranges)
    record.end(state, seen_s=session.seen_s, judged_s=session.judged_s)
    sinks.speaker.close()
    if options.tape:
        tape.save(options.tape, kept)
    for line in record.unwritten():
        print(f"not written: {line}")
    if coach is not None:
        raise_if_failed(coach)
    if not record.complete:
        raise PosecoachError(
            f"The session could not be written to {store.path}; free some space or change its "
            "permissions. What was done: " + done_line(session.summary())
        )
    if not record.begun:
        print("Nothing was done, and nothing recorded.")
        return 0
    if record.failed:
        talk().print("The record could not be written for a while; now all of it is.")
    last = next(s for s in store.sessions() if s.id == record.session)
    print(f"Session {last.id} saved. " + done_line(set_lines(last.sets)))
    if words := advised(store, last.id):
        print(words)
    return 0


def advised(store: Store, session: int) -> str:
    """What to make of the discomfort that was told; empty where nothing was."""
    answers = store.discomforts()
    own = next(((b, a) for id_, b, a in answers if id_ == session), (None, None))
    return comfort(own, [(b, a) for id_, b, a in answers if id_ < session])


def comfort(
    own: tuple[int | None, int | None], earlier: Sequence[tuple[int | None, int | None]]
) -> str:
    """Advice on discomfort before and after, in words; empty where nothing was told."""
    found = advice(*own, earlier)
    return "" if found is None else tr(room.DISCOMFORT[found])


def set_lines(sets: Iterable[SetSummary]) -> list[str]:
    """What was done in each set, in words."""
    from posecoach.reports.history import amount  # with its tables, not needed at the start

    return [f"{s.stretch}: left {amount(s, 'left')}, right {amount(s, 'right')}" for s in sets]


def done_line(lines: Iterable[str]) -> str:
    """What was done, in one line."""
    return "; ".join(lines) or "nothing was done."
