"""What takes too long for every change: many fuzz cases, a long soak, kills, an audit, the bundle.

    uv run python scripts/nightly.py fuzz --count 10000
    uv run python scripts/nightly.py soak --minutes 120
    uv run python scripts/nightly.py kill --count 50
    uv run python scripts/nightly.py audit
    uv run --group bundle python scripts/nightly.py bundle [--root FOLDER] [--runtime FILE]

Each exits 0 when all is well, 1 when not, and 3 when it could not be done here.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_CHUNK = 200  # cases a child process
_CASE_S = 20.0  # a case that takes longer hangs
_MOST_BYTES = 6 << 30  # address space of a child
_ABSENT = 3


# ---------------------------------------------------------------------- fuzz


def fuzz(count: int, first: int) -> int:
    """Runs ``count`` cases, in turn of all kinds."""
    from tests.fuzz import KINDS

    failed = []
    done = taken = 0
    each = -(-count // len(KINDS))
    for kind in KINDS:
        at = first
        while at < first + each:
            n = min(_CHUNK, first + each - at)
            ran, read, trouble = _chunk(kind, at, n)
            done, taken = done + ran, taken + read
            if trouble:
                failed.append(f"{kind} {at + ran}: {trouble}")
                print(failed[-1], flush=True)
            at += ran + (1 if trouble else 0)
        print(f"{kind}: {each} cases", flush=True)
    print(f"{done} cases, {taken} of them readable, {len(failed)} failed")
    return 1 if failed else 0


def _chunk(kind: str, first: int, count: int) -> tuple[int, int, str]:
    """Cases in a child process: how many passed, how many were readable, what ended it early."""
    command = [sys.executable, __file__, "cases", kind, str(first), str(count)]
    ran = taken = 0
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as child,
    ):
        alarm = threading.Timer(_CASE_S + 10, child.kill)
        alarm.start()
        for line in child.stdout or ():
            alarm.cancel()
            alarm = threading.Timer(_CASE_S, child.kill)
            alarm.start()
            ran += 1
            taken += line.strip() == "True"
        code = child.wait()
        alarm.cancel()
        if code == 0:
            return ran, taken, ""
        errors.seek(0)
        last = errors.read().decode("utf-8", "replace").strip().splitlines()
        why = "hangs or was killed" if code < 0 else (last[-1] if last else f"exit {code}")
        return ran, taken, why


def cases(kind: str, first: int, count: int) -> int:
    """The child's part."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    from tests import fuzz as cases_of

    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POSECOACH_DATA"] = folder
        for number in range(first, first + count):
            print(cases_of.case(kind, number, Path(folder)), flush=True)
    return 0


# ---------------------------------------------------------------------- soak


def soak(minutes: float) -> int:
    """Analyses so many minutes of video at top speed, and watches the memory."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from running import soak as long

    from posecoach import nativelog

    nativelog.turn_to_log()
    memory, took = long.soak(
        minutes, lambda t, mib: print(f"{t:7.1f} min  {mib:7.0f} MiB", flush=True)
    )
    print(f"{minutes:g} minutes of video in {took / 60:.1f}")
    grown = long.growth(memory, minutes)
    if grown is None:
        print("too short to judge the memory")
        return _ABSENT
    most = long.GROWTH_MIB
    print(f"memory grew by {grown:.0f} MiB after the first quarter (at most {most:.0f})")
    return 0 if grown <= most else 1


# ---------------------------------------------------------------------- audit


def audit() -> int:
    """Asks an advisory service about every locked version; says so where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        subprocess.run(
            ["uv", "export", "--quiet", "--locked", "--no-emit-project", "--output-file",
             str(wanted)],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        command = ["uv", "run", "--no-sync", "pip-audit", "--require-hashes", "--disable-pip"]
        command += ["--progress-spinner", "off", "--timeout", "15", "--format", "json"]
        done = subprocess.run(
            [*command, "--requirement", str(wanted)],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"audit: NOT DONE, the advisory service could not be asked ({last})")
        return _ABSENT
    bad = [d for d in found if d.get("vulns")]
    skipped = [d["name"] for d in found if "skip_reason" in d]
    for package in bad:
        ids = ", ".join(v["id"] for v in package["vulns"])
        print(f"{package['name']} {package['version']}: {ids}")
    if bad:
        return 1
    asked = len(found) - len(skipped)
    if skipped:
        print(
            f"audit: NOT DONE for {len(skipped)} of {len(found)} packages, of which the advisory "
            f"service here knows nothing: {', '.join(skipped[:5])} …"
        )
        return _ABSENT
    print(f"audit: no known advisory for the {asked} packages that are locked")
    return 0


# ---------------------------------------------------------------------- bundle


def bundle(root: Path | None, runtime: Path | None) -> int:
    """Builds the bundle that needs no Python, and tries it with an empty environment.

    Args:
        root: a system of its own to try it in, such as debootstrap makes; this one without it.
        runtime: the program that an AppImage starts with; with it, one is made and tried as well.
    """
    import appimage
    import bundle as packed
    import bundle_trial as trial

    if importlib.util.find_spec("PyInstaller") is None:
        print("bundle: NOT DONE, PyInstaller is not there: uv run --group bundle …")
        return _ABSENT
    folder = appimage.DIST / "posecoach"
    code = packed.build() or trial.try_out(folder, root)
    if runtime is None:
        print("AppImage: NOT DONE, it needs --runtime FILE (packaging/README.md says which)")
        return code
    return code or appimage.make(folder, runtime) or trial.try_out(appimage.target(), root)


def main() -> int:
    """Runs one of the commands; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("fuzz", help="mutated input")
    one.add_argument("--count", type=int, default=10_000)
    one.add_argument("--first", type=int, default=0)
    two = commands.add_parser("soak", help="memory over a long video")
    two.add_argument("--minutes", type=float, default=120.0)
    three = commands.add_parser("kill", help="sessions killed at random moments (kills.py)")
    three.add_argument("--count", default="50")
    commands.add_parser("audit", help="known advisories")
    four = commands.add_parser("bundle", help="the program that needs no Python")
    four.add_argument("--root", type=Path, help="a fresh system, entered by chroot")
    four.add_argument("--runtime", type=Path, help="makes an AppImage too, which starts with it")
    child = commands.add_parser("cases")
    child.add_argument("kind")
    child.add_argument("number", type=int)
    child.add_argument("cases", type=int)
    chosen = parser.parse_args()
    match chosen.command:
        case "fuzz":
            return fuzz(chosen.count, chosen.first)
        case "soak":
            return soak(chosen.minutes)
        case "kill":
            kills = Path(__file__).with_name("kills.py")
            return subprocess.run(
                [sys.executable, str(kills), "kill", "--count", chosen.count], check=False
            ).returncode
        case "audit":
            return audit()
        case "bundle":
            return bundle(chosen.root, chosen.runtime)
        case _:
            return cases(chosen.kind, chosen.number, chosen.cases)


if __name__ == "__main__":
    sys.exit(main())
