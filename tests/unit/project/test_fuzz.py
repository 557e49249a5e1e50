"""A few hundred of the fuzz cases, the same each time; the nightly script runs thousands."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import fuzz


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("kind", fuzz.KINDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10_000_000))
def test_bad_input_is_read_or_refused_in_a_sentence(kind: str, number: int, folder: Path) -> None:
    assert fuzz.case(kind, number, folder) in (True, False)
