"""The voice: which one a system has, and a child process that can neither block nor linger.

The stub that speaks connects to a socket of the test, tells what it was given, and talks until
it is told to stop: nothing here waits for a clock.
"""

import contextlib
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.sinks.voice import speaker as voice
from posecoach.sinks.voice.lineup import Rank
from posecoach.sinks.voice.speaker import ChildSpeaker, SpeechLog, voice_command

STUB = """
import signal, socket, sys
if "stubborn" in sys.argv[-1]:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    line.sendall(sys.argv[-1].encode() + b"\\n")
    answer = line.recv(1)
sys.exit(0 if answer == b"." else 3)
"""


class Talk:
    """One sentence that is being said."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._file = line.makefile("rb")
        self.text = self._file.readline().decode().strip()

    def finish(self, *, well: bool = True) -> None:
        """Lets the child end by itself."""
        self._line.sendall(b"." if well else b"!")
        self.wait_for_end()

    def wait_for_end(self) -> None:
        """Returns once the child is gone: its end of the line is closed then."""
        with contextlib.suppress(ConnectionResetError):
            assert self._file.read() == b""
        self._file.close()
        self._line.close()


class Stage:
    """Where the stubs report."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self.command = [sys.executable, "-c", STUB, str(server.getsockname()[1]), "--"]

    def next(self) -> Talk:
        line, _ = self._server.accept()
        line.settimeout(20.0)
        return Talk(line)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20.0)
        yield Stage(server)


def ended(speaker: ChildSpeaker) -> bool:
    """Whether the speaker's thread ends."""
    speaker.thread.join(20.0)
    return not speaker.thread.is_alive()


