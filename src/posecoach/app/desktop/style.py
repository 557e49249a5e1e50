"""The style sheet of the calm pages, from the theme's colours and the user's text size."""

from dataclasses import dataclass

from posecoach.sinks.screen.fonts import FAMILY
from posecoach.sinks.screen.theme import Theme, hexa

#: Text sizes of the calm pages, device-independent pixels at text size 1; none goes below LEAST.
TYPE = {"display": 60, "title": 44, "page": 36, "heading": 26, "section": 22, "body": 20}
LEAST = 17
_WIDE, _HIGH = 1366, 768  # the window for which the sizes are made


@dataclass(frozen=True)
class Scale:
    """How large things are.

    Attributes:
        text_size: the user's, 0.8 to 1.4.
        window: a large window shows things larger, 1 to 1.5.
    """

    text_size: float = 1.0
    window: float = 1.0

    @classmethod
    def of(cls, text_size: float, width: int, height: int) -> "Scale":
        """The scale for a window's size in device-independent pixels."""
        return cls(text_size, min(max(min(height / _HIGH, width / _WIDE), 1.0), 1.5))

    def text(self, kind: str) -> int:
        """The size of a kind of text in pixels."""
        size = TYPE.get(kind, LEAST) * self.text_size * self.window
        return round(max(size, LEAST * min(1.0, self.window)))

    def px(self, length: float) -> int:
        """A length in pixels; lengths grow with the window, and a little with the text."""
        return round(length * self.window * (1 + (self.text_size - 1) * 0.5))


