"""Judges form: all rules of a stretch, at each moment and over each repetition."""

from collections.abc import Sequence

from posecoach.events import Fault, Finding
from posecoach.judge.form.checks import Values, broken, findings_of, median_known, usable
from posecoach.judge.form.watch import RuleWatch
from posecoach.judge.moment import Verdict
from posecoach.judge.signal import LONGEST_STEP_S
from posecoach.pose import Side, other
from posecoach.spec.rules import Check, Mode, Phase, Rule

_HOLD_WINDOW_S = 1.0  # in a hold, rules of a whole rep are judged on medians over this
_HOLD_LEAST_S = 0.6


class FormJudge:
    """Follows all rules of a stretch in one mode."""

    def __init__(self, rules: Sequence[Rule], mode: Mode) -> None:
        self._mode = mode
        self._rules = [r for r in rules if mode in r.modes]
        moment = [r for r in self._rules if r.per != "rep"]
        self._rep_rules = [r for r in self._rules if r.per == "rep"]
        if mode == "hold":  # a hold is judged while it lasts
            moment += [r for r in self._rep_rules if r.window == "end"]
        self._watches = {r.id: RuleWatch(r) for r in moment}
        self._last: float | None = None
        self._recent: list[tuple[float, dict[str, float | None]]] = []
        self._verdicts: dict[str, Verdict] = {}
        self._proven: set[str] = set()  # rules of which ``proof`` was seen
        self._findings: list[Finding] = []
        self._mended: list[str] = []
        # Of the rep so far: seconds for which each rule was kept near the end, and the rules that
        # were broken.
        self._kept_s: dict[str, float] = {}
        self._broken: set[str] = set()
        # Of the last rep of each side, what the rules with ``both`` are judged on.
        self._of_side: dict[tuple[str, Side], dict[str, float]] = {}

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Each rule's verdict now."""
        return {r.id: self._verdicts.get(r.id, "unknown") for r in self._rules}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was measured for the rules that the last call judged."""
        return tuple(self._findings)

    @property
    def mended(self) -> tuple[str, ...]:
        """Rules whose fault ended at the last moment because the user put it right.

        A fault that ends on the way back is not among them: there it becomes smaller by itself.
        """
        return tuple(self._mended)

    def raised(self, rule: str) -> bool:
        """Whether that rule is broken at this moment, for long enough to be a fault or not."""
        watch = self._watches.get(rule)
        return watch is not None and (watch.broken_now is True or watch.fault is not None)

    def update(
        self,
        t: float,
        values: Values | None,
        phase: Phase | None,
        side: Side | None,
        *,
        deep: bool = False,
    ) -> list[Fault]:
        """Takes the next moment.

        Args:
            values: the measures; None while nothing can be judged.
            phase: the phase of the rep; None outside of any.
            deep: the rep signal is near its peak. Only there it tells anything that a rule is
                kept: near the start each is.

        Returns:
            Faults that began (``end`` None) or ended now.
        """
        step = 0.0 if self._last is None else min(t - self._last, LONGEST_STEP_S)
        self._last = t
        self._findings, self._mended = [], []
        if phase is None or phase == "start":
            self._begin_rep()
        out: list[Fault] = []
        window = self._hold_window(t, values, phase) if self._mode == "hold" else None
        for watch in self._watches.values():
            rule = watch.rule
            judged = values is not None and phase is not None and self._applies(rule, phase)
            source = window if rule.per == "rep" else values
            if judged and source is not None:
                answer = self._check(rule, source, active=watch.fault is not None)
                yields = any(self.raised(before) for before in rule.yields_to)
                out += watch.update(t, step, source, side, answer=answer, yields=yields)
                self._findings += watch.findings
            elif judged or values is None:
                out += watch.unknown(t, step)
            else:
                out += watch.leave(t)
            self._note_kept(watch, step, deep=deep and phase in ("out", "end"))
            self._verdicts[rule.id] = watch.verdict
        self._colour_rep_rules(values, phase)
        return out

    def _begin_rep(self) -> None:
        self._kept_s.clear()
        self._broken.clear()

    def _note_kept(self, watch: RuleWatch, step: float, *, deep: bool) -> None:
        rule = watch.rule.id
        if watch.fault is not None:
            self._broken.add(rule)
        if not deep:
            return
        if watch.mended:
            self._mended.append(rule)
        if watch.broken_now is False:
            self._kept_s[rule] = self._kept_s.get(rule, 0.0) + step

    def _kept(self) -> list[str]:
        """The rules judged from moment to moment that were kept in the whole rep."""
        return [
            rule
            for rule, seconds in self._kept_s.items()
            if rule not in self._broken and seconds >= self._watches[rule].rule.clear_s
        ]

    def _applies(self, rule: Rule, phase: Phase) -> bool:
        return phase == "end" if rule.per != "moment" else phase in rule.when

    def _hold_window(self, t: float, values: Values | None, phase: Phase | None) -> Values | None:
        """Medians over the last second in the end position, for rules of a whole rep."""
        if phase != "end":
            self._recent.clear()
            return None
        if values is None:
            return None
        names = {
            c.measure
            for r in self._rep_rules
            if r.window == "end"
            for check in r.checks
            for c in check.conditions
        }
        self._recent.append((t, {n: values(n) for n in names}))
        while t - self._recent[0][0] > _HOLD_WINDOW_S:
            self._recent.pop(0)
        if t - self._recent[0][0] < _HOLD_LEAST_S:
            return None
        rows = [row for _, row in self._recent]
        return lambda name: median_known([row.get(name) for row in rows])

    def _colour_rep_rules(self, values: Values | None, phase: Phase | None) -> None:
        """While the end position lasts, shows how the rules of the whole rep stand so far."""
        if self._mode == "hold":
            return
        for rule in self._rep_rules:
            if phase == "end" and values is not None and rule.window == "end":
                now = self._check(rule, values, active=False)
                self._verdicts[rule.id] = (
                    "unknown" if now is None else ("warn" if now else "satisfied")
                )
            elif phase == "start":
                self._verdicts[rule.id] = "unknown"

    def _check(self, rule: Rule, values: Values, *, active: bool) -> bool | None:
        return broken(rule.fault, values, active=active) if self._told(rule, values) else None

    def _told(self, rule: Rule, values: Values) -> bool:
        """Whether the rule can be judged from this picture."""
        if not usable(rule, values):
            return False
        if rule.sure is None or rule.id in self._proven:
            return True
        return broken(rule.sure, values) is True

    def _of_both_sides(self, rule: Rule, values: Values, side: Side) -> tuple[Check, Values]:
        """What a rule of a rep is judged by: its own values, or their means with the other side."""
        if rule.both is None:
            return rule.fault, values
        names = [c.measure for c in rule.both.conditions]
        own = {name: value for name in names if (value := values(name)) is not None}
        self._of_side.pop((rule.id, side), None)
        if len(own) < len(names):
            return rule.fault, values
        self._of_side[rule.id, side] = own
        before = self._of_side.get((rule.id, other(side)))
        if before is None:
            return rule.fault, values
        return rule.both, {name: (own[name] + before[name]) / 2 for name in names}.get

    def judge_rep(
        self,
        windows: dict[str, list[Values]],
        facts: Values,
        side: Side,
        start: float,
        end: float,
    ) -> tuple[list[Fault], list[str]]:
        """Judges a complete rep.

        Args:
            windows: the measures at each moment of 'start', 'end' and 'whole'.
            facts: measures of the whole movement (``REP_MEASURES``).

        Returns:
            The faults, and the ids of the rules that were known to be satisfied.
        """
        faults, satisfied = [], []
        self._findings = []
        for rule in self._rep_rules:
            moments = windows[rule.window]

            def value(name: str, moments: list[Values] = moments) -> float | None:
                fact = facts(name)
                return fact if fact is not None else median_known([m(name) for m in moments])

            if rule.proof is not None and usable(rule, value) and broken(rule.proof, value):
                self._proven.add(rule.id)
            if not self._told(rule, value):
                continue
            check, values = self._of_both_sides(rule, value, side)
            answer = broken(check, values)
            if answer is None:
                continue
            if answer and check is rule.both and rule.warn is not None:
                # Whoever has just mended it is not blamed for the other side's last rep.
                answer = broken(rule.warn, value) is not False
            measured = findings_of(rule.id, check, values)
            self._findings += measured
            if answer:
                faults.append(Fault(rule.id, side, start, end, measured))
                self._verdicts[rule.id] = "broken"
            else:
                satisfied.append(rule.id)
                self._verdicts[rule.id] = "satisfied"
        satisfied += self._kept()
        self._begin_rep()
        return faults, satisfied

    def finish(self, t: float) -> list[Fault]:
        """The source is over: what is open ends with its last moment."""
        return [f for w in self._watches.values() for f in w.leave(t)]
