"""A session with all that was recorded of it: what the report reads and the export carries."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from posecoach.pose import Side
from posecoach.spec.rules import Mode

_Name = Annotated[str, Field(max_length=200)]
_Seconds = Annotated[float, Field(ge=0, le=1e9)]
_Degrees = Annotated[float, Field(ge=-360, le=360)]
_Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
_Discomfort = Annotated[StrictInt, Field(ge=0, le=10)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class RepData(_Data):
    """A repetition; times in seconds from the start of the source."""

    t: _Seconds
    side: Side
    complete: StrictBool
    range_deg: _Degrees
    of_target: Annotated[float, Field(ge=-1000, le=1000)]
    duration_s: _Seconds
    speed_peaks: _Count


class HoldData(_Data):
    """A hold."""

    side: Side
    start: _Seconds
    end: _Seconds
    held_s: _Seconds


class FaultData(_Data):
    """A rule that was broken for a while; ``measured``: the values that broke it, by measure."""

    rule: _Name
    side: Side | None
    start: _Seconds
    end: _Seconds
    measured: dict[_Name, Annotated[float, Field(ge=-1e6, le=1e6)] | None] | None = None


class CueData(_Data):
    """What the coach said."""

    t: _Seconds
    kind: Literal["direction", "guide", "correction", "praise", "count"]
    rule: _Name
    side: Side | None


class LossData(_Data):
    """Time without a picture to judge by, and what would have helped."""

    start: _Seconds
    end: _Seconds
    direction: _Name | None


class SetData(_Data):
    """One stretch of a session; ``time_s`` and ``judged_s`` are None in records of version 1.

    Attributes:
        judged: false for a set that was shown and timed alone: then nothing of it was counted or
            corrected, and having no repetition and no fault means nothing.
        together: both sides at once; what was counted bears the name of the one in ``sides``.
        guided_left_s, guided_right_s: seconds in which a set that was not judged was shown.
    """

    position: _Count
    stretch: _Name
    mode: Mode
    sides: tuple[Side, ...] = Field(max_length=2)
    dose_reps: _Count | None
    dose_hold_s: _Seconds | None
    time_s: _Seconds | None
    judged_s: _Seconds | None
    judged: bool = True
    together: bool = False
    guided_left_s: _Seconds | None = None
    guided_right_s: _Seconds | None = None
    reps: tuple[RepData, ...]
    holds: tuple[HoldData, ...]
    faults: tuple[FaultData, ...]
    cues: tuple[CueData, ...]
    losses: tuple[LossData, ...]
    #: The rep signal: blocks of (seconds, degrees), about ten samples a second; see trace.py.
    trace: tuple[tuple[tuple[_Seconds, Annotated[float, Field(ge=-3276, le=3276)]], ...], ...]

    @property
    def guided_s(self) -> dict[Side, float]:
        """Seconds by side in which it was shown without being judged."""
        return {"left": self.guided_left_s or 0.0, "right": self.guided_right_s or 0.0}


class SessionData(_Data):
    """One session. ``uuid`` is the same on every machine, so that nothing is imported twice."""

    uuid: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    started: AwareDatetime
    ended: AwareDatetime | None
    state: Literal["open", "done", "ended", "interrupted"]
    kind: Literal["live", "demo"]
    source: _Name
    version: _Name
    model: _Name | None
    settings: dict[str, Any]
    seen_s: _Seconds
    judged_s: _Seconds
    discomfort_before: _Discomfort | None
    discomfort_after: _Discomfort | None
    sets: tuple[SetData, ...]


class RangeData(_Data):
    """The user's own range of one side, over their sessions."""

    stretch: _Name
    side: Side
    degrees: _Degrees
    sessions: _Count


class DeskSpellData(_Data):
    """A sitting at the desk, or a break from it; ``began`` is exact to the hour or the minute.

    ``judged_s``: of a sitting, how long the posture was seen; ``slump_s``: of that, in a slump.
    """

    uuid: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    kind: Literal["sitting", "break"]
    began: AwareDatetime
    length_s: _Seconds
    judged_s: _Seconds
    slump_s: _Seconds
    told: _Count


class Archive(_Data):
    """A whole record, as ``posecoach export --json`` writes it."""

    format: Literal["posecoach-record"] = "posecoach-record"
    schema_: Literal[1, 2] = Field(default=2, alias="schema")
    sessions: tuple[SessionData, ...]
    ranges: tuple[RangeData, ...]
    desk: tuple[DeskSpellData, ...] = ()


class Numbered(_Data):
    """A session with the number that ``history`` shows for it."""

    id: int
    session: SessionData

    @property
    def day(self) -> datetime:
        """When it began, in local time."""
        return self.session.started.astimezone()
