"""What is said, and when: rarely, one thing at a time, and never over a count."""

from itertools import pairwise

from posecoach.cues.director import CueDirector
from posecoach.events import Cue as Said
from posecoach.spec.rules import Check, Condition, CueText, Rule

FAULT = Check(all=(Condition(measure="x", above=1.0),))


def rule(id_: str, **more: object) -> Rule:
    cue = CueText(show="Do this", say="Do this.", again="Do it, please.")
    return Rule.model_validate({"id": id_, "per": "rep", "fault": FAULT, "cue": cue, **more})


def director(*rules: Rule) -> CueDirector:
    known = rules or (rule("one"), rule("two"))
    return CueDirector({r.id: r for r in known})


def listen(d: CueDirector, start: float, end: float) -> list[Said]:
    """All that is said from ``start`` to before ``end``."""
    out = []
    for i in range(round((end - start) * 10)):
        out += d.due(start + i / 10)
    return out


def rep(d: CueDirector, t: float, number: int, *, faulty: tuple[str, ...] = ()) -> list[Said]:
    """A rep that ends at ``t`` with those faults, and five seconds after it."""
    d.count(t, "left", number)
    for f in faulty:
        d.fault(t, f, "left")
    d.satisfied(t, [r for r in d.rules if r not in faulty], "left")
    return listen(d, t, t + 5.0)


def kinds(said: list[Said]) -> list[str]:
    return [c.kind for c in said]


def test_a_count_comes_at_once_and_is_not_talked_over() -> None:
    d = director()
    said = rep(d, 10.0, 3, faulty=("one",))
    assert kinds(said) == ["count", "correction"]
    assert (said[0].number, said[0].t) == (3, 10.0)
    assert said[1].t - said[0].t >= 1.2


def test_one_correction_a_rep_and_the_most_important_one() -> None:
    d = director(rule("late", priority=4), rule("first", priority=1), rule("mid", priority=2))
    said = rep(d, 10.0, 1, faulty=("late", "first", "mid"))
    assert [c.id for c in said if c.kind == "correction"] == ["first"]


def test_the_others_are_not_kept_back_for_later() -> None:
    d = director()
    rep(d, 10.0, 1, faulty=("one", "two"))
    assert kinds(rep(d, 20.0, 2)) == ["count", "praise"]


def test_there_are_gaps_between_corrections() -> None:
    d = director()
    first = rep(d, 10.0, 1, faulty=("one",))
    d.count(13.0, "left", 2)
    d.fault(13.0, "two", "left")
    second = listen(d, 13.0, 17.5)
    times = [c.t for c in [*first, *second] if c.kind == "correction"]
    assert len(times) == 2
    assert times[1] - times[0] >= 5.0


def test_the_same_is_not_said_again_too_soon_and_then_in_other_words() -> None:
    d = director()
    said = []
    for n, t in enumerate((10.0, 15.5, 21.0, 26.5), start=1):
        said += [c for c in rep(d, t, n, faulty=("one",)) if c.kind == "correction"]
    assert [c.variant for c in said] == ["first", "again"]
    assert said[1].t - said[0].t >= 12.0


def test_after_twice_a_rule_is_left_for_the_summary() -> None:
    d = director()
    said = []
    for n in range(1, 12):
        said += rep(d, 13.0 * n, n, faulty=("one",))
    assert kinds(said).count("correction") == 2
    assert kinds(said).count("count") == 11


def test_some_rules_wait_for_a_second_rep_in_a_row() -> None:
    d = director(rule("shy", reps_before_cue=2))
    assert kinds(rep(d, 10.0, 1, faulty=("shy",))) == ["count"]
    assert kinds(rep(d, 20.0, 2)) == ["count"]
    assert kinds(rep(d, 30.0, 3, faulty=("shy",))) == ["count"], "not in a row"
    assert kinds(rep(d, 40.0, 4, faulty=("shy",))) == ["count", "correction"]


