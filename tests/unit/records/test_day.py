"""Times of day at the desk as the record keeps them."""

from datetime import datetime, timedelta, timezone

import pytest

from posecoach.records.day import coarse

KOLKATA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(("exact", "kept"), [(False, (0, 0)), (True, (0, 10))])
def test_the_hour_is_that_of_the_users_own_clock(exact: bool, kept: tuple[int, int]) -> None:
    found = datetime.fromisoformat(
        coarse(datetime(2026, 6, 10, 0, 10, 33, tzinfo=KOLKATA), exact=exact)
    )
    assert found.utcoffset() == timedelta(0)
    own = found.astimezone(KOLKATA)
    assert (own.day, own.hour, own.minute) == (10, *kept)
