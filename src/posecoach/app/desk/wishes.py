"""The user's wishes for the desk, from the settings and the command line."""

from posecoach.app.settings import Settings
from posecoach.desk.desk import Wishes
from posecoach.desk.notify import Times


def of_settings(own: Settings) -> Wishes:
    """For the camera."""
    return Wishes(
        Times(
            slump=_seconds(own.desk.slump_min),
            still=_seconds(own.desk.still_min),
            sitting=_seconds(own.desk.sit_min),
        )
    )


def of_recording(
    own: Settings,
    *,
    calibrate: float | None,
    after: float | None,
    still: float | None,
    sitting: float | None,
) -> Wishes:
    """For a recording: of a slump, by the settings too; of the others only where asked for.

    A recording is no day: it begins in the middle of a sitting, and may show the same minute many
    times.
    """
    slump = _seconds(own.desk.slump_min) if after is None else after
    return Wishes(Times(slump=slump, still=still, sitting=sitting), calibrate_s=calibrate)


def _seconds(minutes: int) -> float | None:
    """Minutes of a setting, in seconds; 0 is never."""
    return 60.0 * minutes if minutes else None
