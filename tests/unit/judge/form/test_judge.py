"""Rules: three answers, persistence, clearing, and what a whole rep says."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.events import Fault
from posecoach.judge.form.checks import Values, broken
from posecoach.judge.form.judge import FormJudge
from posecoach.pose import Side
from posecoach.spec.rules import Check, Condition, CueText, Mode, Phase, Rule

CUE = CueText(show="Do this", say="Do this, please.")


def condition(measure: str, **limits: float) -> Condition:
    return Condition(measure=measure, **limits)


def rule(
    id_: str = "bad",
    *,
    per: str = "moment",
    fault: Check | None = None,
    **more: object,
) -> Rule:
    check = fault or Check(all=(condition("x", above=10.0, clear=8.0),))
    return Rule.model_validate({"id": id_, "per": per, "fault": check, "cue": CUE, **more})


def values(**known: float | None) -> Values:
    return known.get


class Watch:
    """A judge that is fed at 20 moments a second."""

    def __init__(self, *rules: Rule, mode: Mode = "mobilizer") -> None:
        self.judge = FormJudge(rules, mode)
        self.t = 0.0
        self.found: list[Fault] = []

    def feed(
        self,
        seconds: float,
        known: Mapping[str, float | None] | None,
        phase: Phase | None = "out",
        step: float = 0.05,
    ) -> list[Fault]:
        found = []
        for _ in range(round(seconds / step)):
            self.t += step
            found += self.judge.update(self.t, None if known is None else known.get, phase, "left")
        self.found += found
        return found


# ---------------------------------------------------------------------- three answers


TRUE, FALSE, UNKNOWN = 20.0, 0.0, None


@pytest.mark.parametrize(
    ("a", "b", "every", "some"),
    [
        (TRUE, TRUE, True, True),
        (TRUE, FALSE, False, True),
        (FALSE, FALSE, False, False),
        (TRUE, UNKNOWN, None, True),
        (UNKNOWN, TRUE, None, True),
        (FALSE, UNKNOWN, False, None),
        (UNKNOWN, FALSE, False, None),
        (UNKNOWN, UNKNOWN, None, None),
    ],
)
def test_all_and_any_with_three_answers(
    a: float | None, b: float | None, every: bool | None, some: bool | None
) -> None:
    conditions = (condition("a", above=10.0), condition("b", above=10.0))
    known = values(a=a, b=b)
    assert broken(Check(all=conditions), known) is every
    assert broken(Check(any=conditions), known) is some


def test_limits_are_broken_beyond_and_not_at_them() -> None:
    above, below = Check(all=(condition("x", above=5.0),)), Check(all=(condition("x", below=5.0),))
    assert broken(above, values(x=5.0)) is False
    assert broken(above, values(x=5.1)) is True
    assert broken(below, values(x=5.0)) is False
    assert broken(below, values(x=4.9)) is True


def test_the_clearing_limit_counts_only_while_broken() -> None:
    check = Check(all=(condition("x", below=5.0, clear=8.0),))
    assert broken(check, values(x=6.0)) is False
    assert broken(check, values(x=6.0), active=True) is True
    assert broken(check, values(x=8.5), active=True) is False


# ---------------------------------------------------------------------- in time


def test_a_fault_begins_after_its_time_and_is_dated_back() -> None:
    w = Watch(rule(persist_s=0.8))
    w.feed(1.0, {"x": 0.0})
    assert w.feed(0.75, {"x": 20.0}) == []
    assert w.judge.verdicts == {"bad": "warn"}
    (fault,) = w.feed(0.2, {"x": 20.0})
    assert (fault.rule, fault.side, fault.end) == ("bad", "left", None)
    assert fault.start == pytest.approx(1.05)
    assert w.judge.verdicts == {"bad": "broken"}
    assert w.judge.verdicts == {"bad": "broken"}
    assert w.feed(5.0, {"x": 20.0}) == [], "told once"


def test_a_fault_ends_after_the_rule_was_satisfied_for_a_while() -> None:
    w = Watch(rule(persist_s=0.5, clear_s=0.5))
    w.feed(1.0, {"x": 20.0})
    assert w.feed(0.4, {"x": 0.0}) == []
    (ended,) = w.feed(0.3, {"x": 0.0})
    assert ended.end == pytest.approx(1.0, abs=0.06)
    assert w.judge.verdicts == {"bad": "satisfied"}


def test_between_the_limits_a_fault_neither_begins_nor_ends() -> None:
    w = Watch(rule(persist_s=0.3))
    assert w.feed(3.0, {"x": 9.0}) == []
    w.feed(1.0, {"x": 11.0})
    assert w.judge.verdicts == {"bad": "broken"}
    assert w.feed(3.0, {"x": 9.0}) == []
    assert w.judge.verdicts == {"bad": "broken"}


@given(st.lists(st.sampled_from([0.0, 20.0]), max_size=100))
def test_trembling_faster_than_the_persistence_is_no_fault(xs: list[float]) -> None:
    w = Watch(rule(persist_s=0.8, clear_s=0.1))
    for x in xs:
        assert w.feed(0.35, {"x": x}) + w.feed(0.35, {"x": 0.0}) == []


def test_unknown_neither_breaks_nor_keeps() -> None:
    w = Watch(rule(persist_s=0.8, clear_s=0.3))
    w.feed(0.5, {"x": 20.0})
    w.feed(0.5, {"x": None})
    assert w.judge.verdicts == {"bad": "unknown"}
    (fault,) = w.feed(0.5, {"x": 20.0})
    assert fault.end is None
    assert w.feed(0.9, {"x": None}) == [], "an unseen fault is not over yet"
    (ended,) = w.feed(0.3, {"x": None})
    assert ended.end is not None


def test_nothing_to_judge_ends_a_fault_after_a_second() -> None:
    w = Watch(rule(persist_s=0.2))
    w.feed(1.0, {"x": 20.0})
    assert w.feed(0.9, None, None) == []
    assert len(w.feed(0.2, None, None)) == 1


def test_a_long_step_between_moments_does_not_count_as_broken_all_the_while() -> None:
    w = Watch(rule(persist_s=0.8))
    w.feed(0.1, {"x": 20.0})
    w.t += 5.0
    assert w.feed(0.05, {"x": 20.0}) == []


def test_a_rule_is_judged_in_its_phases_alone() -> None:
    w = Watch(rule(when=["end"], persist_s=0.2))
    assert w.feed(1.0, {"x": 20.0}, "out") == []
    assert w.judge.verdicts == {"bad": "unknown"}
    assert len(w.feed(1.0, {"x": 20.0}, "end")) == 1
    (ended,) = w.feed(0.1, {"x": 20.0}, "back")
    assert ended.end is not None


def test_a_warning_colours_and_is_no_fault() -> None:
    mild = Check(all=(condition("x", above=5.0),))
    w = Watch(rule(warn=mild))
    assert w.feed(3.0, {"x": 7.0}) == []
    assert w.judge.verdicts == {"bad": "warn"}
    w.feed(0.1, {"x": 3.0})
    assert w.judge.verdicts == {"bad": "satisfied"}


def test_only_if_makes_it_unknown_elsewhere() -> None:
    gate = Check(all=(condition("light", above=30.0),))
    w = Watch(rule(only_if=gate, persist_s=0.2))
    assert w.feed(1.0, {"x": 20.0, "light": 10.0}) == []
    assert w.feed(1.0, {"x": 20.0, "light": None}) == []
    assert w.judge.verdicts == {"bad": "unknown"}
    assert len(w.feed(1.0, {"x": 20.0, "light": 90.0})) == 1


def test_a_rule_yields_to_another_that_explains_it() -> None:
    first = rule("cause", fault=Check(all=(condition("y", above=10.0),)), persist_s=0.2)
    second = rule("effect", yields_to=["cause"], persist_s=0.2)
    w = Watch(first, second)
    found = w.feed(2.0, {"x": 20.0, "y": 20.0})
    assert [f.rule for f in found] == ["cause"]
    later = w.feed(2.0, {"x": 20.0, "y": 0.0})
    assert [(f.rule, f.end is None) for f in later] == [("cause", False), ("effect", True)]


def test_a_rule_of_another_mode_is_not_there() -> None:
    w = Watch(rule(modes=["hold"]), mode="mobilizer")
    assert w.judge.verdicts == {}
    assert w.feed(2.0, {"x": 20.0}) == []


def test_what_is_open_ends_with_the_source() -> None:
    w = Watch(rule(persist_s=0.2))
    w.feed(1.0, {"x": 20.0})
    (fault,) = w.judge.finish(w.t)
    assert fault.end == w.t
    assert w.judge.finish(w.t) == []


# ---------------------------------------------------------------------- whole reps


def judged(
    r: Rule, moments: list[Values], facts: Values | None = None
) -> tuple[list[str], list[str]]:
    judge = FormJudge([r], "mobilizer")
    windows = {"start": moments, "end": moments, "whole": moments}
    faults, kept = judge.judge_rep(windows, facts or values(), "right", 2.0, 6.0)
    assert all((f.side, f.start, f.end) == ("right", 2.0, 6.0) for f in faults)
    return [f.rule for f in faults], kept


def test_a_rep_is_judged_by_medians() -> None:
    r = rule(per="rep")
    assert judged(r, [values(x=v) for v in (20, 20, 0)]) == (["bad"], [])
    assert judged(r, [values(x=v) for v in (20, 0, 0)]) == ([], ["bad"])


def test_a_rep_of_which_too_little_was_seen_is_neither_faulty_nor_kept() -> None:
    r = rule(per="rep")
    assert judged(r, [values(x=v) for v in (20, None, None)]) == ([], [])
    assert judged(r, [values(x=v) for v in (20, 20, None)]) == (["bad"], [])
    assert judged(r, []) == ([], [])


def test_facts_of_the_whole_movement() -> None:
    slow = Check(all=(condition("rise_s", below=0.5),))
    r = rule(per="rep", window="whole", fault=slow)
    assert judged(r, [], values(rise_s=0.3)) == (["bad"], [])
    assert judged(r, [], values(rise_s=0.9)) == ([], ["bad"])
    assert judged(r, [], values(rise_s=None)) == ([], [])


def test_once_both_sides_were_done_their_mean_is_judged() -> None:
    both = Check(all=(condition("share", above=-0.12),))
    judge = FormJudge([rule(per="rep", both=both)], "mobilizer")

    def rep(side: Side, **known: float) -> tuple[list[str], float]:
        moments = [values(**known)] * 3
        windows = {"start": moments, "end": moments, "whole": moments}
        faults, _ = judge.judge_rep(windows, values(), side, 2.0, 6.0)
        return [f.rule for f in faults], round(judge.findings[0].value or 0.0, 3)

    assert rep("left", x=20.0, share=-0.2) == (["bad"], 20.0), "by 'fault' as long as one is known"
    assert rep("left", x=0.0, share=-0.2) == ([], 0.0), "the same side again tells nothing more"
    assert rep("right", x=20.0, share=-0.1) == ([], -0.15)
    assert rep("left", x=0.0, share=-0.04) == (["bad"], -0.07)
    assert rep("right", x=20.0) == (["bad"], 20.0), "unknown now"


def test_who_has_mended_it_is_not_blamed_for_the_other_side() -> None:
    both, warn = (Check(all=(condition("share", above=limit),)) for limit in (-0.13, -0.16))
    judge = FormJudge([rule(per="rep", both=both, warn=warn)], "mobilizer")

    def rep(side: Side, share: float) -> list[str]:
        moments = [values(x=20.0, share=share)] * 3
        windows = {"start": moments, "end": moments, "whole": moments}
        return [f.rule for f in judge.judge_rep(windows, values(), side, 2.0, 6.0)[0]]

    assert rep("left", 0.0) == ["bad"]
    assert rep("right", -0.14) == ["bad"], "seen from aside, this is no shift either"
    assert rep("left", -0.2) == []
    assert rep("right", 0.0) == ["bad"]
    assert rep("left", -0.2) == [], "though the mean is beyond the limit"


def test_means_of_both_sides_are_for_whole_reps() -> None:
    with pytest.raises(ValueError, match="'both' is for a rule"):
        rule(both=Check(all=(condition("share", above=-0.12),)))


def test_a_rule_that_is_not_sure_of_what_it_reads_waits_for_its_proof() -> None:
    sure = Check(all=(condition("light", above=45.0),))
    proof = Check(all=(condition("x", below=-5.0),))
    judge = FormJudge([rule(per="rep", sure=sure, proof=proof)], "mobilizer")

    def rep(**known: float) -> tuple[list[str], list[str]]:
        moments = [values(**known)] * 3
        windows = {"start": moments, "end": moments, "whole": moments}
        faults, kept = judge.judge_rep(windows, values(), "left", 2.0, 6.0)
        return [f.rule for f in faults], kept

    assert rep(x=20.0, light=20.0) == ([], [])  # perhaps it is only found so
    assert rep(x=20.0) == ([], [])  # the light is unknown
    assert rep(x=20.0, light=60.0) == (["bad"], [])
    assert rep(x=20.0, light=20.0) == ([], [])  # what was sure once proves nothing
    assert rep(x=0.0, light=20.0) == ([], [])  # kept, but not by so much that it proves anything
    assert rep(x=-9.0, light=20.0) == ([], ["bad"])
    assert rep(x=20.0, light=20.0) == (["bad"], [])


def test_sure_and_proof_belong_together_in_a_rule_of_a_rep() -> None:
    check = Check(all=(condition("x", above=1.0),))
    with pytest.raises(ValueError, match="together"):
        rule(per="rep", sure=check)
    with pytest.raises(ValueError, match='per = "rep"'):
        rule(sure=check, proof=check)


def test_a_rep_rule_colours_the_end_and_is_no_fault_there() -> None:
    w = Watch(rule(per="rep"))
    assert w.feed(2.0, {"x": 20.0}, "end") == []
    assert w.judge.verdicts == {"bad": "warn"}
    w.feed(0.1, {"x": 0.0}, "end")
    assert w.judge.verdicts == {"bad": "satisfied"}
    w.feed(0.1, {"x": 0.0}, "start")
    assert w.judge.verdicts == {"bad": "unknown"}


def test_in_a_hold_a_rep_rule_is_judged_by_the_last_second() -> None:
    w = Watch(rule(per="rep", persist_s=0.3), mode="hold")
    assert w.feed(0.5, {"x": 20.0}, "end") == [], "too early to say"
    (began,) = w.feed(1.5, {"x": 20.0}, "end")
    assert began.end is None
    assert w.feed(0.3, {"x": 0.0}, "end") == [], "one glance away is no correction yet"
    (ended,) = w.feed(2.0, {"x": 0.0}, "end")
    assert ended.end is not None


def test_in_a_hold_the_way_in_and_out_is_not_judged() -> None:
    w = Watch(rule(per="rep", persist_s=0.0), rule("shaky", per="hold", persist_s=0.0), mode="hold")
    assert w.feed(2.0, {"x": 20.0}, "out") == []
    assert w.feed(2.0, {"x": 20.0}, "back") == []
