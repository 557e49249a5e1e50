"""How large a function, a class, a module's imports and a folder may be."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.shared import ROOT

LONGEST_FUNCTION = 60  # lines
MOST_ATTRIBUTES = 19
MOST_IMPORTS = 29
MOST_FILES = 12
CODE = ("src/posecoach", "tests", "benchmarks", "scripts")
#: Where the names of our own modules begin.
_ROOTS = (ROOT / "src", ROOT, ROOT / "benchmarks", ROOT / "scripts")


@cache
def modules(*folders: str) -> dict[Path, ast.Module]:
    """Each Python file below these folders."""
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return {file: ast.parse(file.read_text("utf-8")) for file in files}


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def lines(function: ast.AST) -> int:
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def attributes(of: ast.ClassDef) -> set[str]:
    """What a class itself declares, and what its methods put on ``self``."""
    declared = {
        at.target.id for at in of.body if isinstance(at, ast.AnnAssign)
        if isinstance(at.target, ast.Name)
    }  # fmt: skip
    assigned = {
        target.id for at in of.body if isinstance(at, ast.Assign)
        for target in at.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    put = {
        at.attr for at in ast.walk(of)
        if isinstance(at, ast.Attribute) and isinstance(at.ctx, ast.Store)
        if isinstance(at.value, ast.Name) and at.value.id == "self"
    }  # fmt: skip
    return declared | assigned | put


def is_enum(of: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Enum", "Flag")) for base in of.bases)


def ours(module: str) -> bool:
    """Whether a name is that of one of our own modules."""
    path = Path(*module.split("."))
    return any(
        (root / path).with_suffix(".py").is_file() or (root / path / "__init__.py").is_file()
        for root in _ROOTS
    )


def imported(tree: ast.AST) -> Iterator[str]:
    """Our own modules that one imports, wherever in it."""
    for at in ast.walk(tree):
        if isinstance(at, ast.Import):
            yield from (name.name for name in at.names if ours(name.name))
        elif isinstance(at, ast.ImportFrom) and at.module:
            for name in at.names:
                whole = f"{at.module}.{name.name}"
                if ours(whole):
                    yield whole
                elif ours(at.module):
                    yield at.module


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{named(file)}: {at.name} has {lines(at)} lines"
        for file, tree in modules(*CODE).items()
        for at in ast.walk(tree)
        if isinstance(at, ast.FunctionDef | ast.AsyncFunctionDef)
        if lines(at) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_class_has_too_many_attributes_of_its_own() -> None:
    large = [
        f"{named(file)}: {at.name} has {len(attributes(at))}: {', '.join(sorted(attributes(at)))}"
        for file, tree in modules(*CODE).items()
        for at in ast.walk(tree)
        if isinstance(at, ast.ClassDef) and not is_enum(at)
        if len(attributes(at)) > MOST_ATTRIBUTES
    ]
    assert large == []


def test_no_module_joins_too_many_others() -> None:
    wide = [
        f"{named(file)} imports {len(found)}"
        for file, tree in modules(*CODE).items()
        if len(found := set(imported(tree))) > MOST_IMPORTS
    ]
    assert wide == []


def test_no_folder_holds_too_many_files() -> None:
    count: dict[Path, int] = {}
    for file in modules(*CODE):
        if file.name != "__init__.py":
            count[file.parent] = count.get(file.parent, 0) + 1
    assert [f"{named(folder)}: {n}" for folder, n in count.items() if n > MOST_FILES] == []


def test_what_is_too_large_is_noticed() -> None:
    tree = ast.parse(
        "import posecoach.pose\n"
        "from posecoach import pose, errors\n"
        "from posecoach.pose import Pose\n"
        "import numpy\n"
        "class Some:\n"
        "    kept: int = 0\n"
        "    said = 1\n"
        "    def __init__(self):\n"
        "        self.a, self.b = 1, 2\n"
        "        self.c: int = self.d\n"
    )
    assert set(imported(tree)) == {"posecoach.pose", "posecoach.errors"}
    some = tree.body[-1]
    assert isinstance(some, ast.ClassDef)
    assert attributes(some) == {"kept", "said", "a", "b", "c"}
    assert lines(some.body[-1]) == 3
