"""The tables of the accuracy benchmark, with what its targets ask."""

from typing import Any

import numpy as np

from judging.labels import Clip
from judging.scores import (
    DIRECTION_WITHIN_S,
    MOST_HOLD_ERROR_S,
    NO_TARGET,
    Run,
    Totals,
    add,
)

_LEAST_EXACT, _LEAST_RECALL = 0.97, 0.95
_MOST_DELAY_S = 1.5
_MOST_FALSE_A_MINUTE, _MOST_WRONG_A_MINUTE = 0.1, 0.1


def _spread(values: list[float]) -> str:
    if not values:
        return "-"
    middle, high = np.percentile(np.abs(values), (50, 95))
    return f"median {middle:.2f} s, 95 % {high:.2f} s"


def _rate(count: int, minutes: float) -> str:
    return f"{count} ({count / minutes:.2f} a minute)" if minutes else str(count)


def table(t: Totals) -> list[tuple[str, str, bool | None]]:
    """Rows of (what, value, whether the target is met; None without one)."""
    rows: list[tuple[str, str, bool | None]] = []
    if t.clips:
        share = t.exact / t.clips
        exact = f"{t.exact} of {t.clips} ({share:.1%}), off by one {t.off_by_one}"
        late = max((abs(e) for e in t.hold_errors), default=0.0)
        false = t.false_cues / t.correct_min if t.correct_min else 0.0
        wrong = t.wrong_directions / t.minutes
        rows += [
            ("clips of the stretch, minutes", f"{t.clips}, {t.minutes:.1f}", None),
            ("counts exact a side", exact, share >= _LEAST_EXACT),
            ("rep's time against the truth", _spread(t.rep_errors), None),
            (
                "hold's length against the truth",
                f"{len(t.hold_errors)} holds, {_spread(t.hold_errors)}, most {late:.2f} s",
                (late <= MOST_HOLD_ERROR_S and not t.holds_missed) if t.hold_errors else None,
            ),
            (
                "false corrections, correct movement",
                _rate(t.false_cues, t.correct_min),
                false <= _MOST_FALSE_A_MINUTE,
            ),
            (
                "wrong directions",
                _rate(t.wrong_directions, t.minutes),
                wrong <= _MOST_WRONG_A_MINUTE,
            ),
            ("faults outside the picture", str(t.hidden), None),
            ("time judged, of time seen", f"{t.judged_min / max(1e-9, t.seen_min):.1%}", None),
        ]
    other = t.refusals
    if other.runs:
        rows.append(
            (
                "other movement, other views",
                f"{other.runs} runs: {other.reps} reps, {other.corrections} corrections",
                not other.reps and not other.corrections,
            )
        )
    if other.due:
        rows.append(
            (
                f"right direction within {DIRECTION_WITHIN_S:g} s",
                f"{other.told} of {other.due}",
                other.told == other.due,
            )
        )
    return rows


def rule_table(t: Totals) -> list[tuple[str, str, str, str, str, bool | None]]:
    """Rows of (rule, planted, recall, precision, delay, whether the target is met)."""
    rows = []
    for rule in sorted(set(t.planted) | set(t.false)):
        planted, found, false = t.planted[rule], t.found[rule], t.false[rule]
        delays = t.delays.get(rule, [])
        recall = found / planted if planted else None
        late = float(np.percentile(delays, 95)) if delays else 0.0
        met = None
        if rule not in NO_TARGET and recall is not None:
            met = recall >= _LEAST_RECALL and late <= _MOST_DELAY_S
        rows.append(
            (
                rule,
                str(planted),
                "-" if recall is None else f"{recall:.2f}",
                f"{found / (found + false):.2f}" if found + false else "-",
                f"{np.median(delays):+.1f}, 95 % {late:+.1f} s" if delays else "-",
                met,
            )
        )
    return rows


def breakdown(pairs: list[tuple[Clip, Run]]) -> dict[str, dict[str, Totals]]:
    """The sums again, for each value of each group."""
    out: dict[str, dict[str, Totals]] = {}
    for clip, run in pairs:
        for group, value in clip.groups.items():
            add(out.setdefault(group, {}).setdefault(value, Totals()), clip, run)
    return out


def met(totals: Totals) -> bool:
    """Whether no target is missed."""
    answers: list[Any] = [row[-1] for row in (*table(totals), *rule_table(totals))]
    return all(answer is not False for answer in answers)
