"""The ``lessons`` command: the list, or one lesson in words."""

import textwrap

from posecoach.app.console import messages
from posecoach.language import tr
from posecoach.spec.figures.lesson import lesson, lessons
from posecoach.spec.load import stretches

_WIDTH = 88


def show(name: str | None) -> None:
    """Prints all lessons, or one of them.

    Raises:
        UsageError: there is none of that id.
    """
    if name is None:
        width = max(map(len, lessons()))
        for one in lessons().values():
            print(f"{one.id:<{width}}  {tr(one.name)}: {tr(one.summary)}")
        messages().print("'posecoach lessons ID' shows one; the app shows them with figures.")
        return
    one = lesson(name)
    print(f"{tr(one.name)}\n")
    for number, step in enumerate(one.steps, start=1):
        print(_indented(f"{number}. ", tr(step.do)))
        print(_indented("   ", tr(step.why)))
        print(_indented("   ", f"[{tr(step.figure.means)}]"))
    print(f"\n{_indented('Source: ', tr(one.source), 0)}")
    if one.practise in stretches():
        print(f"\nPractise it before the camera: posecoach coach {one.practise}")


def _indented(first: str, text: str, indent: int | None = None) -> str:
    later = " " * (len(first) if indent is None else indent)
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=later)
