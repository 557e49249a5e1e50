"""Stretches that the user added: kept, listed, taken away, and never in the way of the others."""

from pathlib import Path

import pytest

from posecoach.app.run import choices
from posecoach.app.settings import Settings
from posecoach.errors import SpecError, UsageError
from posecoach.paths import resource
from posecoach.session import sets
from posecoach.spec import own, routine
from posecoach.spec.load import added, own_folder, shipped, stretch, stretches


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A stretch file of one's own."""
    text = (resource("stretch_specs") / "lateral_line.toml").read_text("utf-8")
    text = text.replace('id = "lateral_line"', 'id = "my_reach"', 1)
    text = text.replace('name = "Lateral line mobilizer"', 'name = "My reach"', 1)
    path = tmp_path / "reach.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_taken_wherever_an_id_is(mine: Path) -> None:
    assert stretch(str(mine)).id == "my_reach"
    assert "my_reach" not in stretches()


def test_an_added_stretch_stands_after_the_shipped_ones(mine: Path) -> None:
    own.add(mine)
    mine.unlink()
    assert list(stretches()) == [*shipped(), "my_reach"]
    assert stretch("my_reach").name == "My reach"


def test_a_removed_stretch_is_gone(mine: Path) -> None:
    own.add(mine)
    own.remove("my_reach")
    assert list(stretches()) == list(shipped())
    with pytest.raises(UsageError, match="You have added no stretch"):
        own.remove("my_reach")


def test_a_shipped_stretch_cannot_be_removed() -> None:
    with pytest.raises(UsageError, match="ships with posecoach"):
        own.remove("hip_flexor")


def test_clashes_are_refused(mine: Path) -> None:
    own.add(mine)
    with pytest.raises(UsageError, match="added a stretch with the id 'my_reach' before"):
        own.add(mine)
    text = mine.read_text("utf-8")
    mine.write_text(text.replace('id = "my_reach"', 'id = "hip_flexor"'), "utf-8")
    with pytest.raises(UsageError, match="ships with posecoach"):
        own.add(mine)
    mine.write_text(text.replace('id = "my_reach"', 'id = "another"'), "utf-8")
    with pytest.raises(UsageError, match="has the name 'My reach' too"):
        own.add(mine)


def test_a_file_is_not_coached_under_the_id_of_a_shipped_stretch(tmp_path: Path) -> None:
    text = (resource("stretch_specs") / "lateral_line.toml").read_text("utf-8")
    path, listed = tmp_path / "reach.toml", tmp_path / "routine.toml"
    path.write_text(text, "utf-8")
    listed.write_text('schema = 1\nname = "R"\n[[sets]]\nstretch = "reach.toml"\n', "utf-8")
    assert choices.sets(Settings(), [str(path)])
    assert routine.load(listed)
    path.write_text(text.replace("range = 12", "range = 20", 1), "utf-8")
    with pytest.raises(UsageError, match="ships with posecoach; give yours another id"):
        choices.sets(Settings(), [str(path)])
    with pytest.raises(SpecError, match="ships with posecoach; give yours another id"):
        routine.load(listed)


def test_another_stretch_of_the_id_of_an_added_one_is_not_coached(mine: Path) -> None:
    own.add(mine)
    assert choices.sets(Settings(), [str(mine)])
    mine.write_text(mine.read_text("utf-8").replace("range = 12", "range = 20", 1), "utf-8")
    with pytest.raises(UsageError, match="stretches remove my_reach"):
        choices.sets(Settings(), [str(mine)])


@pytest.mark.parametrize(
    ("asks", "key"), [('mode = "hold"\nreps = 3', "reps"), ("hold_s = 20", "hold_s")]
)
def test_a_dose_that_the_mode_does_not_have_is_refused(tmp_path: Path, asks: str, key: str) -> None:
    name = "lateral_line" if key == "reps" else "hip_rotators"
    file = tmp_path / "r.toml"
    file.write_text(f'schema = 1\nname = "R"\n[[sets]]\nstretch = "{name}"\n{asks}\n', "utf-8")
    with pytest.raises(SpecError, match=rf"sets\.1\.{key}"):
        routine.load(file)


@pytest.mark.parametrize("hidden", ["\\u001b[2J", "\\u202e"])
def test_characters_that_could_hide_something_are_refused(mine: Path, hidden: str) -> None:
    mine.write_text(
        mine.read_text("utf-8").replace('"My reach"', f'"My {hidden}reach"', 1), "utf-8"
    )
    with pytest.raises(SpecError, match="name: has characters that cannot be shown"):
        own.add(mine)


def test_a_set_with_seconds_is_held(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    text = 'schema = 1\nname = "R"\n[[sets]]\nstretch = "lateral_line"\nhold_s = 20\n'
    file.write_text(text, "utf-8")
    assert [(p.mode, p.hold_s) for p in sets.sets_of_routine(routine.load(file))] == [
        ("hold", 20.0)
    ]


def test_a_wrong_file_is_not_added(mine: Path) -> None:
    mine.write_text(mine.read_text("utf-8").replace("range = 12", "range = -1"), "utf-8")
    with pytest.raises(SpecError, match=r"rep\.range"):
        own.add(mine)
    assert not own_folder().exists()


@pytest.mark.parametrize("damage", ["id = 3 = 4", "", "\0", 'id = "hip_flexor"'])
def test_a_damaged_added_file_leaves_the_others_alone(mine: Path, damage: str) -> None:
    own.add(mine)
    (own_folder() / "broken.toml").write_text(damage, "utf-8")
    assert list(stretches()) == [*shipped(), "my_reach"]
    assert "broken.toml" in added().wrong["broken"]
    with pytest.raises(SpecError, match=r"broken\.toml"):
        stretch("broken")
    own.remove("broken")
    assert not added().wrong


def test_a_file_that_took_a_shipped_id_later_is_left_out(mine: Path) -> None:
    own.add(mine)
    text = mine.read_text("utf-8").replace('id = "my_reach"', 'id = "hip_flexor"')
    (own_folder() / "hip_flexor.toml").write_text(text, "utf-8")
    assert stretch("hip_flexor") is shipped()["hip_flexor"]
    assert "ships with posecoach" in added().wrong["hip_flexor"]


def test_a_routine_names_a_file_from_its_own_folder(mine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "routines"
    folder.mkdir()
    file = folder / "mine.toml"
    lines = ["schema = 1", 'name = "Mine"', "[[sets]]", f'stretch = "../{mine.name}"', "reps = 3"]
    file.write_text("\n".join(lines), "utf-8")
    found = routine.load(file)
    assert [p.stretch.id for p in sets.sets_of_routine(found)] == ["my_reach"]
    assert sets.sets_of_routine(found, leave_out=("my_reach",)) == []
    mine.unlink()
    with pytest.raises(SpecError, match=r"sets\.1\.stretch"):
        routine.load(file)
