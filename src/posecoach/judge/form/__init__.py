"""Form: the rules of a stretch, judged from moment to moment and repetition by repetition."""
