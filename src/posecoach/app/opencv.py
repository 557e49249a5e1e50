"""Whether OpenCV is whole: its packages share one folder, and removing one empties it for all."""

import sys

_OLDEST_MAJOR = 5  # as the package needs it in pyproject.toml; a test compares them
#: What to do where it is not.
REMEDY = "'pip install --force-reinstall --no-deps opencv-contrib-python' brings it back"


def emptied() -> bool:
    """Whether OpenCV, once imported, turned out to be an empty folder."""
    found = sys.modules.get("cv2")
    return found is not None and not hasattr(found, "VideoCapture")


def too_old(version: str) -> bool:
    """Whether a version of OpenCV is older than those that posecoach was tried with."""
    major = version.split(".")[0]
    return major.isdigit() and int(major) < _OLDEST_MAJOR
