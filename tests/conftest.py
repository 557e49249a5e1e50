"""What the tests share: a private data folder, the pose model, clips and their truth."""

import signal
from pathlib import Path

import pytest

from posecoach.landmarks import model

if hasattr(signal, "SIGHUP"):
    # Under 'nohup' it is ignored, and so it would be in the programs that are tested.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # And so is this one in what a shell starts in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)


#: The files that take longest, the longest first: begun last, they would be waited for alone.
LONGEST = ("test_routine", "test_install", "test_faults", "test_live", "test_shared_clips")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts the tests by what takes longest; the order within a file stays."""
    rank = {name: i for i, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONGEST)))


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a data folder of its own; the user's is never touched."""
    folder = tmp_path / "data"
    monkeypatch.setenv("POSECOACH_DATA", str(folder))
    monkeypatch.delenv("POSECOACH_MODEL", raising=False)
    return folder


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The pose model; fetched once where there is none."""
    return model.find_or_fetch()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` writes the drawn screens anew: look at each before committing it."""
    parser.addoption("--golden", action="store_true", help="write tests/golden anew")
