"""What the tests share: a private data folder, the pose model, clips and their truth."""

import signal
from pathlib import Path

import pytest

from posecoach.landmarks import model

if hasattr(signal, "SIGHUP"):
    # Under 'nohup' it is ignored, and so it would be in the programs that are tested.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


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
