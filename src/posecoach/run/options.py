"""The choices of one run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from posecoach.voice.speaker import Level

SizeChoice = Literal["lite", "full", "heavy", "auto"]


@dataclass
class RunOptions:
    """All choices of ``coach`` and ``demo``."""

    source: str = "0"
    voice: Level = "cues"
    windowed: bool = False
    headless: bool = False
    mirrored_input: bool = False
    model: Path | None = None
    model_size: SizeChoice = "full"
    tape: Path | None = None
    save_video: Path | None = None
    accept_safety: bool = False
    stats: bool = False
    kind: str = "live"
    record: bool = True
