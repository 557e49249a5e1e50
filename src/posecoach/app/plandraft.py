"""A plan while it is being made: what can be changed of it, without a window."""

from dataclasses import dataclass, field, replace
from typing import Literal

from posecoach.spec import limits
from posecoach.spec.load import added, stretch
from posecoach.spec.plan import DAYS, Day, Plan
from posecoach.spec.routine import REST_S, RoutineSet
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Dose, Stretch

SetSides = Literal["both", "left", "right"]
_STEP_S = 5.0  # by which a hold and a rest are made longer or shorter


@dataclass(frozen=True)
class PlanDraft:
    """A plan that is being made; each change returns a new one.

    Attributes:
        replaces: the id of the plan that is being changed; empty for a new one.
    """

    name: str = ""
    days: frozenset[Day] = frozenset()
    sets: tuple[RoutineSet, ...] = ()
    rest_s: float = REST_S
    replaces: str = ""
    base: Plan | None = field(default=None, compare=False)

    @classmethod
    def of(cls, id: str, plan: Plan) -> "PlanDraft":
        """To change a plan."""
        return cls(plan.name, frozenset(plan.days), plan.sets, plan.rest_s, id, plan)

    @property
    def ready(self) -> bool:
        """Whether it can be kept."""
        return bool(self.name.strip()) and bool(self.sets)

    @property
    def changed(self) -> bool:
        """Whether it is another plan than the one that it began with."""
        base = self.base
        return self != (PlanDraft.of(self.replaces, base) if base is not None else PlanDraft())

    def plan(self) -> Plan:
        """The plan; what cannot be changed here stays as it was.

        Of its stretches, those that the user has are theirs as they are now.

        Raises:
            pydantic.ValidationError: it is not ready.
        """
        days = tuple(d for d in DAYS if d in self.days)
        used = {one.stretch for one in self.sets} - added().stretches.keys()
        base = self.base
        return Plan(
            format="posecoach-plan",
            schema=1,
            name=self.name.strip(),
            author=base.author if base else "",
            note=base.note if base else "",
            first=base.first if base else None,
            days=days,
            rest_s=self.rest_s,
            sets=self.sets,
            stretches=tuple(s for s in base.stretches if s.id in used) if base else (),
        )

    # ------------------------------------------------------------------ changes

    def turned(self, day: Day) -> "PlanDraft":
        """With a day in it or no more."""
        return replace(self, days=self.days ^ {day})

    def added(self, stretch_id: str) -> "PlanDraft":
        """With one more stretch at the end."""
        if len(self.sets) >= limits.MOST_SETS:
            return self
        return replace(self, sets=(*self.sets, RoutineSet(stretch=stretch_id)))

    def moved(self, at: int, by: Literal[-1, 1]) -> "PlanDraft":
        """With a set one place further up or down."""
        to = at + by
        if not 0 <= to < len(self.sets):
            return self
        out = list(self.sets)
        out[at], out[to] = out[to], out[at]
        return replace(self, sets=tuple(out))

    def removed(self, at: int) -> "PlanDraft":
        """Without a set."""
        return replace(self, sets=(*self.sets[:at], *self.sets[at + 1 :]))

    def rested(self, by: Literal[-1, 1]) -> "PlanDraft":
        """With a shorter or longer rest between the sets."""
        low, high = limits.REST_S
        steps = round(self.rest_s / _STEP_S) + by
        return replace(self, rest_s=min(max(steps * _STEP_S, low), high))

    def dosed(self, at: int, by: Literal[-1, 1]) -> "PlanDraft":
        """With a little less or more of a set: a repetition, or five seconds."""
        one = self.sets[at]
        reps, hold_s = amount(one)
        if reps is not None:
            new = one.model_copy(
                update={"reps": min(max(reps + by, limits.REPS[0]), limits.REPS[1])}
            )
        else:
            assert hold_s is not None
            low, high = _STEP_S, limits.HOLD_S[1]
            longer = min(max(hold_s + by * _STEP_S, low), high)
            new = one.model_copy(update={"hold_s": longer})
        return self._with(at, new)

    def done_as(self, at: int, mode: Mode) -> "PlanDraft":
        """With a set done as repetitions or as a hold, with its usual dose."""
        return self._with(
            at, self.sets[at].model_copy(update={"mode": mode, "reps": None, "hold_s": None})
        )

    def on(self, at: int, sides: SetSides) -> "PlanDraft":
        """With a set on one side or both."""
        return self._with(at, self.sets[at].model_copy(update={"sides": sides}))

    def _with(self, at: int, new: RoutineSet) -> "PlanDraft":
        return replace(self, sets=(*self.sets[:at], new, *self.sets[at + 1 :]))


def found(one: RoutineSet) -> Stretch:
    """The stretch of a set.

    Raises:
        PosecoachError: there is none of its id any more.
    """
    return stretch(one.stretch)


def mode_of(one: RoutineSet) -> Mode:
    """How a set is done."""
    return one.mode or found(one).modes[0]


def amount(one: RoutineSet) -> tuple[int | None, float | None]:
    """Repetitions, or seconds, a side: those of the set, else the stretch's usual ones."""
    mode = mode_of(one)
    dose: Dose = found(one).dose[mode]
    if mode == "mobilizer":
        return one.reps or dose.reps_per_side or 1, None
    return None, one.hold_s or dose.seconds or _STEP_S
