"""The manifest pins each model by size and hash."""

import re

from posecoach.landmarks.fetching import manifest
from tests.unit.landmarks.bundles import SIZES


def test_the_manifests_numbers_have_the_right_form(shipped: manifest.Manifest) -> None:
    pinned = [(b.sha256, b.bytes) for b in shipped.bundle]
    pinned += [(p.sha256, p.bytes) for p in shipped.wheel.part]
    pinned += [(p.sha256, p.bytes) for p in shipped.npm.part]
    pinned.append((shipped.wheel.sha256, shipped.wheel.bytes))
    for sha256, size in pinned:
        assert re.fullmatch(r"[0-9a-f]{64}", sha256)
        assert size > 1_000_000
    for b in shipped.bundle:
        assert b.file == f"pose_landmarker_{b.size}.task"
        assert (b.packing == "published") == b.url.startswith("https://")
    assert len({b.sha256 for b in shipped.bundle}) == len(shipped.bundle)
    assert {b.size for b in shipped.bundle} == set(SIZES)
    packings = {size: [b.packing for b in shipped.bundle if b.size == size] for size in SIZES}
    assert packings == {
        "full": ["published", "wheel"],
        "lite": ["published", "npm"],
        "heavy": ["published", "npm"],
    }


def test_the_manifest_pins_the_published_bundles(shipped: manifest.Manifest) -> None:
    pinned = {b.size: (b.bytes, b.sha256[:8]) for b in shipped.bundle if b.packing == "published"}
    assert pinned == {
        "full": (9_398_198, "4eaa5eb7"),
        "lite": (5_777_746, "59929e1d"),
        "heavy": (30_664_242, "64437af8"),
    }


def test_the_wheel_is_pinned_and_its_parts_too(shipped: manifest.Manifest) -> None:
    wheel = shipped.wheel
    name, version = wheel.requirement.split("==")
    assert wheel.file.startswith(f"{name}-{version}-")
    assert wheel.file.endswith(f"{wheel.abi}-{wheel.platform}.whl")
    assert {p.name for p in wheel.part} == {
        "pose_detector.tflite",
        "pose_landmarks_detector.tflite",
    }
    assert all(p.std > 0 for p in wheel.part)
