"""What is the matter with a live picture."""

from collections.abc import Callable

import numpy as np

from posecoach.sources.health import Health


def test_a_live_picture_is_judged_by_what_it_shows() -> None:
    rng = np.random.default_rng(0)

    def after(make: Callable[[int], np.ndarray], gap: float, n: int) -> str | None:
        health = Health()
        for i in range(n):
            health.take(make(i), i * gap)
        return health.trouble

    noisy = [rng.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(100)]
    assert after(lambda i: noisy[i], 1 / 30, 100) is None
    assert after(lambda i: noisy[0], 1 / 30, 100) == "frozen"
    assert after(lambda i: np.full((48, 64, 3), i % 3, np.uint8), 1 / 30, 60) == "covered"
    assert after(lambda i: noisy[i], 0.5, 10) == "slow"
    assert Health().trouble is None
