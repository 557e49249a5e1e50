"""Plots as SVG for a web page: text stays text, colours follow the page's light or dark theme."""

import io
import logging
import re
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from posecoach.pose import SIDES, Side
from posecoach.records.data import SetData
from posecoach.reports.trends import SAME_DEG, Trend

# matplotlib needs real colours: each is unique here, and ``_svg`` replaces it by a CSS variable.
_INK, _SOFT, _GRID = "#010203", "#010204", "#010205"
_LEFT, _RIGHT, _FAULT, _HOLD = "#010206", "#010207", "#010208", "#010209"
_VARIABLES = {
    _INK: "var(--ink)", _SOFT: "var(--soft)", _GRID: "var(--grid)", _LEFT: "var(--left)",
    _RIGHT: "var(--right)", _FAULT: "var(--fault)", _HOLD: "var(--hold)",
}  # fmt: skip
_COLOUR: dict[Side, str] = {"left": _LEFT, "right": _RIGHT}
_MARKER: dict[Side, str] = {"left": "o", "right": "s"}
_MAX_GAP_S = 1.0  # the line of a trace is broken at longer gaps
_WIDTH = 7.2

_STYLE: Any = {  # matplotlib's type would require naming every key
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "posecoach",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _SOFT,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _GRID,
    "grid.linewidth": 0.6,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


def _new_figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.subplots()
    # Fixed margins in inches: automatic layout takes longer than drawing.
    figure.subplots_adjust(
        left=0.6 / _WIDTH, right=1 - 0.1 / _WIDTH, bottom=0.5 / height, top=1 - 0.4 / height
    )
    return figure, axes


def _svg(figure: Figure, name: str, said: str) -> str:
    """The figure as one SVG element; ``said`` is its description for screen readers."""
    out = io.StringIO()
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None,
                                                "Type": None})  # fmt: skip
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'font: ([^";]*?) ?\'DejaVu Sans\'[^";]*', r"font: \1 var(--font)", text)
    # Ids must be unique in a page with several plots.
    text = re.sub(r'id="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(url\(|href=")#', rf"\1#{name}-", text)
    for placeholder, variable in _VARIABLES.items():
        text = text.replace(placeholder, variable)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(said, quote=True)}"', 1)


def reps(done: SetData, name: str, said: str) -> str:
    """The range of each repetition of a set, left and right; partial reps are hollow."""
    with rc_context(_STYLE):
        figure, axes = _new_figure(2.5)
        for side in SIDES:
            found = [r for r in done.reps if r.side == side]
            if not found:
                continue
            numbers = range(1, len(found) + 1)
            axes.plot(numbers, [r.range_deg for r in found], color=_COLOUR[side], linewidth=1.2)
            for whole in (True, False):
                some = [
                    (n, r.range_deg)
                    for n, r in zip(numbers, found, strict=True)
                    if r.complete is whole
                ]
                if some:
                    x, y = zip(*some, strict=True)
                    axes.plot(
                        x, y, _MARKER[side], color=_COLOUR[side], markersize=7,
                        markerfacecolor=_COLOUR[side] if whole else "none",
                        label=f"{side}" if whole else f"{side}, almost",
                    )  # fmt: skip
        axes.set_xlabel("repetition of that side")
        axes.set_ylabel("range, camera degrees")
        axes.set_ylim(0, 1.12 * max((r.range_deg for r in done.reps), default=1.0) or 1.0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="upper left", ncols=4, bbox_to_anchor=(0, 1.18))
        return _svg(figure, name, said)


