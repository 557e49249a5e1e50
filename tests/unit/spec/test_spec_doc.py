"""docs/spec.md is what the schema says, and every key has a meaning."""

import importlib.util
from types import ModuleType

from posecoach.spec.meanings import MEANINGS
from posecoach.spec.schema import Stretch
from tests.shared import ROOT


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spec_doc", ROOT / "scripts" / "spec_doc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "spec.md").read_text("utf-8") == script().page()


def test_every_key_has_a_meaning_and_no_meaning_is_of_a_key_that_is_gone() -> None:
    schema = Stretch.model_json_schema()
    parts = {**schema["$defs"], "Stretch": schema}
    for name, keys in MEANINGS.items():
        assert set(keys) == set(parts[name]["properties"]), name
