"""What the home page reads from the user's record."""

import contextlib

from posecoach.cues import words
from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records import archive, store
from posecoach.records.data import SessionData
from posecoach.records.store import SessionSummary
from posecoach.reports import figures
from posecoach.spec.load import stretches


def sessions() -> list[SessionSummary]:
    """The sessions with a person; none where the record cannot be read."""
    with contextlib.suppress(PosecoachError), store.opened() as record:
        return [s for s in record.sessions() if s.kind == "live" and s.sets]
    return []


def work_on() -> str:
    """The one thing to work on after the last session, in the user's language."""
    with contextlib.suppress(PosecoachError), store.opened() as record:
        found = [s for s in record.sessions() if s.kind == "live" and s.sets]
        if found:
            newest = max(found, key=lambda s: s.started)
            return _tip(archive.read(record, only=newest.id)[0].session)
    return tr(_("Start with a first session; then you find here what to work on."))


def _tip(session: SessionData) -> str:
    found = figures.what_next(session)
    specs = stretches()
    match found.tip:
        case "rule" if found.about is not None and found.about.stretch in specs:
            about, spec = found.about, specs[found.about.stretch]
            cue = next((r.cue for r in spec.rules if r.id == about.rule), None)
            if cue is not None:
                return f"{words.short_name(spec)}: {words.fill(cue.say, about.side)}"
        case "uneven" if found.stretch in specs and found.side is not None:
            told = tr(_("{stretch}: the {side} side went less far; go only as far as is easy."))
            side = words.fill("{side}", found.side)
            return told.format(stretch=words.short_name(specs[found.stretch]), side=side)
        case "seen":
            return tr(_("Set the camera so that it sees all of you: more can be judged then."))
    return tr(words.AGAIN)
