"""Writes the catalogues of texts: ``uv run python scripts/catalogue.py``.

Collects what is marked in the code (``tr``, ``mark``) and every text of the stretch files, updates
``src/posecoach/locale/LANG/LC_MESSAGES/posecoach.po`` and compiles it. ``--check`` writes nothing
and says what is missing or out of date.
"""

import argparse
import ast
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from posecoach.language import DOMAIN, LANGUAGES, catalogues
from posecoach.spec import routine as routines
from posecoach.spec.figures.lesson import lessons
from posecoach.spec.figures.ways import ways
from posecoach.spec.load import stretches
from posecoach.spec.rules import CueText
from posecoach.spec.schema import Stretch

TOP = Path(__file__).parents[1]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {"_": None, "tr": None, "mark": None}


def spec_texts(s: Stretch) -> list[str]:
    """Every text of a stretch file that a user sees or hears."""

    def of(cue: CueText) -> list[str]:
        return [cue.show, cue.say, cue.again, cue.fixed]

    found = [
        s.name,
        s.short_name,
        s.place,
        s.summary,
        *s.instructions,
        *s.safety,
        s.next_side,
        s.evidence,
        *s.alternatives,
        *s.not_for,
        s.guide.alternative,
    ]
    found += of(s.start.guide)
    for condition in s.recognise:
        found += [condition.show, condition.say]
    for rule in s.rules:
        found += of(rule.cue)
    return [text for text in found if text]


def in_f_strings(source: str) -> list[str]:
    """Texts that are marked within an f-string, where Babel finds none before Python 3.12."""
    return [
        call.args[0].value
        for f_string in ast.walk(ast.parse(source))
        if isinstance(f_string, ast.JoinedStr)
        for call in ast.walk(f_string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def collected() -> Catalog:
    """All texts, without translations."""
    out = Catalog(domain=DOMAIN, project="posecoach", charset="utf-8")
    package = TOP / "src" / "posecoach"
    for file, _line, message, _comments, _context in extract_from_dir(
        package, keywords=KEYWORDS, method_map=[("**.py", "python")]
    ):
        out.add(message, locations=[(f"src/posecoach/{file}", 0)])
    for path in sorted(package.rglob("*.py")):
        for text in in_f_strings(path.read_text("utf-8")):
            out.add(text, locations=[(path.relative_to(TOP).as_posix(), 0)])
    for s in stretches().values():
        for text in spec_texts(s):
            out.add(text, locations=[(f"stretch_specs/{s.id}.toml", 0)])
    for path in routines.shipped().values():
        out.add(routines.load(path).name, locations=[(f"routines/{path.name}", 0)])
    for one in lessons().values():
        for text in one.texts:
            out.add(text, locations=[(f"lessons/{one.id}.toml", 0)])
    for step in ways().steps:
        for text in (step.show, step.say):
            out.add(text, locations=[("src/posecoach/spec/figures/ways.toml", 0)])
    return out


def missing(code: str, wanted: Catalog) -> list[str]:
    """Texts that have no translation, or only a doubtful one."""
    path = catalogues() / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        there = pofile.read_po(file, locale=code, domain=DOMAIN)
    out = []
    for message in wanted:
        if not message.id:
            continue
        found = there.get(message.id)
        if found is None or not found.string or found.fuzzy:
            out.append(str(message.id))
    return out


def compiled(code: str) -> bytes:
    """The binary catalogue that belongs to the text one."""
    path = catalogues() / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        there = pofile.read_po(file, locale=code, domain=DOMAIN)
    buffer = io.BytesIO()
    mofile.write_mo(buffer, there)
    return buffer.getvalue()


def write(code: str, wanted: Catalog) -> None:
    """Brings one language up to date; new texts are left empty."""
    path = catalogues() / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    there = Catalog(locale=code, domain=DOMAIN)
    if path.exists():
        with path.open("rb") as file:
            there = pofile.read_po(file, locale=code, domain=DOMAIN)
    there.update(wanted, no_fuzzy_matching=True)
    there.obsolete.clear()
    there.header_comment = f"# posecoach in {code!r}."
    there.project, there.version, there.fuzzy = "posecoach", "0", False
    there.creation_date = there.revision_date = EPOCH  # no file changes by itself
    there.msgid_bugs_address = there.last_translator = there.language_team = ""
    with path.open("wb") as file:
        pofile.write_po(
            file, there, width=96, omit_header=False, sort_output=True, no_location=True
        )
    path.with_suffix(".mo").write_bytes(compiled(code))


def main() -> int:
    """Writes or checks; 1 where a translation is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    args = parser.parse_args()
    wanted = collected()
    lacking = 0
    for code in LANGUAGES:
        if code == "en":
            continue
        if not args.check:
            write(code, wanted)
        found = missing(code, wanted)
        lacking += len(found)
        for text in found:
            print(f"{code}: no translation: {text}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
