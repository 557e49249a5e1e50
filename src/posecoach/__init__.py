"""posecoach: a coach for stiff lower backs and hips that watches through a webcam."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("posecoach")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0"

__all__ = ["__version__"]
