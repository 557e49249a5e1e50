"""Turns frames into poses: fetches and runs the pose model, and plays landmark tapes."""
