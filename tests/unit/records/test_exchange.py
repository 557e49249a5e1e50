"""Export and import: what goes out comes in again, and nothing hostile gets in."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from running.year import make

from posecoach.errors import RecordError
from posecoach.records import archive, exchange
from posecoach.records.store import Store
from tests.shared import ROOT


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "posecoach.db"
    make(path, 3)
    store = Store(path)
    store.remember_range("hip_flexor", "left", 27.123456789)
    store.close()
    return path


@pytest.fixture
def exported(record: Path, tmp_path: Path) -> Path:
    store = Store(record)
    out = tmp_path / "out.json"
    out.write_text(exchange.to_json(archive.archive(store)), "utf-8")
    store.close()
    return out


def test_export_import_export_is_the_same_to_the_letter(exported: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "new.db")
    assert exchange.take_in(store, exchange.load(exported)) == (3, 0)
    assert exchange.to_json(archive.archive(store)) == exported.read_text("utf-8")
    assert exchange.take_in(store, exchange.load(exported)) == (0, 3)
    assert exchange.to_json(archive.archive(store)) == exported.read_text("utf-8")
    store.close()


def test_the_csv_has_one_row_a_rep_and_each_column_in_the_dictionary(record: Path) -> None:
    store = Store(record)
    found = archive.archive(store)
    rows = list(csv.DictReader(io.StringIO(exchange.to_csv(found.sessions))))
    assert len(rows) == store.db.execute("SELECT count(*) FROM rep").fetchone()[0]
    assert {r["side"] for r in rows} == {"left", "right"}
    assert any(r["faults"] for r in rows)
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "export.md").read_text("utf-8"), re.M)
    assert told == list(exchange.COLUMNS)
    store.close()


def test_the_published_schema_is_the_one_in_use() -> None:
    published = json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8"))
    assert published == exchange.schema()


def test_a_cell_is_no_formula(record: Path) -> None:
    store = Store(record)
    session = archive.archive(store).sessions[0]
    done = session.sets[0].model_copy(update={"stretch": "=cmd|' /C calc'!A1"})
    text = exchange.to_csv([session.model_copy(update={"sets": (done,)})])
    assert "'=cmd" in text
    store.close()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t[: len(t) // 2], "cut off"),
        (lambda t: "[" * 200_000, "not JSON"),
        (lambda t: "[]", "not a record"),
        (lambda t: '{"format": "else"}', "not a record"),
        (lambda t: t.replace('"schema": 2', '"schema": 3', 1), "newer"),
        (lambda t: t.replace('"side": "left"', '"side": "up"', 1), "damaged"),
        (lambda t: t.replace('"range_deg": ', '"range_deg": 1e400, "x": ', 1), "damaged"),
        (lambda t: t.replace('"range_deg": ', '"range_deg": NaN, "x": ', 1), "damaged"),
        (lambda t: t.replace('"position": 1', '"position": 0'), "contradicts"),
        (lambda t: t.replace('"discomfort_before": ', '"discomfort_before": 1', 1), "damaged"),
        (lambda t: t.replace('"rule": "', '"rule": "' + "x" * 300, 1), "damaged"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_file_adds_nothing(  # type: ignore[no-untyped-def]
    change, says: str, exported: Path, tmp_path: Path
) -> None:
    exported.write_text(change(exported.read_text("utf-8")), "utf-8")
    store = Store(tmp_path / "new.db")
    with pytest.raises(RecordError, match=says):
        exchange.take_in(store, exchange.load(exported))
    assert store.sessions() == []
    store.close()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", None])
def test_what_is_no_text_or_not_there(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordError, match="not text" if content else "cannot be read"):
        exchange.load(path)
