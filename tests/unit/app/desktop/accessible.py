"""A page as a screen reader goes through it."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QScrollArea

from posecoach.app.desktop.window import Window

_NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below an element that can be seen."""
    for i in range(top.childCount()):
        child = top.child(i)
        if child is None or child.state().invisible:
            continue
        yield child
        yield from tree(child)


def check(window: Window) -> list[str]:
    """Checks all that can have the focus on the page; returns their names."""
    top = QAccessible.queryAccessibleInterface(window)
    assert top is not None
    names = []
    for element in tree(top):
        if not element.state().focusable:
            continue
        name = element.text(QAccessible.Text.Name)
        assert name.strip(), f"nameless: {element.role()} {element.object()}"
        if not isinstance(element.object(), QScrollArea):  # it can only be scrolled
            assert element.role() not in _NO_ROLE, f"no role: {name}"
        names.append(name)
    assert names
    return names
