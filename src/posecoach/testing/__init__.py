"""Fakes that ship with the program: a clock, a camera, a landmarker, a display and a stream."""
