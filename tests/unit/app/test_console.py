"""Questions on a real terminal, whose descriptor of standard error goes to the log."""

import os
import sys

import pytest

pty = pytest.importorskip("pty")

_ASKS = """
from posecoach import nativelog
nativelog.turn_to_log()
from posecoach.app.console import ask
print("heard:", ask("How many? "))
"""


def test_a_question_is_seen_on_the_terminal() -> None:
    try:
        child, terminal = pty.fork()
    except OSError:
        pytest.skip("this system has no terminals to give")
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", _ASKS])
    shown = b""
    while b"How many? " not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, b"4\n")
    while b"heard: 4" not in shown:
        shown += os.read(terminal, 1024)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0
