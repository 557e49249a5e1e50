"""The table of many recordings: its rows, its two forms, and going on where a run was cut."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from posecoach.app.batch import table
from posecoach.app.batch.inputs import RecordingInput
from posecoach.app.batch.journal import Journal, Likeness, settings_of
from posecoach.app.batch.work import Failure
from posecoach.app.commands.sessions import analyze
from posecoach.app.commands.sessions.recording import Job, analyze_poses
from posecoach.errors import PosecoachError
from posecoach.landmarks import tape
from posecoach.paths import checkout
from posecoach.spec.load import stretch
from tests.shared import TAPES

TAPE = TAPES / "fault_no_hip_shift.npz"


def found() -> Any:
    return analyze_poses(tape.load(TAPE), TAPE.name, stretch("lateral_line"))


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_those_of_the_json() -> None:
    analysis = found()
    told = analysis.as_json()
    rows = table.rows("my.npz", analysis)
    assert rows[0]["kind"] == "session"
    assert {s: rows[0][f"reps_{s}"] for s in ("left", "right")} == told["summary"]["reps"]
    reps = [r for r in rows if r["kind"] == "repetition"]
    assert reps
    assert [(r["end"], r["side"], r["value"], r["complete"]) for r in reps] == [
        (r["t"], r["side"], r["range_deg"], r["complete"]) for r in told["reps"]
    ]
    faults = [r for r in rows if r["kind"] == "fault"]
    assert [(r["rule"], r["start"], r["end"]) for r in faults] == [
        (f["rule"], f["start"], f["end"]) for f in told["faults"]
    ]
    assert faults
    assert [json.loads(r.get("measured", "{}")) for r in faults] == [
        {k: v for k, v in f["measured"].items() if v is not None} for f in told["faults"]
    ]
    assert all(r["file"] == "my.npz" and set(r) <= set(table.COLUMNS) for r in rows)


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    rows = [*table.rows("a.npz", found()), *table.rows("b", Failure("b", 'It is, "broken".\n'))]
    for name in ("t.csv", "t.parquet"):
        table.check(tmp_path / name)
        table.write(tmp_path / name, iter(rows))
    columnar = pq.read_table(tmp_path / "t.parquet").to_pylist()
    lines = read_csv(tmp_path / "t.csv")
    assert list(columnar[0]) == list(lines[0]) == list(table.COLUMNS)
    assert [{k: v for k, v in r.items() if v is not None} for r in columnar] == rows
    for line, row in zip(lines, rows, strict=True):
        assert {k for k, v in line.items() if v} == {k for k, v in row.items() if v != ""}
        assert line["kind"] == row["kind"]
    assert lines[-1]["note"] == 'It is, "broken".\n'


def test_the_docs_tell_each_column() -> None:
    root = checkout()
    assert root is not None
    told = (root / "docs" / "table.md").read_text("utf-8")
    assert [c for c in table.COLUMNS if f"| `{c}` |" not in told] == []


def test_a_table_that_cannot_be_is_told_before_the_work(tmp_path: Path) -> None:
    for name, words in (("t.xlsx", "neither"), ("no/t.csv", "no folder")):
        with pytest.raises(PosecoachError, match=words):
            table.check(tmp_path / name)


def test_a_journal_survives_a_cut_line_and_counts_the_last_word(tmp_path: Path) -> None:
    where = tmp_path / "t.csv"
    one, two = RecordingInput("1", tmp_path / "1"), RecordingInput("2", tmp_path / "2")
    like = Likeness("8-15", "s")
    with Journal(where) as journal:
        journal.add(one, like, [{"file": "1"}], failed=True, again=False)
        journal.add(two, like, [{"file": "2"}], failed=True, again=True)
        journal.add(one, like, [{"file": "1", "number": 2}], failed=False, again=False)
        with pytest.raises(PosecoachError, match="Another run is writing"):
            Journal(where)
    path = tmp_path / "t.csv.journal"
    path.write_bytes(path.read_bytes() + b'{"key": "3", "pri')
    with Journal(where) as journal:
        assert journal.has(one, like)
        assert not journal.failed(one)
        assert not journal.has(two, like), "it is to be tried again"
        assert not journal.has(one, Likeness("8-16", "s"))
        assert not journal.has(one, Likeness("8-15", "t"))
        journal.add(two, like, [{"file": "2", "number": 5}], failed=False, again=False)
    with Journal(where) as journal:
        rows = list(journal.rows([two, RecordingInput("3", tmp_path / "3"), one]))
    assert rows == [{"file": "2", "number": 5}, {"file": "1", "number": 2}]


def test_settings_differ_by_what_changes_results(tmp_path: Path) -> None:
    job = Job(tmp_path, stretch("lateral_line"), None, None)
    model = tmp_path / "m.task"
    model.write_bytes(b"1")
    others = [
        Job(tmp_path, stretch("hip_flexor"), None, None),
        Job(tmp_path, stretch("lateral_line"), "hold", None),
        Job(tmp_path, stretch("lateral_line"), None, model),
        Job(tmp_path, stretch("lateral_line"), None, None, mirrored_input=True),
    ]
    told = [settings_of(j) for j in (job, *others)]
    assert len(set(told)) == len(told)
    assert settings_of(Job(tmp_path / "x", stretch("lateral_line"), None, None)) == told[0]


def test_a_table_goes_on_where_it_was_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, where = tmp_path / "in", tmp_path / "t.csv"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.npz").write_bytes(TAPE.read_bytes())
    (folder / "bad.npz").write_bytes(b"no tape")
    job = Job(Path(), stretch("lateral_line"), None, None)
    wanted = analyze.Wanted(table=where, jobs=1)
    assert analyze.run([str(folder)], job, wanted) == 1
    first = read_csv(where)
    assert [Path(r["file"]).stem for r in first if r["kind"] in ("session", "unread")] == [
        *("a", "b", "bad")
    ]
    (folder / "c.npz").write_bytes(TAPE.read_bytes())
    capsys.readouterr()
    assert analyze.run([str(folder)], job, wanted) == 1
    assert "3 of 4 recordings are done already" in capsys.readouterr().err
    second = read_csv(where)
    of_c = [r for r in second if Path(r["file"]).stem == "c"]
    assert [r for r in second if r not in of_c] == first
    assert of_c
    assert len((tmp_path / "t.csv.journal").read_text("utf-8").splitlines()) == 4
    (folder / "bad.npz").unlink()
    assert analyze.run([str(folder)], job, wanted) == 0