def test_sentences_are_said_one_at_a_time_and_in_order(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("one", t=0.0)
    speaker.say("two; $(echo no) 'quoted'", t=0.1)
    first = stage.next()
    assert first.text == "one"
    first.finish()
    second = stage.next()
    assert second.text == "two; $(echo no) 'quoted'"
    second.finish()
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 0


def test_what_became_stale_while_talking_is_dropped(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("now", t=0.0)
    talk = stage.next()
    for text in ("a", "b", "c", "d", "e"):
        speaker.say(text, t=1.0)
    talk.finish()
    said = []
    for _ in range(2):
        talk = stage.next()
        said.append(talk.text)
        talk.finish()
    assert said == ["d", "e"]
    speaker.close()
    assert ended(speaker)


def test_saying_returns_at_once_while_a_child_talks(stage: Stage) -> None:
    """Were it to wait for the child, this test would hang: the child ends only afterwards."""
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("long", t=0.0)
    talk = stage.next()
    for i in range(100):
        speaker.say(f"text {i}", t=float(i))
    speaker.hush()
    talk.wait_for_end()
    speaker.close()
    assert ended(speaker)


def test_hush_ends_what_is_said_and_what_waits(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("long", t=0.0)
    talk = stage.next()
    speaker.say("waiting", t=0.1)
    speaker.hush()
    talk.wait_for_end()
    speaker.say("after", t=0.2)
    after = stage.next()
    assert after.text == "after"
    after.finish()
    speaker.close()
    assert ended(speaker)


@pytest.mark.parametrize("text", ["hanging", "stubborn"])
def test_closing_ends_a_child_that_hangs(stage: Stage, text: str) -> None:
    speaker = ChildSpeaker("stub", stage.command, last_words_s=0.05, child_gone_s=0.05)
    speaker.say(text, t=0.0)
    talk = stage.next()
    speaker.close()
    talk.wait_for_end()
    assert ended(speaker)
    speaker.say("too late", t=1.0)
    assert speaker.waiting.next(0.0) is None


def test_a_child_that_talks_for_too_long_is_ended(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command, longest_s=0.05)
    # The stub may be ended before or after it has reported: only its end is sure.
    speaker.say("endless", t=0.0)
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 1


def test_closing_lets_the_last_sentence_finish(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("bye", t=0.0)
    talk = stage.next()
    talk.finish()
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 0


def test_a_voice_that_fails_is_counted_and_a_good_word_clears_it(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    for text, well in (("a", False), ("b", False)):
        speaker.say(text, t=0.0)
        stage.next().finish(well=well)
    speaker.say("c", t=0.0)
    talk = stage.next()
    assert speaker.failures == 2
    talk.finish()
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 0


def test_a_voice_that_is_not_there_breaks_nothing(tmp_path: Path) -> None:
    speaker = ChildSpeaker("none", [str(tmp_path / "no-such-voice")])
    speaker.say("one", t=0.0)
    speaker.say("", t=0.0)
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 1


def test_an_instruction_is_cut_by_a_count(stage: Stage) -> None:
    speaker = ChildSpeaker("stub", stage.command)
    speaker.say("a long instruction", t=0.0, rank=Rank.INSTRUCTION)
    talk = stage.next()
    speaker.say("1", t=0.5, rank=Rank.COUNT)
    talk.wait_for_end()
    count = stage.next()
    assert count.text == "1"
    count.finish()
    speaker.close()
    assert ended(speaker)
    assert speaker.failures == 0, "to be cut is no failure"


# ---------------------------------------------------------------------- which voice


def has(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


@pytest.mark.parametrize(
    ("platform", "programs", "name", "command"),
    [
        ("darwin", ("say", "espeak"), "say", ["say", "--"]),
        ("darwin", ("espeak",), "espeak", ["espeak", "-v", "en", "-s", "150", "--"]),
        ("win32", ("powershell",), "System.Speech", None),
        ("linux", ("spd-say", "espeak-ng"), "spd-say", ["spd-say", "--wait", "-l", "en", "--"]),
        (
            "linux",
            ("espeak-ng", "espeak"),
            "espeak-ng",
            ["espeak-ng", "-v", "en", "-s", "150", "--"],
        ),
        ("linux", ("espeak",), "espeak", ["espeak", "-v", "en", "-s", "150", "--"]),
        (
            "linux",
            ("say", "powershell", "espeak"),
            "espeak",
            ["espeak", "-v", "en", "-s", "150", "--"],
        ),
    ],
)
def test_each_system_has_its_voice(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    programs: tuple[str, ...],
    name: str,
    command: list[str] | None,
) -> None:
    monkeypatch.setattr(shutil, "which", has(*programs))
    assert voice_command(platform) == (name, command)


@pytest.mark.parametrize("platform", ["darwin", "win32", "linux"])
def test_without_a_voice_there_is_none(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(shutil, "which", has())
    assert voice_command(platform) is None


def test_the_windows_voice_takes_the_text_as_a_literal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said can neither end the literal nor run anything."""
    started: list[list[str]] = []

    def popen(command: list[str], **_options: object) -> subprocess.Popen[bytes]:
        started.append(command)
        raise OSError("not on this system")

    monkeypatch.setattr(subprocess, "Popen", popen)
    speaker = ChildSpeaker("System.Speech", None)
    speaker.say("That's it'); Remove-Item x; ('", t=0.0)
    speaker.close()
    assert ended(speaker)
    ((*options, script),) = started
    assert options[0] == "powershell"
    assert script.endswith(".Speak('That''s it''); Remove-Item x; (''')")


def test_without_voice_and_sound_there_is_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_sound() -> None:
        raise OSError("no PortAudio")

    monkeypatch.setattr(shutil, "which", has())
    monkeypatch.setattr(voice, "ChimeSpeaker", no_sound)
    found = voice.system_speaker()
    assert found.name == "none"
    found.say("hello", t=1.0)
    found.close()


def test_the_log_keeps_what_would_be_said() -> None:
    log = SpeechLog()
    log.say("one", t=1.0)
    log.say("two", t=2.5)
    log.hush()
    log.close()
    assert log.said == [(1.0, "one"), (2.5, "two")]
