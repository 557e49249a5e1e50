"""A plugin of Safe Eyes: a coached stretch of posecoach in place of its break screen.

Copy this folder to ``~/.config/safeeyes/plugins/``; docs/breaks.md tells the rest. It calls
``posecoach break --no-wait`` and does what the exit code says; it imports nothing of Safe Eyes.
"""

import logging
import re
import shlex
import subprocess
import threading

PUT_OFF = 11
#: What the exit codes mean, for the log.
CODES = {
    0: "done",
    10: "skipped",
    PUT_OFF: "put off",
    12: "nobody came",
    13: "no camera, or it is in use",
    14: "a session runs already",
}
_SHORTEST_S, _LONGEST_S = 60, 180

log = logging.getLogger(__name__)


class Breaks:
    """Runs one break at a time, and waits for one that was put off."""

    def __init__(self):
        self.command = ["posecoach"]
        self.options = []
        self.short_breaks = False
        self._process = None
        self.timer = None

    @property
    def busy(self):
        """Whether a break runs now, or waits."""
        return self._process is not None or self.timer is not None

    def begin(self, seconds):
        """Starts a break of about so many seconds; Safe Eyes goes on meanwhile."""
        self.timer = None
        length = min(max(int(seconds), _SHORTEST_S), _LONGEST_S)
        call = [*self.command, "break", "--no-wait", "--seconds", str(length), *self.options]
        try:
            self._process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
        except OSError:
            log.exception("posecoach cannot be started")
            return False
        threading.Thread(target=self._wait, args=(self._process, seconds), daemon=True).start()
        return True

    def _wait(self, process, seconds):
        said, _ = process.communicate()
        code = process.returncode
        log.info("posecoach break: %s", CODES.get(code, f"code {code}"))
        minutes = re.search(r"(\d+) minutes", said)
        self._process = None
        if code == PUT_OFF and minutes:
            self.timer = threading.Timer(60 * int(minutes[1]), self.begin, [seconds])
            self.timer.daemon = True
            self.timer.start()

    def end(self):
        """Ends what runs or waits; what was done so far is kept."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        if self._process is not None:
            self._process.terminate()


breaks = Breaks()


def init(context, safeeyes_config, plugin_config):
    """Safe Eyes hands over the settings."""
    del context, safeeyes_config
    breaks.command = shlex.split(plugin_config.get("command") or "posecoach")
    breaks.options = shlex.split(plugin_config.get("options") or "")
    breaks.short_breaks = bool(plugin_config.get("short_breaks"))


def on_start_break(break_obj):
    """A break is due: true if its screen must not be shown, since posecoach takes its place."""
    if breaks.busy:
        return True
    if break_obj.is_short_break() and not breaks.short_breaks:
        return False
    return breaks.begin(break_obj.duration)


def on_stop():
    """Safe Eyes is switched off."""
    breaks.end()


def on_exit():
    """Safe Eyes ends."""
    breaks.end()
