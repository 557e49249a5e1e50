"""What the home page reads from the user's record."""

import contextlib

from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records import archive, store
from posecoach.records.store import SessionSummary
from posecoach.reports import figures
from posecoach.session.verdict import tip_words
from posecoach.spec.load import stretches


def sessions() -> list[SessionSummary]:
    """The sessions in which a person did something; none where the record cannot be read."""
    with contextlib.suppress(PosecoachError), store.opened() as record:
        return [s for s in record.sessions() if s.kind == "live" and s.done]
    return []


def work_on() -> str:
    """The one thing to work on after the last session, in the user's language."""
    with contextlib.suppress(PosecoachError), store.opened() as record:
        found = [s for s in record.sessions() if s.kind == "live" and s.done]
        if found:
            newest = max(found, key=lambda s: s.started)
            last = figures.what_next(archive.read(record, only=newest.id)[0].session)
            return tip_words(last, stretches().get(last.stretch))
    return tr(_("Start with a first session; then you find here what to work on."))
