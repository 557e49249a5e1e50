"""Which advice fits the user's discomfort, 0 to 10, before and after a session. Pure."""

from collections.abc import Sequence
from typing import Literal

Advice = Literal["stop", "easier", "worse", "clinician", "better", "go"]


def advice(
    before: int | None, after: int | None, earlier: Sequence[tuple[int | None, int | None]] = ()
) -> Advice | None:
    """Chooses the advice from how high the discomfort is and how much it changed.

    Args:
        before, after: discomfort of this session; ``after`` is None until the session is over.
        earlier: (before, after) of earlier sessions, newest last.

    Returns:
        None if the user gave no answer. 'stop' from 6 on; 'clinician' when it got worse in this
        session and the one before; 'worse' at 2 or more above the value before; 'easier' at 4
        and 5; 'better' when it fell by 2 or more; else 'go'.
    """
    now = after if after is not None else before
    if now is None:
        return None
    rose = _rose(before, after)
    if rose and earlier and _rose(*earlier[-1]):
        return "clinician"
    if now >= 6:
        return "stop"
    if rose:
        return "worse"
    if now >= 4:
        return "easier"
    if before is not None and after is not None and before - after >= 2:
        return "better"
    return "go"


def _rose(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after - before >= 2
