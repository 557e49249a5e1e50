"""What the window says of an error, in the user's language and without commands."""

import pickle
from pathlib import Path

import pytest

from posecoach import language
from posecoach.errors import ModelError, SourceError, UsageError, told
from posecoach.landmarks import model
from posecoach.sources import camera


def test_an_error_without_words_of_its_own_for_the_window_says_its_message() -> None:
    assert told(UsageError("That is wrong.")) == "That is wrong."
    assert told(ValueError("a defect")) == "a defect"
    both = pickle.loads(pickle.dumps(UsageError("run it", window="Press it.")))
    assert (str(both), told(both)) == ("run it", "Press it.")


@pytest.mark.parametrize(
    ("tongue", "there", "says"),
    [
        ("en", [], "No camera was found"),
        ("de", [], "Es wurde keine Kamera gefunden"),
        ("en", [(0, "Integrated Camera")], "under Camera"),
        ("de", [(0, "Integrated Camera")], "in den Einstellungen unter „Kamera“"),
    ],
)
def test_a_camera_that_is_not_there_is_told_without_commands(
    tongue: str, there: list[tuple[int, str]], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "cameras", lambda: there)
    language.use(tongue)
    try:
        with pytest.raises(SourceError) as caught:
            camera.number_of("a camera of another name")
    finally:
        language.use("en")
    assert says in told(caught.value)
    assert "Cameras here" in str(caught.value)


def test_a_damaged_pose_model_is_told_without_commands(tmp_path: Path) -> None:
    path = tmp_path / "pose.task"
    path.write_bytes(b"nothing")
    with pytest.raises(ModelError) as caught:
        model.find(path)
    assert "posecoach model fetch" in str(caught.value)
    assert "Connect to the internet" in told(caught.value)
