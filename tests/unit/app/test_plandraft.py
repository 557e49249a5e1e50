"""A plan while it is being made: each change gives a plan that can be kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.app.plandraft import PlanDraft, amount
from posecoach.spec.plan import DAYS

_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "up", "down", "remove", "less", "more", "hold", "right", "rest"]),
        st.integers(0, 5),
    ),
    max_size=25,
)


def changed(draft: PlanDraft, what: str, at: int) -> PlanDraft:
    if what == "add":
        return draft.added(("lateral_line", "hip_flexor", "hip_rotators")[at % 3])
    if what == "rest":
        return draft.rested(1 if at % 2 else -1)
    if not draft.sets:
        return draft
    at %= len(draft.sets)
    match what:
        case "up":
            return draft.moved(at, -1)
        case "down":
            return draft.moved(at, 1)
        case "remove":
            return draft.removed(at)
        case "less":
            return draft.dosed(at, -1)
        case "more":
            return draft.dosed(at, 1)
        case "right":
            return draft.on(at, "right")
        case _:
            return draft.done_as(at, "mobilizer")


@settings(max_examples=50)
@given(_CHANGES)
def test_whatever_is_changed_what_is_ready_is_a_plan(changes: list[tuple[str, int]]) -> None:
    draft = PlanDraft(name=" Mine ", days=frozenset(DAYS[::2])).added("lateral_line")
    for what, at in changes:
        draft = changed(draft, what, at)
    assert draft.ready == bool(draft.sets)
    if draft.ready:
        plan = draft.plan()
        assert plan.name == "Mine"
        assert plan.sets == draft.sets
        assert plan.days == ("mon", "wed", "fri", "sun")
        assert PlanDraft.of("mine", plan).plan() == plan


def test_a_dose_begins_with_the_stretchs_own_and_stays_within_bounds() -> None:
    draft = PlanDraft().added("lateral_line")
    assert amount(draft.sets[0]) == (5, None)
    for _ in range(9):
        draft = draft.dosed(0, -1)
    assert draft.sets[0].reps == 1
    draft = draft.done_as(0, "hold")
    assert amount(draft.sets[0]) == (None, 20.0)
    assert draft.dosed(0, 1).sets[0].hold_s == 25.0


def test_a_set_moves_and_stops_at_either_end() -> None:
    draft = PlanDraft().added("lateral_line").added("hip_flexor")
    turned = draft.moved(0, 1)
    assert [s.stretch for s in turned.sets] == ["hip_flexor", "lateral_line"]
    assert turned.moved(0, -1) == turned
    assert turned.moved(1, 1) == turned


def test_without_a_name_or_a_stretch_it_is_not_ready() -> None:
    assert not PlanDraft().ready
    assert not PlanDraft(name="Mine").ready
    assert not PlanDraft(name="  ").added("lateral_line").ready
