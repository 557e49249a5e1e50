"""Somebody beside the user, and what is left of them."""

import pytest

from posecoach.desk.events import Resumed
from tests.unit.desk.play import Play, of, spells


def test_company_ends_where_both_have_left() -> None:
    play = Play()
    play.sits(60)
    play.sits(60, others=0.8)
    left = play.gone(60)
    assert [e.t for e in of(left, Resumed)] == [pytest.approx(140, abs=4)]
    assert not play.desk.company
    assert spells(left, "company") == [(60.0, 118.0)]
