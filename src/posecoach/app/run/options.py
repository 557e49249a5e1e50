"""The choices of one run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from posecoach.sinks.screen.theme import ThemeName
from posecoach.sinks.voice.speaker import VoiceLevel

SizeChoice = Literal["lite", "full", "heavy", "auto"]


@dataclass
class RunOptions:
    """All choices of ``coach``, from the command line and the settings.

    Attributes:
        keep_last: keep the landmarks of this session, without its pictures, until the next one.
        occasion: 'break' for a short break, as the record keeps it; empty for any other session.
        remark: a message for the screen, shown once.
        left_out: called with the id of a stretch that the user leaves out in the window.
        keep: called with the name and value of a setting that the user changes in the window.
    """

    source: str = "0"
    voice: VoiceLevel = "full"
    windowed: bool = False
    headless: bool = False
    mirrored_input: bool = False
    model: Path | None = None
    model_size: SizeChoice = "full"
    tape: Path | None = None
    save_video: Path | None = None
    accept_safety: bool = False
    stats: bool = False
    keep_last: bool = False
    theme: ThemeName = "normal"
    text_size: float = 1.0
    occasion: str = ""
    remark: str = ""
    left_out: Callable[[str], None] | None = None
    keep: Callable[[str, Any], None] | None = None
