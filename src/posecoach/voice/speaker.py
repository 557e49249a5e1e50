"""Speech through the system's own voice, in a child process that can neither block nor linger."""

import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Level = Literal["off", "cues", "full"]

_STALE_S = 3.0
_LONGEST_S = 20.0
_CHILD_GONE_S = 1.0


class Speaker(Protocol):
    """Says short sentences, one at a time."""

    @property
    def name(self) -> str: ...

    def say(self, text: str, *, t: float) -> None:
        """Says ``text`` as soon as nothing else is being said; ``t`` is the cue's time."""
        ...

    def hush(self) -> None:
        """Stops talking at once."""
        ...

    def close(self) -> None: ...


@dataclass
class SpeechLog:
    """Says nothing aloud and keeps what would be said: for tests, replays and 'no voice'."""

    name: str = "log"
    said: list[tuple[float, str]] = field(default_factory=list)

    def say(self, text: str, *, t: float) -> None:
        self.said.append((t, text))

    def hush(self) -> None:
        pass

    def close(self) -> None:
        pass


def _powershell(text: str) -> list[str]:
    """Windows' own voice; the text goes in by an argument, quoted as a literal."""
    literal = text.replace("'", "''")
    script = (
        "Add-Type -AssemblyName System.Speech; "
        f"(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak('{literal}')"
    )
    return ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]


def voice_command(platform: str = sys.platform) -> tuple[str, Sequence[str] | None] | None:
    """The system's voice: its name, and its command up to the text; None where there is none.

    A command of None means PowerShell, whose command holds the text inside.
    """
    if platform == "darwin" and shutil.which("say"):
        return "say", ["say", "--"]
    if platform == "win32" and shutil.which("powershell"):
        return "System.Speech", None
    if shutil.which("spd-say"):
        return "spd-say", ["spd-say", "--wait", "--"]
    for name in ("espeak-ng", "espeak"):
        if shutil.which(name):
            return name, [name, "-s", "150", "--"]
    return None


class ChildSpeaker:
    """One child process a sentence, from a thread of its own; what is stale is dropped."""

    def __init__(self, name: str, command: Sequence[str] | None) -> None:
        self.name = name
        self._command = command
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False
        self.failures = 0
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def say(self, text: str, *, t: float) -> None:  # noqa: ARG002 - the log alone keeps it
        if self._closed or not text:
            return
        while self._queue.qsize() > 1:  # never more than two behind: older ones are stale
            try:
                self._queue.get_nowait()
            except queue.Empty:
                break
        self._queue.put(text)

    def _run(self) -> None:
        while (text := self._queue.get()) is not None:
            command = _powershell(text) if self._command is None else [*self._command, text]
            try:
                with self._lock:
                    if self._closed:
                        return
                    self._child = subprocess.Popen(
                        command,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
                code = self._child.wait(_LONGEST_S)
                self.failures = 0 if code == 0 else self.failures + 1
            except subprocess.TimeoutExpired:
                self._end_child()
                self.failures += 1
            except OSError:
                self.failures += 1

    def _end_child(self) -> None:
        with self._lock:
            child = self._child
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(_CHILD_GONE_S)
        except subprocess.TimeoutExpired:
            child.kill()

    def hush(self) -> None:
        while True:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                break
        self._end_child()

    def close(self) -> None:
        """Lets the last sentence finish for a moment, then ends whatever talks."""
        self._queue.put(None)
        self._thread.join(_STALE_S)
        self._closed = True
        self._end_child()


class ChimeSpeaker:
    """No voice here: a short tone for each thing that would be said."""

    name = "chimes"
    _RATE = 22_050

    def __init__(self) -> None:
        """Opens the sound device.

        Raises:
            OSError: there is no PortAudio, or no device.
        """
        import numpy as np
        import sounddevice

        sounddevice.query_devices(kind="output")
        self._play = sounddevice.play
        self._stop = sounddevice.stop
        t = np.arange(int(0.18 * self._RATE)) / self._RATE
        fade = np.minimum(1, np.minimum(t, t[-1] - t) / 0.02)
        self._tones = {
            up: (0.25 * fade * np.sin(2 * np.pi * hz * t)).astype(np.float32)
            for up, hz in ((True, 880.0), (False, 523.25))
        }

    def say(self, text: str, *, t: float) -> None:  # noqa: ARG002 - the log alone keeps it
        if text:
            try:
                self._play(self._tones[text.isdigit()], self._RATE)
            except Exception:  # a sound device that went away must not end the session
                self.name = "silent"

    def hush(self) -> None:
        self._stop()

    def close(self) -> None:
        self._stop()


def system_speaker() -> Speaker:
    """The best sound that this machine has: its voice, else chimes, else only the log."""
    found = voice_command()
    if found is not None:
        return ChildSpeaker(*found)
    try:
        return ChimeSpeaker()
    except Exception:  # sounddevice raises its own types, and OSError without PortAudio
        return SpeechLog(name="none")
