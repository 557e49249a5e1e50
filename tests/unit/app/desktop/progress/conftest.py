"""What the tests of the progress page share: its language, and a record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from posecoach import language
from posecoach.records.file import FILE_NAME
from posecoach.records.store import Store


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use("en")


@pytest.fixture
def store(data_folder: Path) -> Iterator[Store]:
    data_folder.mkdir(exist_ok=True)
    made = Store(data_folder / FILE_NAME)
    yield made
    made.close()
