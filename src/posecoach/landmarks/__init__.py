"""From a frame to a Pose: the pose model, how it is found, and landmark tapes."""
