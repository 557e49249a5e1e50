"""A made-up record: sessions through the real store, with holds, faults, cues and traces."""

import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posecoach.events import Cue, Fault, FramingLost, HoldSpan, Rep
from posecoach.pose import SIDES
from posecoach.records.store import Store

PLANS = (
    ("hip_flexor", "mobilizer", 6, 27.0, ("chest_down", "head_down")),
    ("hip_rotators", "mobilizer", 6, 42.0, ("knees_apart", "eyes_not_following")),
    ("lateral_line", "mobilizer", 5, 15.0, ("no_hip_shift", "arm_not_reaching")),
    ("hip_flexor", "hold", 20, 27.0, ("chest_down",)),
)


def one_session(store: Store, day: int, days: int, chance: random.Random) -> int:
    """A session of four sets as the program writes one; gives its number."""
    session = store.begin(kind="live", source="0", settings={"voice": "cues"}, model="full.task")
    before = max(0, min(10, round(5 - 3 * day / days + chance.gauss(0, 0.8))))
    store.discomfort(session, "before", before)
    t = 8.0
    for position, (stretch, mode, dose, size, rules) in enumerate(PLANS):
        hold = mode == "hold"
        set_id = store.begin_set(
            session, position, stretch, "hold" if hold else "mobilizer",
            reps=None if hold else dose, hold_s=float(dose) if hold else None,
        )  # fmt: skip
        began = t
        for n in range(1 if hold else dose):
            for side in SIDES:
                lasted = float(dose) + 4 if hold else chance.uniform(3.5, 6.0)
                peak = size * (1 + 0.25 * day / days) * chance.uniform(0.9, 1.1)
                peak *= 0.88 if side == "left" else 1.0
                steps = int(lasted * 10)
                sign = -1 if side == "right" and stretch != "hip_flexor" else 1
                shape = [min(1.0, 2.5 * math.sin(math.pi * i / steps)) if hold
                         else math.sin(math.pi * i / steps) ** 2 for i in range(steps)]  # fmt: skip
                samples = [
                    (t + i / 10, sign * peak * s + chance.gauss(0, 0.3))
                    for i, s in enumerate(shape)
                ]
                for i in range(0, steps, 10):
                    store.progress(set_id, t - began, (t - began) * 0.95, samples[i : i + 10])
                if hold:
                    store.add(set_id, HoldSpan(side, t + 2, t + 2 + dose, float(dose)))
                else:
                    full = chance.random() > 0.06
                    store.add(set_id, Rep(t + lasted, t, side, full, peak if full else peak * 0.5,
                                          1.0 if full else 0.5, lasted, 2))  # fmt: skip
                    store.add(set_id, Cue(t + lasted, "count", "rep", side, number=n + 1))
                if chance.random() < 0.15:
                    rule = chance.choice(rules)
                    start = t + lasted * 0.4
                    store.add(set_id, Cue(start + 0.3, "correction", rule, side))
                    store.add(set_id, Fault(rule, side, start, start + chance.uniform(1.0, 5.0)))
                t += lasted + 0.8
        store.progress(set_id, t - began, (t - began) * 0.95, [])
        store.add(set_id, FramingLost(t, t + 2.5, "show_feet"))
        t += 6.0
    store.discomfort(session, "after", max(0, before - chance.choice((0, 1, 1, 2))))
    store.end(session, "done", t, t * 0.93)
    return session


def make(path: Path, days: int, seed: int = 1) -> None:
    """A record with one session a day up to today."""
    chance = random.Random(seed)
    store = Store(path)
    store.db.execute("PRAGMA synchronous = OFF")  # made quickly; nothing here must survive
    first = datetime.now(UTC).replace(hour=7, minute=30, second=0, microsecond=0)
    for day in range(days):
        session = one_session(store, day, days, chance)
        at = first - timedelta(days=days - 1 - day)
        store.db.execute(
            "UPDATE session SET started = ?, ended = ? WHERE id = ?",
            (at.isoformat(), (at + timedelta(minutes=9)).isoformat(), session),
        )
    store.close()
