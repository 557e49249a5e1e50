"""How the app starts: one Qt, no display, and what a start costs in imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import posecoach


def _python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's list of libraries")
def test_no_second_qt_is_in_the_process() -> None:
    code = (
        "import cv2\n"
        "from posecoach.app.desktop import app, start\n"
        "from posecoach.app.desktop.session import work\n"
        "start.application()\n"
        "maps = open('/proc/self/maps').read()\n"
        "print(sorted({p.rsplit('/', 1)[-1].split('.')[0].split('-')[0]"
        " for p in maps.split() if 'libQt' in p}))\n"
    )
    done = _python(code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    assert "libQt6Widgets" in done.stdout
    assert "libQt5" not in done.stdout


def test_variables_that_an_opencv_with_windows_sets_do_not_reach_our_qt() -> None:
    done = _python(
        "from posecoach.app.desktop import start\nimport os\nstart.application()\n"
        "print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'), os.environ.get('QT_QPA_FONTDIR'))",
        QT_QPA_PLATFORM="offscreen", QT_QPA_PLATFORM_PLUGIN_PATH="/nowhere/qt/plugins",
        QT_QPA_FONTDIR="/nowhere/qt/fonts",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["None", "None"]


def test_no_other_command_loads_qt() -> None:
    done = _python(
        "import sys\n"
        "from posecoach.app import cli\n"
        "from posecoach.app.commands import records\n"
        "from posecoach.app.commands.sessions import analyze, coach, demo\n"
        "print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
@pytest.mark.parametrize("display", ["", ":987", "nonsense"])
@pytest.mark.parametrize("command", [(), ("coach",)])
def test_without_a_display_a_sentence_says_so(command: tuple[str, ...], display: str) -> None:
    done = posecoach(*command, DISPLAY=display, WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert "--headless" in done.stderr
    assert "Traceback" not in done.stderr


def test_qt_loses_no_references_to_none() -> None:
    """One lost with each repaint ends the program within minutes, before Python 3.12."""
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QWidget\n"
        "from posecoach.app.desktop import start\n"
        "app = start.application()\n"
        "class Painted(QWidget):\n"
        "    times = 0\n"
        "    def paintEvent(self, event):\n"
        "        self.times += 1\n"
        "widget, timer = Painted(), QTimer()\n"
        "timer.timeout.connect(lambda: None)\n"
        "widget.show()\n"
        "app.processEvents()\n"
        "before = sys.getrefcount(None)\n"
        "timer.start(0)\n"
        "for _ in range(300):\n"
        "    widget.repaint()\n"
        "    app.processEvents()\n"
        "assert widget.times >= 300\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    done = _python(code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > -100
