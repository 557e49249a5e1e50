"""What judges the coach: labelled clips, what was found in them, and the sums."""
