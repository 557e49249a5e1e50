"""What a user does on a page, and reads there."""

from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from posecoach.app.desktop.page import Page


def press(page: Page, words: str) -> None:
    """Presses the button whose name begins with these words."""
    buttons = [*page.findChildren(QPushButton), *page.findChildren(QRadioButton)]
    found = [b for b in buttons if b.accessibleName().startswith(words) and b.isVisible()]
    assert found, f"{words}: {[b.accessibleName() for b in buttons]}"
    assert found[0].isEnabled(), words
    found[0].click()


def shown(page: Page) -> str:
    """All words of the page that can be seen."""
    return "\n".join(t.text() for t in page.findChildren(QLabel) if t.isVisible())