def trace(done: SetData, name: str, said: str) -> str:
    """The rep signal over the time of a set, with repetitions, holds and faults marked."""
    with rc_context(_STYLE):
        figure, axes = _new_figure(2.7)
        samples = [s for block in done.trace for s in block]
        x: list[float] = []
        y: list[float] = []
        for t, degrees in samples:
            if x and t - x[-1] > _MAX_GAP_S:
                x.append(t)
                y.append(float("nan"))
            x.append(t)
            y.append(degrees)
        for i, hold in enumerate(done.holds):
            axes.axvspan(hold.start, hold.end, color=_HOLD, alpha=0.3, linewidth=0,
                         label=None if i else "hold")  # fmt: skip
        for i, fault in enumerate(done.faults):
            axes.axvspan(fault.start, max(fault.end, fault.start + 0.3), ymax=0.06, color=_FAULT,
                         linewidth=0, label=None if i else "to correct")  # fmt: skip
        axes.plot(x, y, color=_INK, linewidth=1.1)
        for side in SIDES:
            told = [r for r in done.reps if r.side == side and r.complete]
            if told:
                axes.plot(
                    [r.t - r.duration_s / 2 for r in told],
                    [_peak(samples, r.t - r.duration_s, r.t, r.range_deg) for r in told],
                    _MARKER[side], color=_COLOUR[side], markersize=7, linestyle="none",
                    label=f"rep, {side}",
                )  # fmt: skip
        axes.set_xlabel("seconds")
        axes.set_ylabel("camera degrees")
        if axes.get_legend_handles_labels()[0]:
            axes.legend(loc="upper left", ncols=5, bbox_to_anchor=(0, 1.18))
        return _svg(figure, name, said)


def _peak(samples: Sequence[tuple[float, float]], start: float, end: float, size: float) -> float:
    """The signal's value farthest from 0 during a rep; it may be negative."""
    inside = [d for t, d in samples if start <= t <= end]
    return max(inside, key=abs) if inside else size


def weeks(found: Sequence[tuple[date, float]], name: str, said: str) -> str:
    """Minutes of each week."""
    with rc_context(_STYLE):
        figure, axes = _new_figure(2.1)
        labels = [f"{monday.day} {monday:%b}" for monday, _ in found]
        axes.bar(range(len(found)), [m for _, m in found], color=_LEFT, width=0.65)
        axes.set_xticks(range(len(found)), labels)
        axes.set_ylabel("minutes a week")
        axes.grid(visible=False, axis="x")
        return _svg(figure, name, said)


def trend(found: Sequence[Trend], name: str, said: str) -> str:
    """The range of a stretch over the sessions, left and right, with the camera's error."""
    with rc_context(_STYLE):
        figure, axes = _new_figure(2.4)
        for t in found:
            days = [when.astimezone().replace(tzinfo=None) for when, _ in t.points]
            x = np.asarray(date2num(days))  # type: ignore[no-untyped-call]
            y = [v for _, v in t.points]
            axes.plot(x, y, _MARKER[t.side] + "-", color=_COLOUR[t.side], markersize=4,
                      linewidth=1, label=t.side)  # fmt: skip
            low, high = [v - SAME_DEG for v in y], [v + SAME_DEG for v in y]
            axes.fill_between(x, low, high, color=_COLOUR[t.side], alpha=0.15, linewidth=0)
        axes.set_ylim(0, 6 + max(v for t in found for _, v in t.points))
        axes.set_ylabel("range, camera degrees")
        axes.tick_params(axis="x", labelsize=8)
        locator = AutoDateLocator(maxticks=6)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)
        axes.legend(loc="upper left", ncols=2, bbox_to_anchor=(0, 1.18))
        return _svg(figure, name, said)


def discomfort(found: Sequence[tuple[date, int | None, int | None]], name: str, said: str) -> str:
    """Discomfort before and after each session."""
    with rc_context(_STYLE):
        figure, axes = _new_figure(2.1)
        for label, column, marker, colour in (("before", 1, "o", _LEFT), ("after", 2, "s", _RIGHT)):
            some = [(i, row[column]) for i, row in enumerate(found) if row[column] is not None]
            if some:
                x, y = zip(*some, strict=True)
                axes.plot(x, y, marker + "-", color=colour, markersize=5, linewidth=1, label=label)
        axes.set_ylim(-0.5, 10.5)
        step = max(1, len(found) // 8)
        axes.set_xticks(
            range(0, len(found), step),
            [f"{day.day} {day:%b}" for day, _, _ in found[::step]],
        )
        axes.set_ylabel("discomfort, 0 to 10")
        axes.legend(loc="upper left", ncols=2, bbox_to_anchor=(0, 1.2))
        return _svg(figure, name, said)
