"""Speaks with the system's voice, in a child process that is stopped if it hangs."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from posecoach.cues.words import VOICE_WORDS_MINUTE
from posecoach.sinks.voice.lineup import Lineup, Rank, Utterance, cuts

VoiceLevel = Literal["off", "cues", "full"]

KEEP_S = 10.0
_LAST_WORDS_S = 3.0
_POLL_S = 0.05
_LONGEST_S = 20.0
_EXIT_WAIT_S = 1.0


class Speaker(Protocol):
    """Says short sentences, one at a time."""

    @property
    def name(self) -> str: ...

    @property
    def failures(self) -> int:
        """The number of failures in a row."""
        ...

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = KEEP_S) -> None:
        """Says ``text`` as soon as nothing else is being said.

        Args:
            text: one or a few sentences.
            t: the cue's time, seconds.
            rank: how urgent it is.
            keep_s: the longest that it may wait; then it is dropped.
        """
        ...

    def hush(self) -> None:
        """Stops talking at once."""
        ...

    def close(self) -> None: ...


@dataclass
class SpeechLog:
    """A silent speaker that keeps a list of its sentences: for tests, and without a voice."""

    name: str = "log"
    failures: int = 0
    said: list[tuple[float, str]] = field(default_factory=list)

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = KEEP_S) -> None:
        self.said.append((t, text))

    def hush(self) -> None:
        pass

    def close(self) -> None:
        pass


def _powershell(text: str) -> list[str]:
    """The command for Windows' voice, with the text as a quoted literal."""
    literal = text.replace("'", "''")
    script = (
        "Add-Type -AssemblyName System.Speech; "
        f"(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak('{literal}')"
    )
    return ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]


def voice_command(
    platform: str = sys.platform, language: str = "en"
) -> tuple[str, Sequence[str] | None] | None:
    """The system's voice: its name, and the command that the text is appended to.

    None if there is no voice. A command of None means PowerShell, where the text stands inside the
    command. macOS and Windows use the voice that the user has chosen in the system.
    """
    if platform == "darwin" and shutil.which("say"):
        return "say", ["say", "--"]
    if platform == "win32" and shutil.which("powershell"):
        return "System.Speech", None
    if shutil.which("spd-say"):
        return "spd-say", ["spd-say", "--wait", "-l", language, "--"]
    for name in ("espeak-ng", "espeak"):
        if shutil.which(name):
            return name, [name, "-v", language, "-s", str(VOICE_WORDS_MINUTE), "--"]
    return None


class ChildSpeaker:
    """Says each sentence with a child process, started from a thread of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str] | None,
        *,
        longest_s: float = _LONGEST_S,
        last_words_s: float = _LAST_WORDS_S,
        child_gone_s: float = _EXIT_WAIT_S,
    ) -> None:
        """Starts the thread.

        Args:
            name: the name of the voice.
            command: the command that the text is appended to; None for PowerShell.
            longest_s: a sentence that takes longer is stopped, and counts as a failure.
            last_words_s: how long ``close`` lets the last sentence go on.
            child_gone_s: how long a stopped child may take to exit; then it is killed.
        """
        self.name = name
        self._command = command
        self._longest_s, self._last_words_s = longest_s, last_words_s
        self._exit_wait_s = child_gone_s
        self.waiting = Lineup()
        self._playing: Utterance | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._cut = False
        self._changed = threading.Condition()
        self._ending = self._closed = False
        self.failures = 0
        self.thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self.thread.start()

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = KEEP_S) -> None:
        if self._ending or not text:
            return
        new = Utterance(text, time.monotonic(), rank, keep_s)
        with self._changed:
            self.waiting.offer(new)
            self._cut = self._cut or cuts(new, self._playing)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                now = self.waiting.next(time.monotonic())
                if self._closed or (now is None and self._ending):
                    return
                if now is None:
                    self._changed.wait()
                    continue
                self._playing, self._cut = now, False
            self._speak(now.text)
            with self._changed:
                self._playing = None

    def _speak(self, text: str) -> None:
        command = _powershell(text) if self._command is None else [*self._command, text]
        try:
            with self._changed:
                if self._closed:
                    return
                self._child = child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            deadline = time.monotonic() + self._longest_s
            while True:
                try:
                    code = child.wait(_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    if self._cut:
                        self._stop_child()
                        return
                    if time.monotonic() > deadline:
                        raise
            self.failures = 0 if code == 0 else self.failures + 1
        except subprocess.TimeoutExpired:
            self._stop_child()
            self.failures += 1
        except OSError:
            self.failures += 1

    def _stop_child(self) -> None:
        with self._changed:
            child = self._child
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(self._exit_wait_s)
        except subprocess.TimeoutExpired:
            child.kill()

    def hush(self) -> None:
        with self._changed:
            self.waiting.clear()
        self._stop_child()

    def close(self) -> None:
        """Gives the last sentence a moment to finish, then stops the voice."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self.thread.join(self._last_words_s)
        with self._changed:
            self._closed = True
            self.waiting.clear()
            self._changed.notify()
        self._stop_child()


class ChimeSpeaker:
    """Plays a short tone in place of each sentence, on machines without a voice."""

    name = "chimes"
    failures = 0
    _RATE = 22_050

    def __init__(self) -> None:
        """Opens the sound device.

        Raises:
            OSError: PortAudio is missing.
            sounddevice.PortAudioError: there is no sound device.
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

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = KEEP_S) -> None:
        if text:
            try:
                self._play(self._tones[rank == Rank.COUNT], self._RATE)
            except Exception:  # a lost sound device must not end the session
                self.name = "silent"

    def hush(self) -> None:
        self._stop()

    def close(self) -> None:
        self._stop()


def system_speaker(language: str = "en") -> Speaker:
    """The best speaker that works here: the voice, else chimes, else a silent log."""
    found = voice_command(language=language)
    if found is not None:
        return ChildSpeaker(*found)
    try:
        return ChimeSpeaker()
    except Exception:  # sounddevice raises its own types, and OSError without PortAudio
        return SpeechLog(name="none")
