"""Moments of a session, one for each screen: shared by the tests of screens and of languages."""

from dataclasses import replace

from posecoach.events import Cue, SetBegun
from posecoach.judge.moment import Framing, HoldState, Moment, Pace
from posecoach.pose import SIDES
from posecoach.session.moment import SessionMoment
from posecoach.session.moving import WayMoment
from posecoach.session.result import SetResult
from posecoach.session.sets import SetPlan, one_set
from posecoach.spec.figures.ways import way
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode


def moment(name: str = "lateral_line", **changes: object) -> SessionMoment:
    """The end of a bend to the left, third rep."""
    base = Moment(
        t=5.0,
        mode="mobilizer",
        phase="end",
        framing=Framing(True),
        side="left",
        progress=0.9,
        held_s={"left": 0.0, "right": 0.0},
        hold=None,
        rules={},
        events=(),
    )
    chosen = replace(base, **changes)  # type: ignore[arg-type]
    found = one_set(stretch(name), chosen.mode)
    left = 12.0 if chosen.mode == "hold" else None
    result = SetResult(found.stretch, chosen.mode, found.goal, found.sides, held_s=chosen.held_s)
    if chosen.mode == "mobilizer" and not found.guided:
        result = replace(result, reps={"left": 2, "right": 2})
    if chosen.pace is not None:
        result = replace(result, guided_s=chosen.pace.done_s)
    return SessionMoment(
        5.0, "work", 0, found, chosen, "left", chosen.events, hold_left_s=left, results=(result,)
    )


def begun(position: int, stretch_id: str, mode: Mode) -> SetBegun:
    """A set without a dose begins."""
    return SetBegun(0.0, position, stretch_id, mode, None, None, SIDES)


def results() -> tuple[SetResult, ...]:
    """A session that is over: all of the dose, one rule broken."""
    out = []
    for name, reps in (("hip_flexor", 6), ("hip_rotators", 6), ("lateral_line", 5)):
        s = stretch(name)
        out.append(
            SetResult(s, "mobilizer", reps, ("left", "right"), {"left": reps, "right": reps})
        )
    out[2] = replace(out[2], faults={("no_hip_shift", "left"): 2})
    return tuple(out)


_SETUP = moment(phase="setup", progress=None)
_DOWN = way(stretch("lateral_line"), stretch("hip_rotators"))
_SHOWN = Pace("left", 0.6, "out", 3, 8, None, {"left": 22.5, "right": 0.0}, runs=True)
_CHECKS = {"person": True, "whole": True, "distance": False, "view": None}

SCREENS: dict[str, SessionMoment] = {
    "counting": moment(),
    "correction": moment(
        rules={"no_hip_shift": "broken"}, events=(Cue(5.0, "correction", "no_hip_shift", "left"),)
    ),
    "praise": moment(events=(Cue(5.0, "praise", "no_hip_shift", "left", "fixed"),)),
    "direction": moment(phase="unseen", framing=Framing(False, "show_feet"), progress=None),
    "setup": _SETUP,
    "hold": moment(
        mode="hold", hold=HoldState("left", 8.0, True), held_s={"left": 8.0, "right": 0.0}
    ),
    "hold_paused": moment(
        mode="hold", hold=HoldState("left", 8.0, False), held_s={"left": 8.0, "right": 0.0}
    ),
    "check": replace(
        moment(phase="unseen", framing=Framing(False, "step_back", _CHECKS), progress=None),
        stage="check",
    ),
    "intro": replace(_SETUP, stage="intro", t=8.2),
    "intro_hip_flexor": replace(
        moment("hip_flexor", phase="setup", progress=None), stage="intro", t=7.0
    ),
    "intro_rotators": replace(
        moment("hip_rotators", phase="setup", progress=None), stage="intro", t=9.0
    ),
    "countdown": replace(moment(phase="start", progress=0.0), countdown=2),
    "rest": replace(moment("hip_rotators"), stage="rest", moment=None, rest_left_s=4.0),
    "move": replace(
        moment("hip_rotators"),
        stage="move",
        moment=None,
        way=WayMoment(_DOWN[1], 0.5, 2, len(_DOWN)),
    ),
    "guided": moment("cat_cow", phase="start", progress=None, pace=_SHOWN),
    "break": replace(moment(), plan=SetPlan(stretch("lateral_line"), "mobilizer"), left_s=74.0),
    "away": replace(_SETUP, stage="away"),
    "paused": replace(_SETUP, stage="paused", moment=None),
    "summary": replace(moment(), stage="done", moment=None, results=results()),
}