def sheet(theme: Theme, scale: Scale) -> str:
    """The style sheet."""
    c = {name: hexa(getattr(theme, name)) for name in _COLOURS}
    t, px = scale.text, scale.px
    rest = theme.line if not theme.opaque else theme.edge
    card_edge = hexa(rest)
    return f"""
    * {{ font-family: "{FAMILY}"; color: {c["text"]}; font-size: {t("body")}px; outline: none; }}
    QWidget[page="true"], QMainWindow, QStackedWidget {{ background: {c["bg"]}; }}
    QLabel {{ background: transparent; }}
    QLabel[kind="display"] {{ font-size: {t("display")}px; font-weight: 700; }}
    QLabel[kind="title"] {{ font-size: {t("title")}px; font-weight: 700; }}
    QLabel[kind="page"] {{ font-size: {t("page")}px; font-weight: 700; }}
    QLabel[kind="heading"] {{ font-size: {t("heading")}px; font-weight: 700; }}
    QLabel[kind="section"] {{ font-size: {t("section")}px; font-weight: 700; }}
    QLabel[kind="muted"] {{ color: {c["muted"]}; }}
    QLabel[kind="small"] {{ color: {c["muted"]}; font-size: {t("least")}px; }}
    QLabel[kind="good"] {{ color: {c["primary"]}; font-weight: 700; }}
    QLabel[kind="bad"] {{ color: {c["danger"]}; font-weight: 700; }}
    QFrame[kind="card"] {{ background: {c["surface"]}; border: 2px solid {card_edge};
        border-radius: {px(20)}px; }}
    QFrame[kind="hero"] {{ background: {c["tint"]}; border: 2px solid {
        card_edge if theme.opaque else c["tint"]
    }; border-radius: {px(28)}px; }}
    QFrame[kind="line"] {{ background: {c["line"]}; border: none; max-height: 2px;
        min-height: 2px; }}
    QPushButton, QRadioButton[kind="choice"] {{ background: transparent;
        border: 3px solid {c["edge"]}; border-radius: {px(12)}px;
        padding: {px(6)}px {px(18)}px; min-height: {px(40)}px; min-width: {px(48)}px;
        font-weight: 700; }}
    QPushButton:focus, QRadioButton[kind="choice"]:focus, QSlider:focus, QComboBox:focus,
    QListView:focus, QTableView:focus, QLineEdit:focus, QTextEdit:focus {{
        border: 5px solid {c["focus"]}; padding: {px(4)}px {px(16)}px; }}
    QPushButton:hover, QRadioButton[kind="choice"]:hover {{ background: {c["raised"]}; }}
    QPushButton:pressed {{ background: {c["tint"]}; }}
    QPushButton:disabled {{ color: {c["muted"]}; border-color: {c["line"]}; }}
    QPushButton:checked {{ background: {c["primary"]}; color: {c["on_primary"]};
        border-color: {c["primary"]}; }}
    QPushButton[kind="primary"] {{ background: {c["primary"]}; color: {c["on_primary"]};
        border-color: {c["primary"]}; font-weight: 700; }}
    QPushButton[kind="primary"]:hover {{ background: {c["primary"]}; }}
    QPushButton[kind="primary"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="start"] {{ background: {c["primary"]}; color: {c["on_primary"]};
        border-color: {c["primary"]}; font-weight: 700; font-size: {t("heading")}px;
        min-height: {px(64)}px; min-width: {px(170)}px; }}
    QPushButton[kind="start"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="large"], QPushButton[kind="large_primary"] {{ min-height: {px(72)}px;
        font-size: {t("heading")}px; text-align: left; padding-left: {px(28)}px;
        background: {c["surface"]}; font-weight: 700; }}
    QPushButton[kind="large_primary"] {{ background: {c["primary"]}; color: {c["on_primary"]};
        border-color: {c["primary"]}; }}
    QPushButton[kind="large"]:focus, QPushButton[kind="large_primary"]:focus {{
        border: 5px solid {c["focus"]}; padding-left: {px(26)}px; }}
    QPushButton[kind="over"] {{ background: {c["scrim"]}; padding-left: {px(10)}px;
        padding-right: {px(10)}px; }}
    QPushButton[kind="quiet"] {{ border-color: transparent; color: {c["primary"]}; }}
    QPushButton[kind="quiet"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="danger"] {{ color: {c["danger"]}; border-color: {c["danger"]}; }}
    QPushButton[kind="danger"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="nav"] {{ border-color: transparent; border-radius: {px(24)}px;
        min-height: {px(34)}px; }}
    QPushButton[kind="nav"]:checked, QPushButton[kind="tab"]:checked {{
        background: {c["tint"]}; color: {c["text"]}; border-color: {c["primary"]}; }}
    QPushButton[kind="nav"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="tab"] {{ border-color: transparent; text-align: left;
        min-height: {px(44)}px; }}
    QPushButton[kind="tab"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="card"] {{ background: {c["surface"]}; border: 3px solid {card_edge};
        border-radius: {px(20)}px; text-align: left; min-height: {px(92)}px; }}
    QPushButton[kind="card"]:focus {{ border: 5px solid {c["focus"]}; }}
    QPushButton[kind="round"] {{ background: {c["scrim"]}; border: 3px solid {c["edge"]};
        border-radius: {px(36)}px; min-width: {px(66)}px; min-height: {px(66)}px; padding: 0; }}
    QPushButton[kind="round"]:focus {{ border: 5px solid {c["focus"]}; padding: 0; }}
    QRadioButton[kind="choice"] {{ spacing: 0; }}
    QRadioButton[kind="choice"]::indicator {{ width: 0; height: 0; border: none; image: none; }}
    QRadioButton[kind="choice"]:checked {{ background: {c["primary"]}; color: {c["on_primary"]};
        border-color: {c["primary"]}; font-weight: 700; }}
    QRadioButton[kind="choice"]:checked:focus {{ border: 5px solid {c["focus"]}; }}
    QCheckBox {{ spacing: {px(12)}px; min-height: {px(48)}px; }}
    QComboBox, QLineEdit {{ background: {c["surface"]}; border: 3px solid {c["edge"]};
        border-radius: {px(12)}px; padding: {px(6)}px {px(14)}px; min-height: {px(40)}px; }}
    QComboBox QAbstractItemView {{ background: {c["surface"]}; color: {c["text"]};
        selection-background-color: {c["primary"]}; selection-color: {c["on_primary"]};
        border: 2px solid {c["edge"]}; }}
    QSlider {{ min-height: {px(48)}px; border: 5px solid transparent;
        border-radius: {px(12)}px; }}
    QSlider::groove:horizontal {{ height: {px(8)}px; background: {c["edge"]};
        border-radius: {px(4)}px; }}
    QSlider::sub-page:horizontal {{ background: {c["primary"]}; border-radius: {px(4)}px; }}
    QSlider::handle:horizontal {{ width: {px(30)}px; margin: -{px(11)}px 0;
        border-radius: {px(15)}px; background: {c["primary"]}; }}
    QTableWidget, QListWidget {{ background: {c["surface"]}; border: 2px solid {card_edge};
        border-radius: {px(12)}px; gridline-color: {c["line"]};
        selection-background-color: {c["tint"]}; selection-color: {c["text"]}; }}
    QHeaderView::section {{ background: {c["raised"]}; color: {c["text"]}; border: none;
        padding: {px(6)}px; font-weight: 700; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QScrollBar:vertical {{ width: {px(16)}px; background: transparent; }}
    QScrollBar::handle:vertical {{ background: {c["edge"]}; border-radius: {px(8)}px;
        min-height: {px(48)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QProgressBar {{ border: 2px solid {c["edge"]}; border-radius: {px(8)}px;
        background: {c["surface"]}; text-align: center; }}
    QProgressBar::chunk {{ background: {c["primary"]}; border-radius: {px(6)}px; }}
    """


_COLOURS = (
    "bg", "surface", "raised", "line", "edge", "text", "muted", "primary", "on_primary", "tint",
    "correct", "direct", "danger", "focus", "scrim",
)  # fmt: skip
