"""Plan files: kept, handed over with the stretches of their author, refused with a sentence."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import posecoach.app.cli  # noqa: F401 - adds the commands
from posecoach.app.cli.root import app
from posecoach.app.console import counted
from posecoach.app.plandraft import PlanDraft
from posecoach.app.run import choices
from posecoach.app.settings import Settings
from posecoach.errors import PosecoachError, SpecError, UsageError
from posecoach.spec import own, plans
from posecoach.spec.load import added, own_folder
from posecoach.spec.plan import DAYS, Plan, days_words, id_of
from tests.unit.spec.planfile import another, written

MONDAY = date(2026, 3, 16)


# ---------------------------------------------------------------------- kept and due


def test_a_plan_is_the_routine_of_its_days_and_no_other(tmp_path: Path) -> None:
    name = plans.keep(plans.load(written(tmp_path)))
    assert name == "my_mornings"
    for ahead in range(7):
        day = MONDAY + timedelta(days=ahead)
        found = plans.due(day)
        assert (found is not None) == (ahead in (0, 2))
        sets, rest = choices.sets(Settings(), None, day=day)
        assert (rest == 10) == (ahead in (0, 2))
        if found is not None:
            assert [(s.stretch.id, s.reps, s.hold_s, s.sides) for s in sets] == [
                ("lateral_line", 3, None, ("left",)),
                ("hip_flexor", None, 15.0, ("left", "right")),
            ]


def test_a_named_routine_goes_before_the_days_plan_and_a_plan_can_be_named(tmp_path: Path) -> None:
    plans.keep(plans.load(written(tmp_path)))
    sets, _ = choices.sets(Settings(), None, routine="five_minutes", day=MONDAY)
    assert len(sets) == 3
    sunday = MONDAY - timedelta(days=1)
    sets, rest = choices.sets(Settings(), None, routine="my_mornings", day=sunday)
    assert (len(sets), rest) == (2, 10)


@pytest.mark.parametrize("name", ["my_mornings", "My mornings", "my MORNINGS", "My_Mornings"])
def test_a_plan_is_found_by_its_name_in_any_case(tmp_path: Path, name: str) -> None:
    plans.keep(plans.load(written(tmp_path)))
    assert plans.plan(name).name == "My mornings"
    out = tmp_path / "out.toml"
    assert CliRunner().invoke(app, ["plan", "save", name, "--out", str(out)]).exit_code == 0
    assert out.exists()
    plans.remove(name)
    assert not plans.kept().plans


def test_a_suggestion_has_no_double_full_stop(tmp_path: Path) -> None:
    plans.keep(plans.load(written(tmp_path)))
    with pytest.raises(UsageError, match=r"\(did you mean 'my_mornings'\?\)\. You have"):
        plans.plan("my_morning")


@pytest.mark.parametrize(("number", "said"), [(1, "1 rule"), (0, "0 rules"), (2, "2 rules")])
def test_one_thing_is_not_said_as_many(number: int, said: str) -> None:
    assert counted(number, "rule") == said


def test_what_is_left_out_stays_out_of_a_plan_too(tmp_path: Path) -> None:
    plans.keep(plans.load(written(tmp_path)))
    sets, _ = choices.sets(Settings(leave_out=("hip_flexor",)), None, day=MONDAY)
    assert [s.stretch.id for s in sets] == ["lateral_line"]


def test_a_plan_of_the_same_name_is_refused_and_one_that_is_changed_takes_its_place(
    tmp_path: Path,
) -> None:
    plan = plans.load(written(tmp_path))
    name = plans.keep(plan)
    with pytest.raises(UsageError, match="My mornings"):
        plans.keep(plan)
    renamed = plan.model_copy(update={"name": "Evenings"})
    assert plans.keep(renamed, replaces=name) == "evenings"
    assert list(plans.kept().plans) == ["evenings"]


def test_a_damaged_plan_hides_no_other_and_breaks_no_day(tmp_path: Path) -> None:
    plans.keep(plans.load(written(tmp_path)))
    (plans.folder() / "broken.toml").write_text("sets = [")
    found = plans.kept()
    assert list(found.plans) == ["my_mornings"]
    assert "not TOML" in found.wrong["broken"]
    assert plans.due(MONDAY) is not None
    plans.remove("broken")
    assert not plans.kept().wrong


# ---------------------------------------------------------------------- handed over


def test_it_is_handed_over_with_the_stretches_of_its_author(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "my_reach.toml"
    spec.write_text(tomlkit.dumps(another()), "utf-8")
    own.add(spec)
    plans.keep(plans.load(written(tmp_path, sets=[{"stretch": "my_reach", "reps": 4}])))
    out = tmp_path / "out.toml"
    plans.save(plans.plan("my_mornings"), out)

    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path / "patient"))
    opened = plans.load(out)
    assert [s.id for s in opened.stretches] == ["my_reach"]
    assert not added().stretches, "nothing is kept by looking"
    plans.keep(opened)
    assert list(added().stretches) == ["my_reach"]
    sets, _ = choices.sets(Settings(), None, day=MONDAY)
    assert [(s.stretch.name, s.reps) for s in sets] == [("My reach", 4)]


def test_a_plan_names_a_stretch_file_beside_it_and_is_whole_when_it_is_kept(
    tmp_path: Path,
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "reach.toml").write_text(tomlkit.dumps(another()), "utf-8")
    loaded = plans.load(written(tmp_path, sets=[{"stretch": "mine/reach.toml", "reps": 4}]))
    assert [s.id for s in loaded.stretches] == ["my_reach"]
    plans.keep(loaded)
    sets, _ = choices.sets(Settings(), None, routine="my_mornings")
    assert [(s.stretch.name, s.reps) for s in sets] == [("My reach", 4)]


def test_a_file_beside_a_plan_may_not_differ_from_the_stretch_in_it(tmp_path: Path) -> None:
    (tmp_path / "reach.toml").write_text(tomlkit.dumps(another(name="New")), "utf-8")
    path = written(
        tmp_path,
        sets=[{"stretch": "my_reach"}, {"stretch": "./reach.toml"}],
        stretches=[another(name="Old")],
    )
    with pytest.raises(SpecError, match="another stretch with the id 'my_reach'"):
        plans.load(path)


def test_a_kept_plan_follows_its_stretch_when_that_is_recorded_anew(tmp_path: Path) -> None:
    given = written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()])
    plans.keep(plans.load(given))
    mine = own_folder() / "my_reach.toml"
    mine.write_text(tomlkit.dumps(another(name="A wider reach")), "utf-8")
    changed = PlanDraft.of("my_mornings", plans.plan("my_mornings")).rested(1).plan()
    plans.keep(changed, replaces="my_mornings")
    sets, _ = choices.sets(Settings(), None, routine="my_mornings")
    assert [s.stretch.name for s in sets] == ["A wider reach"]


def test_a_plan_that_is_named_as_a_routine_file_says_how_to_take_it_in(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(SpecError, match="is a plan, not a routine"):
        choices.sets(Settings(), None, routine=str(path))


def test_a_plan_does_not_take_the_name_of_a_shipped_routine(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="routine that ships"):
        plans.keep(plans.load(written(tmp_path, name="Default")))


def test_a_stretch_is_not_taken_away_while_a_plan_has_it(tmp_path: Path) -> None:
    given = written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()])
    plans.keep(plans.load(given))
    with pytest.raises(UsageError, match="plan 'my_mornings' has the stretch 'my_reach'"):
        plans.remove_stretch("my_reach")
    assert list(added().stretches) == ["my_reach"]


def test_a_plan_that_cannot_be_used_says_why_when_it_is_named(tmp_path: Path) -> None:
    plans.keep(plans.load(written(tmp_path)))
    file = plans.folder() / "my_mornings.toml"
    file.write_text(file.read_text("utf-8").replace("lateral_line", "lateral_lines"), "utf-8")
    with pytest.raises(SpecError, match="cannot be used"):
        choices.routine_of(Settings(), "my_mornings")


def test_another_stretch_of_the_same_id_is_not_written_over(tmp_path: Path) -> None:
    spec = tmp_path / "my_reach.toml"
    spec.write_text(tomlkit.dumps(another(name="Another reach")), "utf-8")
    own.add(spec)
    given = written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()])
    with pytest.raises(UsageError, match="my_reach"):
        plans.keep(plans.load(given))
    assert added().stretches["my_reach"].name == "Another reach"
    assert not plans.kept().plans


def test_where_the_plan_cannot_be_written_none_of_its_stretches_stay(
    tmp_path: Path, data_folder: Path
) -> None:
    given = written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()])
    data_folder.mkdir()
    (data_folder / "plans").write_text("in the way")
    with pytest.raises(PosecoachError):
        plans.keep(plans.load(given))
    assert not added().stretches


# ---------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sets": [{"stretch": "../../secret.toml"}]}, "plan's own folder"),
        ({"sets": [{"stretch": "/etc/hostname.toml"}]}, "plan's own folder"),
        ({"sets": [{"stretch": "./missing.toml"}]}, "sets.1.stretch: .*missing.toml"),
        ({"sets": [{"stretch": "side_bench"}]}, "no stretch 'side_bench'"),
        ({"sets": [{"stretch": "lateral_line", "reps": 5000}]}, "sets.1.reps"),
        ({"sets": [{"stretch": "hip_rotators", "mode": "hold"}]}, "no mode"),
        ({"sets": []}, "sets"),
        ({"days": ["someday"]}, "days"),
        ({"days": ["mon", "mon"]}, "each day once"),
        ({"run": "rm -rf /"}, "unknown key"),
        ({"format": "posecoach-record"}, "format"),
        ({"name": ""}, "name"),
        ({"stretches": [another()]}, "stands in no set"),
        ({"stretches": [another("lateral_line", "Mine")]}, "ships with posecoach"),
        (
            {"sets": [{"stretch": "my_reach"}], "stretches": [{**another(), "rules": "none"}]},
            "stretches.my_reach.rules",
        ),
    ],
)
def test_a_wrong_plan_is_refused_with_the_key(
    changes: dict[str, Any], told: str, tmp_path: Path
) -> None:
    with pytest.raises(SpecError, match=told):
        plans.load(written(tmp_path, **changes))
    assert not plans.kept().plans


def test_a_huge_file_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    big = tmp_path / "big.toml"
    big.write_bytes(b"#" * (plans.MOST_BYTES + 1))
    with pytest.raises(SpecError, match="larger"):
        plans.load(big)
    big.write_bytes(bytes(range(256)))
    with pytest.raises(SpecError, match="UTF-8"):
        plans.load(big)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_every_name_gives_a_file_name_that_stays_in_its_folder(name: str) -> None:
    made = id_of(name)
    assert made.isascii()
    assert 0 < len(made) <= 40
    assert made.replace("_", "a").isalnum()


@pytest.mark.parametrize(
    ("name", "id"),
    [("My mornings", "my_mornings"), ("Café", "cafe"), ("Rücken", "ruecken"), ("3 a", "plan_3_a")],
)
def test_a_latin_name_is_its_own_file_name(name: str, id: str) -> None:
    assert id_of(name) == id


def test_names_without_latin_letters_are_told_apart() -> None:
    names = ("Утро", "Вечер", "朝", "Утро 1", "Вечер 1")
    assert len({id_of(name) for name in names}) == len(names)


def test_days_in_words() -> None:
    assert days_words(["wed", "mon"]) == "Mon, Wed"
    assert days_words(DAYS) == "every day"
    assert days_words([]) == "on no fixed day"


# ---------------------------------------------------------------------- the command


def test_open_shows_what_it_holds_and_keeps_nothing_without_a_yes(tmp_path: Path) -> None:
    run = CliRunner()
    sets = [{"stretch": "my_reach"}]
    given = written(tmp_path, note="Slowly.\x1b[2J", sets=sets, stretches=[another()])
    refused = run.invoke(app, ["plan", "open", str(given)])
    assert "note: has characters that cannot be shown" in str(refused.exception)
    given = written(tmp_path, note="Slowly.", sets=sets, stretches=[another()])
    asked = run.invoke(app, ["plan", "open", str(given)])
    assert asked.exit_code == 1
    for words in ("My mornings: Mon, Wed", "A physiotherapist", "my_reach", "Tried on:"):
        assert words in asked.output
    assert not plans.kept().plans
    kept = run.invoke(app, ["plan", "open", str(given), "--yes"])
    assert "Kept as 'my_mornings'" in kept.output
    assert "my_mornings" in run.invoke(app, ["plan"]).output
    out = tmp_path / "handed.toml"
    assert run.invoke(app, ["plan", "save", "my_mornings", "--out", str(out)]).exit_code == 0
    assert isinstance(plans.load(out), Plan)
    again = run.invoke(app, ["plan", "save", "my_mornings", "--out", str(out)])
    assert isinstance(again.exception, UsageError)
    assert run.invoke(app, ["plan", "remove", "my_mornings"]).exit_code == 0
    assert not plans.kept().plans