def test_praise_follows_a_fix_once() -> None:
    d = director()
    assert "correction" in kinds(rep(d, 10.0, 1, faulty=("one",)))
    said = rep(d, 20.0, 2)
    assert kinds(said) == ["count", "praise"]
    assert (said[1].id, said[1].variant) == ("one", "fixed")
    assert kinds(rep(d, 30.0, 3)) == ["count"]


def test_no_praise_for_what_was_never_told() -> None:
    d = director(rule("shy", reps_before_cue=2))
    rep(d, 10.0, 1, faulty=("shy",))
    assert kinds(rep(d, 20.0, 2)) == ["count"]


def test_what_could_not_be_said_in_time_is_stale() -> None:
    d = director()
    d.fault(10.0, "one", "left")
    assert listen(d, 15.0, 20.0) == []


def test_a_fault_that_was_kept_meanwhile_is_not_told() -> None:
    d = director()
    d.count(10.0, "left", 1)
    d.fault(10.0, "one", "left")
    d.satisfied(10.5, ["one"], "left")
    assert kinds(listen(d, 10.0, 15.0)) == ["count"]


def test_a_hint_is_a_guide() -> None:
    d = director(rule("feet", hint=True))
    assert kinds(rep(d, 10.0, 1, faulty=("feet",))) == ["count", "guide"]


def test_an_unknown_rule_is_recorded_elsewhere_and_not_said() -> None:
    d = director()
    d.fault(10.0, "partial", "left")
    assert listen(d, 10.0, 16.0) == []


def test_almost_is_told_every_other_time_in_a_row() -> None:
    d = director()
    said = []
    for n in range(1, 6):
        d.almost(10.0 * n, "right", n)
        said += d.due(10.0 * n)
    assert [(c.id, c.t) for c in said] == [("almost", t) for t in (10.0, 30.0, 50.0)]


def test_who_is_counted_each_second_is_told_to_go_slower() -> None:
    d = director()
    said = []
    for n in range(1, 9):
        d.fault(n * 1.05, "one", "left")
        d.count(n * 1.05, "left", n)
        for tenth in range(10):
            said += d.due(n * 1.05 + tenth / 10)
    assert "correction" in kinds(said)


# ---------------------------------------------------------------------- directions and guides


def directed(d: CueDirector, start: float, seconds: float, *, blocking: bool) -> list[float]:
    out = []
    for i in range(round(seconds * 10)):
        t = start + i / 10
        d.direct(t, "step_back", blocking=blocking)
        out += [c.t for c in d.due(t) if c.kind == "direction"]
    return out


def test_a_direction_waits_a_moment_and_comes_again_while_it_blocks() -> None:
    times = directed(director(), 0.0, 30.0, blocking=True)
    assert times[0] == 0.8
    assert len(times) == 3
    assert all(b - a >= 12.0 for a, b in pairwise(times))


def test_advice_that_does_not_block_is_said_once() -> None:
    assert len(directed(director(), 0.0, 40.0, blocking=False)) == 1


def test_a_direction_that_flickers_is_not_said() -> None:
    d = director()
    for i in range(100):
        d.direct(i / 10, "step_back" if i % 5 < 4 else None, blocking=True)
        assert d.due(i / 10) == []


def test_who_is_in_another_posture_is_told_what_is_missing_and_not_all_the_time() -> None:
    d = director()
    said = []
    for i in range(400):
        d.waiting(i / 10, "standing", side="left")
        said += d.due(i / 10)
    assert [c.id for c in said] == ["standing", "standing", "standing"]
    assert said[0].t == 3.0
    assert said[1].t - said[0].t >= 15.0


def test_who_comes_into_the_posture_in_time_is_not_told() -> None:
    d = director()
    for i in range(200):
        d.waiting(i / 10, "standing" if i % 25 else None, side=None)
        assert d.due(i / 10) == []


def test_holds_are_guided() -> None:
    d = director()
    d.hold(1.0, "left", "hold_start")
    assert [(c.kind, c.id) for c in d.due(1.0)] == [("guide", "hold_start")]
