"""Long checks, too slow for every run.

    uv run python scripts/kills.py kill --count 50

kill: sessions of the real coach and recorder in a process of their own, each killed (SIGKILL) at a
random moment. Whatever the process had confirmed must be in the record, the record must be whole,
and the next start must close the session as 'interrupted'.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the body that moves is the tests' own

from posecoach.events import Rep  # noqa: E402
from posecoach.records.file import FILE_NAME  # noqa: E402
from posecoach.records.store import Store  # noqa: E402
from posecoach.session.session import Session  # noqa: E402
from posecoach.session.sets import one_set  # noqa: E402
from posecoach.sinks.recorder import Recorder  # noqa: E402
from posecoach.spec.load import stretch  # noqa: E402


def coach(folder: Path) -> None:
    """Coaches without end, and says each rep when it is confirmed, as the screen would."""
    from tests.kinematic import Rep as Move
    from tests.kinematic import sequence

    moves = [Move("left" if i % 2 else "right", 20.0) for i in range(60)]
    poses = list(sequence("lateral_line", moves))
    store = Store(folder / FILE_NAME)
    print("ready", flush=True)
    while True:
        recorder = Recorder(store, kind="live", source="0", settings={})
        print(f"session {recorder.session}", flush=True)
        session = Session([one_set(stretch("lateral_line"), reps=100)])
        for pose in poses:
            moment = session.update(pose)
            recorder.write(moment)
            for event in moment.events:
                if isinstance(event, Rep):
                    print(f"rep {event.t!r}", flush=True)
        recorder.end("done", seen_s=session.seen_s, judged_s=session.judged_s)
        print("end", flush=True)


def kill_once(folder: Path, chance: random.Random) -> str:
    """One session, killed; gives what is wrong afterwards, or nothing."""
    child = subprocess.Popen(
        [sys.executable, __file__, "coach", str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    try:
        if child.stdout.readline() != "ready\n":
            return "the session did not begin"
        time.sleep(chance.uniform(0.0, 2.0))
    finally:
        child.kill()
    told = child.stdout.read().splitlines()
    child.wait()
    child.stdout.close()
    return check(folder, told)


def check(folder: Path, told: list[str]) -> str:
    """Compares what was confirmed with what the record holds; gives what is wrong."""
    confirmed: dict[int, list[float]] = {}
    ended: set[int] = set()
    now = 0
    for line in told:
        word, _, rest = line.partition(" ")
        if word == "session":
            now = int(rest)
            confirmed[now] = []
        elif word == "rep" and rest:
            confirmed[now].append(float(rest))
        elif word == "end":
            ended.add(now)
    store = Store(folder / FILE_NAME)
    try:
        if store.db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "the record is damaged"
        states = {s.id: s.state for s in store.sessions()}
        if "open" in states.values():
            return "a session was left open"
        for session, times in confirmed.items():
            if states.get(session) not in (("done",) if session in ended else
                                           ("interrupted", "done")):  # fmt: skip
                return f"session {session} is {states.get(session)}"
            rows = store.db.execute(
                "SELECT t FROM rep JOIN stretch_set ON stretch_set.id = stretch_set "
                "WHERE session = ? ORDER BY rep.id",
                (session,),
            ).fetchall()
            kept = [t for (t,) in rows]
            if kept[: len(times)] != times or len(kept) > len(times) + 1:
                return f"session {session}: {len(times)} reps confirmed, {len(kept)} kept"
    finally:
        store.close()
    return "locks are left behind" if list(folder.glob("*.running")) else ""


def kill(count: int, seed: int) -> int:
    """Kills that many sessions, all of one record; 1 where anything was lost."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for i in range(count):
            wrong = kill_once(Path(folder), chance)
            if wrong:
                print(f"kill {i + 1} of {count} (seed {seed}): {wrong}")
                return 1
        store = Store(Path(folder) / FILE_NAME)
        kept = sum(sum(s.reps.values()) for n in store.sessions() for s in n.sets)
        store.close()
    print(f"{count} sessions killed, {kept} repetitions kept, nothing confirmed was lost")
    return 0


def main() -> int:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("kill")
    killing.add_argument("--count", type=int, default=50)
    killing.add_argument("--seed", type=int, default=random.randrange(10**6))
    child = commands.add_parser("coach")
    child.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "coach":
        coach(chosen.folder)
        return 0
    return kill(chosen.count, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
