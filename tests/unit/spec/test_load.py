"""Each mistake in a stretch file is explained, with its place."""

import re
import tomllib
from pathlib import Path

import pytest
import tomlkit

from posecoach.errors import SpecError
from posecoach.paths import resource
from posecoach.spec.load import load, shipped
from posecoach.spec.schema import Stretch


def text_of(name: str) -> str:
    return (resource("stretch_specs") / f"{name}.toml").read_text("utf-8")


def mistake(tmp_path: Path, text: str) -> str:
    """The message for a file with that text."""
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SpecError) as caught:
        load(path)
    message = str(caught.value)
    assert all(line.startswith(str(path)) for line in message.splitlines())
    return message


def changed(old: str, new: str, name: str = "lateral_line") -> str:
    text = text_of(name)
    assert old in text
    return text.replace(old, new, 1)


def test_an_unknown_key_is_named_with_its_place_and_a_close_one(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("steady_s = 0.5", "steady_sec = 0.5"))
    assert "start.steady_sec" in message
    assert "unknown key" in message
    assert "'steady_s'" in message


def test_an_unknown_key_at_the_top(tmp_path: Path) -> None:
    message = mistake(tmp_path, 'instuctions = ["x"]\n' + text_of("lateral_line"))
    assert "instuctions: unknown key" in message
    assert "'instructions'" in message


def test_a_misspelt_point_is_named_with_close_ones(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed('from = "mid_hip"', 'from = "mid_hips"'))
    assert "measures.lean" in message
    assert "'mid_hips'" in message
    assert "'mid_hip'" in message


def test_a_role_of_the_legs_needs_a_stretch_that_has_roles(tmp_path: Path) -> None:
    text = text_of("hip_flexor")
    table = text[text.index("[half_kneeling]") : text.index("[framing]")]
    assert "planted_knee" in mistake(tmp_path, text.replace(table, ""))


def test_a_misspelt_measure_in_a_rule(tmp_path: Path) -> None:
    message = mistake(
        tmp_path, changed('measure = "arm_over", below', 'measure = "arm_ovr", below')
    )
    assert "rules.arm_not_reaching" in message
    assert "'arm_ovr'" in message
    assert "'arm_over'" in message


def test_a_misspelt_measure_of_the_start_and_of_the_rep(tmp_path: Path) -> None:
    message = mistake(
        tmp_path, changed('{ measure = "lean_now", min', '{ measure = "leen_now", min')
    )
    assert "'leen_now'" in message
    assert "'lean_now'" in message
    message = mistake(tmp_path, changed('[rep]\nmeasure = "lean"', '[rep]\nmeasure = "leans"'))
    assert "rep.measure" in message
    assert "'leans'" in message


def test_a_misspelt_kind_of_measure(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed('kind = "inclination"', 'kind = "inklination"'))
    assert "measures.lean" in message
    assert "inklination" in message
    assert "inclination" in message.replace("inklination", "")


def test_a_wrong_type_says_what_was_found_and_expected(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("range = 12\n", 'range = "wide"\n'))
    assert "rep.range" in message
    assert "'wide'" in message
    assert "number" in message


def test_a_number_out_of_bounds(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("reps_per_side = 5", "reps_per_side = 0"))
    assert "dose.mobilizer.reps_per_side" in message
    assert "found 0" in message


def test_a_rule_must_not_use_the_rep_signal(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed('measure = "hip_shift", above', 'measure = "lean", above'))
    assert "rules.no_hip_shift" in message
    assert "rep signal 'lean'" in message


HOLD = """[dose.hold]         # [P] as for the hip flexor
seconds = 20
sets = 2
gentle = { seconds = 10, sets = 2 }
older = { seconds = 30, sets = 2 }
"""


def test_a_missing_dose_is_named(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed(HOLD, ""))
    assert "dose.hold" in message
    assert "missing" in message
    message = mistake(tmp_path, changed(HOLD, "[dose.hold]\nreps_per_side = 3\n"))
    assert "dose.hold.seconds: missing" in message


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 81])
def test_a_name_can_be_seen_and_stands_in_a_line(tmp_path: Path, name: str) -> None:
    message = mistake(tmp_path, changed('name = "Lateral line mobilizer"', f'name = "{name}"'))
    assert "name: " in message


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed('name = "Lateral line mobilizer"\n', ""))
    assert "name: missing" in message


