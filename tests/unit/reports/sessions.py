"""Sessions as the reports read them, made by hand."""

from datetime import UTC, date, datetime, timedelta

from posecoach.pose import Side
from posecoach.records.data import RepData, SessionData, SetData

TODAY = date(2025, 3, 12)  # a Wednesday


def rep(side: Side, degrees: float, t: float = 10.0) -> RepData:
    return RepData(
        t=t, side=side, complete=True, range_deg=degrees, of_target=1.0, duration_s=3.0,
        speed_peaks=2,
    )  # fmt: skip


def one_set(reps: tuple[RepData, ...] = (), **other: object) -> SetData:
    values: dict[str, object] = {
        "position": 0, "stretch": "hip_flexor", "mode": "mobilizer", "sides": ("left", "right"),
        "dose_reps": 2, "dose_hold_s": None, "time_s": 60.0, "judged_s": 54.0, "reps": reps,
        "holds": (), "faults": (), "cues": (), "losses": (), "trace": (),
    }  # fmt: skip
    return SetData.model_validate(values | other)


def one_session(*sets: SetData, day: int = 0, **other: object) -> SessionData:
    started = datetime(2025, 3, 12, 12, tzinfo=UTC) - timedelta(days=day)
    values: dict[str, object] = {
        "uuid": f"{day:032x}", "started": started, "ended": started, "state": "done",
        "kind": "live", "source": "0", "version": "0.1.0", "model": None, "settings": {},
        "seen_s": 0.0, "judged_s": 0.0, "discomfort_before": None, "discomfort_after": None,
        "sets": sets,
    }  # fmt: skip
    return SessionData.model_validate(values | other)
