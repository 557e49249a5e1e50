"""``python -m posecoach``."""

from posecoach.app.cli import main

main()
