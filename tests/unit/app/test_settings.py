"""Settings, routines and doses: what the user chose, and what is said of a choice that is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.app import settings
from posecoach.app.commands.machine import settings as personal
from posecoach.app.run import choices
from posecoach.app.settings import Settings
from posecoach.errors import SpecError, UsageError
from posecoach.records import last
from posecoach.session import sets
from posecoach.spec import routine as routines
from posecoach.spec.library import ARTICLE
from posecoach.spec.load import stretch

IDS = {"hip_flexor", "hip_rotators", "lateral_line"}


# -------------------------------------------------------------------- settings


def test_without_a_file_there_are_defaults_and_nothing_is_written() -> None:
    assert settings.load() == Settings()
    assert not settings.path().exists()


def test_a_choice_is_kept_and_the_rest_of_the_file_stays_as_it_is() -> None:
    settings.path().parent.mkdir(parents=True)
    settings.path().write_text('# mine\nvoice = "cues" # quieter\n', "utf-8")
    settings.keep(theme="contrast", leave_out=("hip_flexor",))
    text = settings.path().read_text("utf-8")
    assert "# mine" in text
    assert 'voice = "cues" # quieter' in text
    assert settings.load() == Settings().changed(
        voice="cues", theme="contrast", leave_out=("hip_flexor",)
    )


def test_one_wrong_value_keeps_no_other_from_being_saved_nor_itself_from_being_mended() -> None:
    settings.path().parent.mkdir(parents=True)
    text = '# mine\nvoice = "loud"\ndose = "more"\nvolume = 3\n'
    settings.path().write_text(text, "utf-8")
    settings.keep(theme="contrast")
    for line in text.splitlines():
        assert line in settings.path().read_text("utf-8")
    found, remark = settings.load_or_default()
    assert found == Settings(dose="more").changed(theme="contrast")
    assert "found 'loud'" in remark
    settings.keep(voice="cues")
    found, remark = settings.load_or_default()
    assert found.voice == "cues"
    assert "found 'loud'" not in remark
    assert "There is no setting 'volume'" in remark


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('voice = "loud"', "expected one of off, cues, full"),
        ("text_size = 9", "expected 0.8 to 1.4"),
        ("text_size = nan", "expected 0.8 to 1.4"),
        ("full_screen = 3", "expected true or false"),
        ("camera = true", "expected a text"),
        ("leave_out = 4", "expected a list"),
        ("volume = 3", "There is no setting 'volume'"),
        ("voice = ", "is not TOML"),
        ("\x00", "is not TOML"),
        ("a = " + "[" * 9000, "nested too deeply"),
        ("#" * 70_000, "larger than 64 KiB"),
    ],
)
def test_a_wrong_file_is_told_with_the_key_and_coaching_goes_on_with_the_defaults(
    text: str, says: str
) -> None:
    settings.path().parent.mkdir(parents=True)
    settings.path().write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        settings.load()
    assert says in str(caught.value)
    assert str(settings.path()) in str(caught.value)
    found, remark = settings.load_or_default()
    assert found == Settings()
    assert "defaults are used" in remark
    # A file with a mistake is the user's: a choice in the window does not overwrite it.
    options = choices.options(found, remark)
    assert options.keep is None
    assert settings.path().read_text("utf-8") == text


def test_a_file_that_is_not_text_is_told() -> None:
    settings.path().parent.mkdir(parents=True)
    settings.path().write_bytes(b"\xff\xfe\x00voice")
    with pytest.raises(UsageError, match="is not UTF-8 text"):
        settings.load()


def test_settings_that_cannot_be_written_are_told(data_folder: Path) -> None:
    data_folder.write_text("a file where the folder should be")
    with pytest.raises(UsageError, match="cannot be"):
        settings.keep(voice="off")
    choices.keep("voice", "off")  # in the window: the session goes on


@given(st.sampled_from(settings.names()), st.text() | st.integers() | st.floats() | st.booleans())
def test_any_value_is_taken_in_its_type_or_refused_in_a_sentence(name: str, value: object) -> None:
    usual = Settings().value(name)
    try:
        taken = settings.checked(name, value)
    except UsageError as error:
        taken, told = usual, str(error)
        assert name in told
    assert isinstance(taken, type(usual))


def test_the_terminal_shows_changes_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    personal.change("age", "65plus")
    personal.show_settings(where_only=False)
    shown = capsys.readouterr().out
    assert "65plus" in shown
    assert "under65" in shown, "what is usual stands beside"
    for name, value in (("leave_out", "squats"), ("routine", "nothing"), ("routine", "no.toml")):
        with pytest.raises((UsageError, SpecError)):
            personal.change(name, value)
    assert settings.load() == Settings(age="65plus")


def test_the_command_line_comes_before_the_settings() -> None:
    own = Settings(camera="2", voice="cues").changed(theme="contrast", full_screen=False)
    options = choices.options(own, voice="off", source=None, theme=None)
    assert (options.source, options.voice, options.theme) == ("2", "off", "contrast")
    assert options.windowed


# -------------------------------------------------------------------- routines


def test_the_default_routine_is_the_articles_three_stretches_with_their_doses() -> None:
    sets, rest_s = choices.sets(Settings(), None)
    assert {p.stretch.id for p in sets} == IDS == set(ARTICLE)
    for p in sets:
        assert p.reps == p.stretch.dose["mobilizer"].reps_per_side
        assert p.sides == ("left", "right")
    assert rest_s == routines.routine("default").rest_s


def test_five_minutes_is_shorter() -> None:
    long, _ = choices.sets(Settings(), None)
    short, _ = choices.sets(Settings(routine="five_minutes"), None)
    assert sum(p.reps or 0 for p in short) < sum(p.reps or 0 for p in long)


def test_a_stretch_is_left_out_for_good_and_what_is_named_is_coached_all_the_same() -> None:
    own = Settings(leave_out=("hip_flexor",))
    assert {p.stretch.id for p in choices.sets(own, None)[0]} == IDS - {"hip_flexor"}
    assert [p.stretch.id for p in choices.sets(own, ["hip_flexor"])[0]] == ["hip_flexor"]
    with pytest.raises(UsageError, match="left out"):
        choices.sets(Settings(leave_out=tuple(IDS)), None)
    choices.leave_out("lateral_line")
    choices.leave_out("lateral_line")
    assert settings.load().leave_out == ("lateral_line",)


def test_the_first_side_is_the_users() -> None:
    own = Settings(first_side="right")
    assert choices.sets(own, None)[0][0].sides == ("right", "left")
    assert choices.sets(own, ["lateral_line"], first="left")[0][0].sides == ("left", "right")
    assert choices.sets(own, ["lateral_line"], side="left")[0][0].sides == ("left",)


def test_a_wish_is_one_set_of_just_that() -> None:
    for own in (Settings(), Settings(dose="more"), Settings(age="65plus", dose="gentle")):
        assert [p.reps for p in choices.sets(own, ["hip_rotators"], reps=3)[0]] == [3]
        held, _ = choices.sets(own, ["lateral_line"], mode="hold", hold=9)
        assert [(p.hold_s, p.reps) for p in held] == [(9, None)]


def test_a_mode_alone_means_the_stretches_that_have_it() -> None:
    held, _ = choices.sets(Settings(), None, mode="hold")
    assert {p.stretch.id for p in held} == {"hip_flexor", "lateral_line"}
    with pytest.raises(UsageError, match="no mode 'hold'"):
        choices.sets(Settings(), ["hip_rotators"], mode="hold")
    with pytest.raises(UsageError, match="not both"):
        choices.sets(Settings(), ["hip_rotators"], routine="default")


@pytest.mark.parametrize("name", sorted(IDS))
def test_gentle_is_never_more_than_usual_nor_usual_more_than_more(name: str) -> None:
    s = stretch(name)
    for mode in s.modes:

        def work(amount: sets.DoseLevel, mode: object = mode) -> float:
            found = sets.sets_of(s, mode, amount=amount)  # type: ignore[arg-type]
            return sum(p.reps or p.hold_s or 0.0 for p in found)

        assert work("gentle") <= work("usual") <= work("more")
    if "hold" in s.modes:
        usual = sets.dose_of(s, "hold", "usual", "under65").seconds or 0.0
        assert (sets.dose_of(s, "hold", "usual", "65plus").seconds or 0.0) >= usual


GOOD = 'schema = 1\nname = "Mine"\nrest_s = 3\n[[sets]]\nstretch = "lateral_line"\nmode = "hold"\n'


def test_a_routine_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD + 'hold_s = 12\nsides = "right"\n', "utf-8")
    sets, rest_s = choices.sets(Settings(), None, routine=str(file))
    assert [(p.stretch.id, p.mode, p.hold_s, p.sides) for p in sets] == [
        ("lateral_line", "hold", 12.0, ("right",))
    ]
    assert rest_s == 3


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("lateral_line", "lateral_lime", "sets.1.stretch"),
        ('"hold"', '"sit"', "sets.1.mode"),
        ("lateral_line", "hip_rotators", "no mode 'hold'"),
        ("schema = 1", "schema = 9", "schema"),
        ("rest_s = 3", "rest_s = -1", "rest_s"),
        ("rest_s = 3", "rest = 3", "rest"),
        ("[[sets]]", "[[set]]", "sets"),
        ("name =", "name", "is not TOML"),
    ],
)
def test_a_wrong_routine_is_told_by_file_and_key(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(SpecError) as caught:
        routines.load(file)
    assert says in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_a_routine_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="five_minutes"):
        routines.routine("six_minutes")
    with pytest.raises(SpecError, match="cannot be read"):
        routines.routine(str(tmp_path / "no.toml"))


def test_who_turns_the_keeping_of_landmarks_off_has_none_left(data_folder: Path) -> None:
    kept = last.file(last.folder(data_folder / "posecoach.db"), 1)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"landmarks")
    settings.keep(voice="cues")
    assert kept.exists()
    settings.keep(keep_last=False)
    assert not kept.parent.exists()
    assert not settings.load().keep_last
