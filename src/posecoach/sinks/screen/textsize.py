"""How large the user may have the words on the screen, as shares of the usual size."""

TEXT_SIZES = (0.8, 1.4)


def fitting(size: float) -> float:
    """The text size within the limits, in tenths."""
    low, high = TEXT_SIZES
    return round(min(max(size, low), high), 1)
