"""The stretch files that ship."""

import json

import pytest

from posecoach.errors import UsageError
from posecoach.measure.body import point_names
from posecoach.spec.library import article
from posecoach.spec.load import stretch
from posecoach.spec.schema import Stretch

RULES = {
    "hip_flexor": {
        "not_stacked",
        "chest_down",
        "head_down",
        "leaning_back",
        "too_fast",
        "jerky",
        "bouncing",
    },
    "hip_rotators": {
        "knees_apart",
        "eyes_not_following",
        "trunk_tips",
        "feet_move",
        "hands_off_floor",
        "feet_hip_width",
        "too_fast",
        "jerky",
    },
    "lateral_line": {
        "no_hip_shift",
        "head_not_tilting",
        "arm_not_reaching",
        "twisting",
        "collapsing",
        "knee_bends",
        "feet_move",
        "too_fast",
        "jerky",
        "bouncing",
    },
}
SHIPPED = sorted(RULES)
THREE = {s.id: s for s in article()}


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Stretch:
    return stretch(str(request.param))


def test_the_three_stretches_ship_in_the_articles_order() -> None:
    assert [s.id for s in article()] == ["hip_flexor", "hip_rotators", "lateral_line"]


def test_rule_ids_are_those_that_reports_and_exports_use(shipped: Stretch) -> None:
    ids = [r.id for r in shipped.rules]
    assert set(ids) == RULES[shipped.id]
    assert len(ids) == len(set(ids))


def test_no_rule_judges_by_the_signal_that_counts(shipped: Stretch) -> None:
    signal = shipped.rep.measure
    for rule in shipped.rules:
        for check in rule.checks:
            used = {c.measure for c in check.conditions}
            assert signal not in used, rule.id


def test_each_mode_has_its_dose(shipped: Stretch) -> None:
    for mode in shipped.modes:
        dose = shipped.dose[mode]
        amount = dose.reps_per_side if mode == "mobilizer" else dose.seconds
        assert amount is not None
        assert amount > 0


def test_the_shipped_doses_and_views() -> None:
    reps = {name: s.dose["mobilizer"].reps_per_side for name, s in THREE.items()}
    assert reps == {"hip_flexor": 6, "hip_rotators": 6, "lateral_line": 5}
    assert {n: s.view for n, s in THREE.items()} == {
        "hip_flexor": "side",
        "hip_rotators": "front",
        "lateral_line": "front",
    }
    assert {n: s.modes for n, s in THREE.items()} == {
        "hip_flexor": ("mobilizer", "hold"),
        "hip_rotators": ("mobilizer",),
        "lateral_line": ("mobilizer", "hold"),
    }


def test_warnings_come_before_faults(shipped: Stretch) -> None:
    """What warns must be the milder limit of the same measure."""
    checked = 0
    for rule in shipped.rules:
        limits = {c.measure: c for c in rule.fault.conditions}
        for mild in rule.warn.conditions if rule.warn else ():
            hard = limits[mild.measure]
            if mild.above is not None:
                assert hard.above is not None
                assert mild.above < hard.above
            else:
                assert mild.below is not None
                assert hard.below is not None
                assert mild.below > hard.below
            checked += 1
    assert checked > 0


def test_what_a_rule_waits_for_and_colours_is_there(shipped: Stretch) -> None:
    names = set(point_names(roles=shipped.half_kneeling is not None))
    for rule in shipped.rules:
        assert set(rule.parts) <= names
        assert set(rule.modes) <= {"mobilizer", "hold"}
        assert set(rule.yields_to) <= RULES[shipped.id] - {rule.id}


def test_a_stretch_of_that_name_or_a_usage_error_with_close_names() -> None:
    assert stretch("hip_flexor").id == "hip_flexor"
    with pytest.raises(UsageError) as caught:
        stretch("hip_flexr")
    assert "hip_flexor" in str(caught.value)
    assert caught.value.exit_code == 2


def test_the_json_schema_for_editors_can_be_made() -> None:
    schema = json.loads(json.dumps(Stretch.model_json_schema()))
    assert {"rep", "rules", "measures"} <= set(schema["properties"])
