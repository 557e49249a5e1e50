"""A set that was counted wrongly, as one file to send.

It holds the landmarks, what was counted, and what the user says they really did.

The file is a compact landmark tape (docs/tape.md) that says of itself what is in ``FeedbackData``.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posecoach.errors import TapeError
from posecoach.landmarks import tape
from posecoach.pose import Pose, Side
from posecoach.records import last
from posecoach.spec.rules import Mode

_Text = Annotated[str, Field(max_length=200)]
MOST_NOTE = 2000  # letters of the person's own words
MOST_REPS, MOST_SECONDS = 500, 3600


class _FeedbackTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counted(_FeedbackTable):
    """What was counted for one side."""

    reps: int = Field(0, ge=0)
    partials: int = Field(0, ge=0)
    held_s: float = Field(0.0, ge=0)


class FeedbackEvent(_FeedbackTable):
    """One thing that was counted or said, ``t`` seconds after the tape begins."""

    t: float
    what: Literal["rep", "almost", "hold", "fault", "correction", "direction"]
    side: Side | None = None
    id: _Text = ""
    begun: float | None = None
    held_s: float | None = None


class Said(_FeedbackTable):
    """What the person says it was.

    Attributes:
        left, right: repetitions, or seconds held; None where they do not say.
        wrong: ids of corrections that were not true.
        note: their own words.
    """

    left: float | None = Field(None, ge=0)
    right: float | None = Field(None, ge=0)
    wrong: tuple[_Text, ...] = ()
    note: str = Field("", max_length=MOST_NOTE)


class FeedbackData(_FeedbackTable):
    """All that a kept set says of itself."""

    schema_: Literal[1] = Field(1, alias="schema")
    posecoach: _Text
    stretch: _Text
    mode: Mode
    sides: tuple[Side, ...]
    goal: float | None
    counted: dict[Side, Counted]
    events: tuple[FeedbackEvent, ...]
    said: Said | None = None

    def done(self, side: Side) -> float:
        """What was counted for a side: repetitions, or seconds held."""
        found = self.counted.get(side, Counted())
        return found.held_s if self.mode == "hold" else found.reps

    @property
    def corrections(self) -> tuple[str, ...]:
        """The ids of what was corrected, each once."""
        return tuple(dict.fromkeys(e.id for e in self.events if e.what == "correction"))


@dataclass(frozen=True)
class KeptSet:
    """A set of the last session, or of a file that somebody sent."""

    path: Path
    about: FeedbackData
    poses: list[Pose]

    @property
    def seconds(self) -> float:
        """How long the tape is."""
        return self.poses[-1].t - self.poses[0].t if self.poses else 0.0

    @property
    def found(self) -> int:
        """In how many of its poses somebody was found."""
        return sum(p.found for p in self.poses)


def load(path: Path) -> KeptSet:
    """A kept set.

    Raises:
        TapeError: the file cannot be read, or is not one of a kept set.
    """
    said = tape.about(path)
    if said is None:
        raise TapeError(f"{path} is a landmark tape, but says nothing of what was counted.")
    try:
        about = FeedbackData.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TapeError(f"{path}: what it says of itself is wrong at '{where}'.") from error
    return KeptSet(path, about, tape.load(path))


def sets(kept: Path) -> list[KeptSet]:
    """The sets of the last session, in their order; damaged ones are left out."""
    out = []
    for path in last.files(kept):
        try:
            out.append(load(path))
        except TapeError:
            continue
    return out


def write(kept: KeptSet, said: Said, out: Path) -> int:
    """Writes the one file to send; returns its size in bytes.

    Raises:
        TapeError: it cannot be written.
    """
    about = kept.about.model_copy(update={"said": said})
    content = about.model_dump(mode="json", by_alias=True, exclude_none=True)
    content.setdefault("goal", None)
    tape.save(out, kept.poses, about=content, compact=True)
    return out.stat().st_size