def test_a_rule_twice(tmp_path: Path) -> None:
    text = text_of("lateral_line")
    rule = text[
        text.index('[[rules]]\nid = "twisting"') : text.index('[[rules]]\nid = "collapsing"')
    ]
    assert "rules.twisting: this id stands twice" in mistake(tmp_path, text + rule)


def test_a_limit_must_be_one_of_above_and_below(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed('"hip_shift", above', '"hip_shift", below = 3, above'))
    assert "'above'" in message
    assert "'below'" in message


def test_clearing_must_be_on_the_good_side(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("below = 153, clear = 160", "below = 153, clear = 140"))
    assert "'clear'" in message


def test_bands_must_be_in_order(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("bounds = [8, 60]", "bounds = [8, 60]\nout = 0.7"))
    assert "rearm < out < leave < reach" in message


def test_a_measure_is_made_of_those_above_it(tmp_path: Path) -> None:
    message = mistake(
        tmp_path, changed('of = ["ear_tilt", "eye_tilt"]', 'of = ["knee_angle", "eye_tilt"]')
    )
    assert "measures.head_tilt" in message
    assert "above" in message


def test_a_cue_on_the_screen_is_short(tmp_path: Path) -> None:
    message = mistake(
        tmp_path, changed('show = "Long legs"', 'show = "Make both legs as long as you can"')
    )
    assert "six words" in message


def test_another_schema_is_refused(tmp_path: Path) -> None:
    message = mistake(tmp_path, changed("schema = 1", "schema = 2"))
    assert "schema" in message
    assert "newer posecoach" in message


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = changed("steady_s = 0.5", "steady_sec = 0.5").replace("range = 12\n", 'range = "wide"\n')
    message = mistake(tmp_path, text)
    assert "start.steady_sec" in message
    assert "rep.range" in message
    assert len(message.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"schema = = 1", "not TOML"),
        (b"\xff\xfe\x00schema", "not UTF-8"),
        (b"x = " + b"[" * 50_000, "nested too deeply|not TOML"),
        (b"a" + b".a" * 1500 + b"=1", "too many parts"),
        (b"[x" + b" . y" * 20 + b"]", "too many parts"),
        (b"a" * 300_000, "larger|not TOML"),
        (b"", "missing"),
        (b"\x00\x01\x02", "not TOML"),
    ],
)
def test_what_is_no_stretch_file_at_all(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(SpecError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert re.search(words, str(caught.value))


def test_an_empty_file_lists_what_is_missing(tmp_path: Path) -> None:
    message = mistake(tmp_path, "")
    for key in ("schema", "id", "rep", "rules", "measures"):
        assert re.search(rf": {key}: missing", message)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(SpecError, match="cannot be read"):
        load(tmp_path)


def test_a_file_larger_than_a_stretch_can_be_is_not_even_parsed(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * ((128 << 10) + 1))
    with pytest.raises(SpecError, match="larger"):
        load(path)


@pytest.mark.parametrize("one", shipped().values(), ids=lambda s: s.id)
def test_a_judged_stretch_names_the_people_on_whom_it_was_tried(one: Stretch) -> None:
    assert bool(one.tried_on) == (one.watched != "nothing")
    assert all(kind in one.evidence for kind in one.tried_on), "the words say the same"


@pytest.mark.parametrize("key", ["say", "again", "fixed"])
def test_a_brace_that_nothing_fills_in_is_refused_by_the_rules_own_id(
    key: str, tmp_path: Path
) -> None:
    text = (resource("stretch_specs") / "lateral_line.toml").read_text("utf-8")
    data = tomllib.loads(text)
    data["rules"][0]["cue"][key] = "Mind the {leg}"
    file = tmp_path / "wrong.toml"
    file.write_text(tomlkit.dumps(data), "utf-8")
    where = f"rules.{data['rules'][0]['id']}.cue.{key}: found {{leg}}"
    with pytest.raises(SpecError, match=re.escape(where)):
        load(file)
