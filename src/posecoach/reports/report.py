"""The report: one HTML page that contains its plots and loads nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

from posecoach import __version__
from posecoach.cues.words import DISCOMFORT
from posecoach.records.data import DeskSpellData, Numbered, SetData
from posecoach.reports import desk as at_desk
from posecoach.reports import figures, trends, words
from posecoach.reports.advice import advice

_MAX_CORRECTIONS = 12


@dataclass(frozen=True)
class Block:
    """One set on the page."""

    title: str
    mode: str
    amounts: list[figures.Amount]
    faults: int
    judged: float | None
    guided: bool
    together: bool
    range_plot: str
    trace_plot: str


def page(
    everything: Sequence[Numbered],
    shown: Numbered | None,
    today: date,
    since: date | None,
    desk: Sequence[DeskSpellData] = (),
) -> str:
    """The user's report.

    Args:
        everything: the sessions of the period, oldest first.
        shown: the session to show in detail, with its trace; None for none.
        today: the date of the report; weeks are counted back from it.
        since: the first day of the period, for the title.
        desk: the sittings and breaks at the desk.
    """
    live = [n.session for n in everything if n.session.kind == "live"]
    blocks = [_block(d, i) for i, d in enumerate(shown.session.sets)] if shown else []
    share = figures.judged_share(shown.session) if shown else None
    worked = [s for s in live if figures.worked(s)]
    return _render(
        "report.html.j2",
        shown=shown,
        blocks=blocks,
        corrections=_corrections(list(shown.session.sets)) if shown else [],
        watched=any(d.judged for d in shown.session.sets) if shown else True,
        share=share,
        next=words.next_words(shown) if shown else None,
        advice=_advice(shown, everything) if shown else None,
        sessions=len(worked),
        minutes=sum(map(figures.minutes, live)),
        today=today,
        since=since,
        desk=at_desk.days(desk, today),
        **_over_sessions(live, today),
    )


def clinician(
    everything: Sequence[Numbered],
    today: date,
    since: date | None,
    desk: Sequence[DeskSpellData] = (),
) -> str:
    """Two pages for a clinician: dose, ranges with their error, corrections, discomfort, method.

    The days at the desk are the user's own affair: ``desk`` is empty unless they asked for them.
    """
    live = [n.session for n in everything if n.session.kind == "live"]
    worked = [s for s in live if figures.worked(s)]
    shares = [x for s in worked if (x := figures.judged_share(s)) is not None]
    answered = [
        (s.discomfort_before, s.discomfort_after)
        for s in live
        if s.discomfort_before is not None and s.discomfort_after is not None
    ]
    return _render(
        "clinician.html.j2",
        sessions=len(worked),
        first=worked[0].started.astimezone().date() if worked else None,
        last=worked[-1].started.astimezone().date() if worked else None,
        days=len({s.started.astimezone().date() for s in worked}),
        minutes=sum(map(figures.minutes, live)),
        doses=figures.doses(live),
        corrections=_corrections([d for s in live for d in s.sets]),
        reps=sum(r.complete for s in live for d in s.sets for r in d.reps),
        share=mean(shares) if shares else None,
        answered=len(answered),
        before=mean(a for a, _ in answered) if answered else None,
        after=mean(b for _, b in answered) if answered else None,
        worse=sum(b - a >= 2 for a, b in answered),
        today=today,
        since=since,
        desk=at_desk.days(desk, today),
        **_over_sessions(live, today),
    )


# ---------------------------------------------------------------------- parts


def _render(template: str, **values: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawing"] = Markup  # only for our own plots: it is not escaped
    environment.globals.update(
        name_of=words.name_of,
        rule_words=words.rule_words,
        day=words.day,
        verdict=words.verdict,
        version=__version__,
        hours=at_desk.hours,
    )
    return environment.get_template(template).render(**values) + "\n"


def _block(done: SetData, number: int) -> Block:
    from posecoach.reports import plots

    title = words.name_of(done.stretch)
    amounts = figures.amounts(done)
    range_plot = trace_plot = ""
    if done.reps:
        told = "; ".join(
            f"{a.side}: {a.done:.0f} repetitions, median {a.range_deg:.0f} degrees"
            for a in amounts
            if a.range_deg is not None
        )
        range_plot = plots.reps(
            done, f"r{number}", f"Range of each repetition, {title}. {told or 'None complete'}."
        )
    if any(done.trace):
        trace_plot = plots.trace(
            done,
            f"t{number}",
            f"Angle over time, {title}: {sum(r.complete for r in done.reps)} repetitions, "
            f"{len(done.holds)} holds, {len(done.faults)} faults marked.",
        )
    judged = None
    if done.time_s and done.judged:
        judged = min(1.0, (done.judged_s or 0.0) / done.time_s)
    return Block(
        title, done.mode, amounts, len(done.faults), judged, not done.judged, done.together,
        range_plot, trace_plot,
    )  # fmt: skip


def _corrections(sets: list[SetData]) -> list[dict[str, Any]]:
    return [
        {
            "stretch": words.name_of(c.stretch),
            "words": words.rule_words(c.stretch, c.rule, c.side),
            "faults": c.faults,
            "said": c.said,
            "fixed_s": c.fixed_s,
        }
        for c in figures.corrections(sets)[:_MAX_CORRECTIONS]
    ]


def _advice(shown: Numbered, everything: Sequence[Numbered]) -> str:
    session = shown.session
    earlier = [
        (n.session.discomfort_before, n.session.discomfort_after)
        for n in everything
        if n.session.kind == "live" and n.session.started < session.started
    ]
    found = advice(session.discomfort_before, session.discomfort_after, earlier)
    return DISCOMFORT[found] if found else ""


def _over_sessions(live: Sequence[Any], today: date) -> dict[str, Any]:
    """The template values about several sessions, which both reports show."""
    from posecoach.reports import plots

    found = trends.trends(live)
    by_stretch: dict[str, list[trends.Trend]] = {}
    for t in found:
        by_stretch.setdefault(t.stretch, []).append(t)
    weeks = figures.weekly_minutes(live, today) if live else []
    felt = [
        (s.started.astimezone().date(), s.discomfort_before, s.discomfort_after)
        for s in live
        if s.discomfort_before is not None or s.discomfort_after is not None
    ][-60:]
    return {
        "trends": found,
        "trend_plots": [
            (
                words.name_of(stretch),
                plots.trend(
                    of_one,
                    f"trend{i}",
                    f"Range over sessions, {words.name_of(stretch)}. "
                    + "; ".join(f"{t.side}: {words.verdict(t)}" for t in of_one),
                )
                if any(len(t.points) > 1 for t in of_one)
                else "",
                of_one,
            )
            for i, (stretch, of_one) in enumerate(by_stretch.items())
        ],
        "weeks": weeks,
        "week_plot": plots.weeks(
            weeks, "weeks", "Minutes a week: " + ", ".join(f"{m:.0f}" for _, m in weeks)
        )
        if any(m > 0 for _, m in weeks)
        else "",
        "felt": felt,
        "felt_plot": plots.discomfort(
            felt, "felt", f"Discomfort before and after {len(felt)} sessions; values in the table."
        )
        if len(felt) > 1
        else "",
        "degrees_notes": words.degrees_notes(by_stretch),
    }
