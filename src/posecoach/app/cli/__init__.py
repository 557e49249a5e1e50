"""The command line: parses options and calls the modules in ``commands``."""

import logging
import os
import sys

from posecoach import memory, nativelog
from posecoach.app.cli.root import app
from posecoach.app.leaving import Leaving
from posecoach.app.signals import stoppable
from posecoach.app.unexpected import sentence
from posecoach.errors import PosecoachError

# Each module adds its commands; the order is that of --help.
from posecoach.app.cli import sessions  # noqa: F401  # isort: skip
from posecoach.app.cli import plans  # noqa: F401  # isort: skip
from posecoach.app.cli import breaks  # noqa: F401  # isort: skip
from posecoach.app.cli import stretches  # noqa: F401  # isort: skip
from posecoach.app.cli import desk  # noqa: F401  # isort: skip
from posecoach.app.cli import record  # noqa: F401  # isort: skip
from posecoach.app.cli import machine  # noqa: F401  # isort: skip


def main() -> None:
    """Runs the command line; every expected failure is one sentence and an exit code."""
    leaving = Leaving()
    memory.limit_arenas()
    # OpenCV's helper threads wait busily: a fiftieth of a core, for pictures that are no faster.
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    nativelog.turn_to_log()
    stoppable()
    leaving.code = _run()
    sys.exit(leaving.code)


def _run() -> int:
    """Runs the command; returns its exit code."""
    try:
        app()
    except PosecoachError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return int(end.code or 0)
    except Exception as error:
        logging.getLogger("posecoach").exception("ended")
        print(sentence(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    main()
