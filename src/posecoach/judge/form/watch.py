"""One rule that is judged from moment to moment: broken for long enough it is a fault."""

from dataclasses import replace

from posecoach.events import Fault, Finding
from posecoach.judge.form.checks import Values, broken, findings_of
from posecoach.judge.moment import Verdict
from posecoach.pose import Side
from posecoach.spec.rules import Rule

_UNKNOWN_ENDS_S = 1.0  # a fault that cannot be seen for this long is taken to be over


class RuleWatch:
    """Follows one rule.

    Attributes:
        fault: the fault that lasts now.
        verdict: what is known of the rule now.
        broken_now: whether it is broken at this moment, for long enough or not; None where unknown.
        findings: what was measured for it at this moment.
        mended: whether a fault ended with the last moment because the rule is kept again.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.fault: Fault | None = None
        self.verdict: Verdict = "unknown"
        self.broken_now: bool | None = None
        self.findings: tuple[Finding, ...] = ()
        self.mended = False
        self._broken_s = self._satisfied_s = self._unknown_s = 0.0
        self._since: float | None = None

    def update(
        self,
        t: float,
        step: float,
        values: Values,
        side: Side | None,
        *,
        answer: bool | None,
        yields: bool,
    ) -> list[Fault]:
        """Takes the next moment at which the rule applies.

        Args:
            step: seconds since the moment before.
            answer: whether the rule is broken now; None where unknown.
            yields: a rule that goes before this one is broken: no fault begins here.

        Returns:
            The fault, where it began or ended now.
        """
        self.findings, self.mended = (), False
        self.broken_now = answer
        if answer is None:
            return self.unknown(t, step)
        self._unknown_s = 0.0
        self.findings = findings_of(self.rule.id, self.rule.fault, values)
        if answer and not (yields and self.fault is None):
            return self._broken(t, step, side)
        self._satisfied_s += step
        if self.fault is None:
            self._broken_s, self._since = 0.0, None
            warns = self.rule.warn is not None and broken(self.rule.warn, values)
            self.verdict = "warn" if warns else "satisfied"
        elif self._satisfied_s >= self.rule.clear_s:
            ended = self.leave(t - self._satisfied_s)
            self.mended = True
            return ended
        return []

    def _broken(self, t: float, step: float, side: Side | None) -> list[Fault]:
        if self._since is None:
            self._since = t
        else:
            self._broken_s += step
        self._satisfied_s = 0.0
        self.verdict = "broken" if self.fault else "warn"
        if self.fault is not None or self._broken_s < self.rule.persist_s - 1e-9:
            return []
        self.fault = Fault(self.rule.id, side, self._since, None, self.findings)
        self.verdict = "broken"
        return [self.fault]

    def unknown(self, t: float, step: float) -> list[Fault]:
        """A moment at which the rule applies, but cannot be judged."""
        self.verdict, self.broken_now, self.findings = "unknown", None, ()
        self._unknown_s += step
        return self.leave(t) if self._unknown_s >= _UNKNOWN_ENDS_S else []

    def leave(self, t: float) -> list[Fault]:
        """The rule does not apply any more: its fault, if there is one, ends at ``t``."""
        self._broken_s, self._satisfied_s, self._since = 0.0, 0.0, None
        self.verdict, self.broken_now, self.mended = "unknown", None, False
        if self.fault is None:
            return []
        ended = replace(self.fault, end=max(t, self.fault.start))
        self.fault = None
        return [ended]
