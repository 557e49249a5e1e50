"""What is said before the first session."""

from posecoach.cues import safety


def test_safety_says_that_the_user_is_in_charge() -> None:
    assert any("not medical advice" in line for line in safety.ADVICE)
    assert any("Stop if it hurts" in line for line in safety.ADVICE)
    assert "Stop if it hurts" in safety.LINE
