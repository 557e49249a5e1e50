"""What the guide figure shows: a stretch, the steps of a lesson, the ways down and up."""
