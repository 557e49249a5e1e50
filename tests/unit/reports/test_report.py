"""The report: its figures, and a page that stands alone, is safe, and reads well aloud."""

import math
import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from running.year import make

from posecoach.records import archive
from posecoach.records.data import CueData, FaultData, Numbered
from posecoach.records.store import Store
from posecoach.reports import figures, report, trends
from posecoach.reports.advice import advice
from tests.unit.reports.sessions import TODAY, one_session, one_set, rep

# ---------------------------------------------------------------------- figures


def test_amounts_stand_against_the_dose() -> None:
    left, right = figures.amounts(one_set((rep("left", 20), rep("left", 24), rep("right", 30))))
    assert (left.done, left.full, left.range_deg) == (2, True, 22)
    assert (right.done, right.full) == (1, False)
    (only,) = figures.amounts(one_set(sides=("left",), dose_reps=None))
    assert (only.full, only.range_deg) == (None, None)


def test_a_correction_says_how_often_and_how_soon_it_was_mended() -> None:
    done = one_set(
        faults=(
            FaultData(rule="chest_down", side="left", start=1.0, end=6.0),
            FaultData(rule="chest_down", side="left", start=20.0, end=24.0),
            FaultData(rule="head_down", side=None, start=30.0, end=31.0),
        ),
        cues=(
            CueData(t=2.0, kind="correction", rule="chest_down", side="left"),
            CueData(t=22.0, kind="correction", rule="chest_down", side="left"),
        ),
    )
    chest, head = figures.corrections([done])
    assert (chest.rule, chest.faults, chest.said, chest.fixed_s) == ("chest_down", 2, 2, 3.0)
    assert (head.faults, head.said, head.fixed_s) == (1, 0, None)


def test_weeks_without_a_session_are_shown_as_such() -> None:
    sessions = [one_session(one_set(), day=d) for d in (0, 1, 15)]
    assert figures.weekly_minutes(sessions, TODAY) == [
        (date(2025, 2, 24), 1.0),
        (date(2025, 3, 3), 0.0),
        (date(2025, 3, 10), 2.0),
    ]


@pytest.mark.parametrize(
    ("change", "noise", "count", "verdict"),
    [
        (4.0, 0.1, 20, "same"),
        (12.0, 0.5, 20, "more"),
        (-12.0, 0.5, 20, "less"),
        (7.0, 8.0, 6, "unclear"),
        (12.0, 0.5, 4, "early"),
    ],
)
def test_a_trend_is_spoken_of_only_where_it_is_one(
    change: float, noise: float, count: int, verdict: str
) -> None:
    sessions = [
        one_session(
            one_set((rep("left", 30 + change * i / (count - 1) + noise * math.cos(i * 2.4)),)),
            day=count - i,
        )
        for i in range(count)
    ]
    (trend,) = trends.trends(sessions)
    assert trend.verdict == verdict
    if trend.change_deg is not None and trend.error_deg is not None:
        assert trend.error_deg >= trends.SAME_DEG
        if verdict != "unclear":
            assert trend.change_deg == pytest.approx(change, abs=1.5)


@pytest.mark.parametrize(
    ("before", "after", "earlier", "expected"),
    [
        (None, None, [], None),
        (2, None, [], "go"),
        (4, None, [], "easier"),
        (6, None, [], "stop"),
        (2, 3, [], "go"),
        (2, 4, [], "worse"),
        (2, 4, [(1, 3)], "clinician"),
        (2, 4, [(1, 3), (2, 2)], "worse"),
        (5, 3, [], "better"),
        (9, 7, [], "stop"),
        (None, 5, [(1, None)], "easier"),
    ],
)
def test_discomfort_is_advised_on(
    before: int | None,
    after: int | None,
    earlier: list[tuple[int | None, int | None]],
    expected: str | None,
) -> None:
    assert advice(before, after, earlier) == expected


