"""Source, landmarker, engine and sinks, run as one."""