def test_the_tip_is_the_commonest_fault_then_the_shorter_side_then_the_picture() -> None:
    fault = FaultData(rule="chest_down", side="left", start=1.0, end=6.0)
    faulty = one_set((rep("left", 30),), faults=(fault,))
    assert figures.what_next(one_session(faulty)).tip == "rule"
    uneven = one_set((rep("left", 20), rep("right", 30)))
    found = figures.what_next(one_session(uneven))
    assert (found.tip, found.side, found.strength) == ("uneven", "left", "form")
    even = one_set((rep("left", 30), rep("right", 30)))
    assert figures.what_next(one_session(even)).tip == "again"
    dark = even.model_copy(update={"judged_s": 20.0})
    assert figures.what_next(one_session(dark)).tip == "seen"
    assert figures.what_next(one_session()).strength == "came"


# ---------------------------------------------------------------------- pages


@dataclass
class Page(HTMLParser):
    """What a screen reader would meet."""

    text: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> list[Numbered]:
    path = tmp_path_factory.mktemp("month") / "posecoach.db"
    make(path, 30)
    store = Store(path)
    found = archive.read(store, traces=True)
    store.close()
    return found


@pytest.fixture(scope="module")
def pages(month: list[Numbered]) -> dict[str, str]:
    today = month[-1].day.date()
    return {
        "session": report.page(month, month[-1], today, None),
        "since": report.page(month[-7:], None, today, month[-7].day.date()),
        "clinician": report.clinician(month, today, None),
        "empty": report.clinician([], today, None),
    }


@pytest.mark.parametrize("name", ["session", "since", "clinician", "empty"])
def test_a_page_stands_alone_and_reads_aloud(name: str, pages: dict[str, str]) -> None:
    page = Page(pages[name])
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("title")) == len(page.all("main")) == len(page.all("h1")) == 1
    assert not page.all("script", "link[rel=stylesheet]", "iframe", "object", "img")
    assert not re.search(
        r"(src|href)=\"(?!#|data:)", re.sub(r'xlink:href="#', 'href="#', page.text)
    )
    assert "url(http" not in page.text
    levels = [int(t[1]) for t, _ in page.tags if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for svg in page.all("svg"):
        assert svg.get("role") == "img"
        assert len(svg.get("aria-label") or "") > 20
    for th in page.all("th"):
        assert th.get("scope") in ("row", "col")
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for target in (attributes.get("aria-labelledby") or "").split():
            assert target in ids
    assert "#0102" not in page.text, "every colour follows the page's light or dark"


def test_the_session_page_says_what_was_done(pages: dict[str, str]) -> None:
    words = " ".join(Page(pages["session"]).words)
    for part in ("Hip flexor", "What went well", "Next time", "could be judged",
                 "Before:", "mended after", "±"):  # fmt: skip
        assert part in words
    assert "little more than half of the true bend" in words
    assert len(Page(pages["session"]).all("svg")) >= 10


def test_the_clinicians_pages_have_all_their_parts(pages: dict[str, str]) -> None:
    words = " ".join(Page(pages["clinician"]).words)
    for part in ("Dose done", "Range of motion", "Corrections", "Discomfort", "its limits", "±"):
        assert part in words
    assert "No session" in pages["empty"]


def test_names_from_outside_are_text_and_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    done = one_set(
        (rep("left", 20), rep("right", 21)),
        stretch=evil,
        faults=(FaultData(rule=evil, side="left", start=1.0, end=2.0),),
        trace=(((0.0, 1.0), (0.1, 2.0)),),
    )
    found = Numbered(id=1, session=one_session(done))
    for text in (report.page([found], found, TODAY, None), report.clinician([found], TODAY, None)):
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_and_lines_stand_out_in_light_and_dark() -> None:
    css = (Path(report.__file__).parent / "templates" / "base.html.j2").read_text("utf-8")
    parts = css.split("@media print")[0].split("prefers-color-scheme: dark")
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in parts)
    for colours in (light, dark):
        for front, least in (("ink", 7), ("soft", 4.5), ("accent", 4.5), ("left", 3),
                             ("right", 3), ("fault", 3)):  # fmt: skip
            for back in ("page", "card", "tint"):
                a, b = sorted((_luminance(colours[front]), _luminance(colours[back])))
                assert (b + 0.05) / (a + 0.05) >= least, (front, back)
