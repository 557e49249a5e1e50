"""Adds a stretch file to the user's own, and removes it again."""

from pathlib import Path

from posecoach.errors import RecordError, UsageError
from posecoach.files import private
from posecoach.paths import data_dir, reason
from posecoach.spec.load import added, load, own_folder, shipped
from posecoach.spec.schema import Stretch

_SHIPS = "A stretch with the id '{id}' ships with posecoach; give yours another id."


def add(path: Path, *, replace: bool = False) -> Stretch:
    """Keeps a copy of a stretch file in the user's folder.

    Args:
        path: of the file.
        replace: in place of the one of its id that the user added before, if there is one.

    Raises:
        SpecError: the file is wrong.
        UsageError: there is a stretch of that id or name already.
        RecordError: it cannot be written.
    """
    found = load(path)
    _no_clash(found, replaced=found.id if replace else "")
    try:
        text = path.read_text("utf-8")
        data_dir()
        own_folder().mkdir(mode=0o700, exist_ok=True)
        private(own_folder() / f"{found.id}.toml", text)
    except OSError as error:
        raise RecordError(f"{path} cannot be kept in {own_folder()} ({reason(error)}).") from error
    return found


def _no_clash(found: Stretch, *, replaced: str) -> None:
    own = added()
    if found.id in shipped():
        raise UsageError(_SHIPS.format(id=found.id))
    if found.id != replaced and (found.id in own.stretches or found.id in own.wrong):
        raise UsageError(
            f"You have added a stretch with the id '{found.id}' before; add --replace to take "
            "this one in its place, or give it another id."
        )
    for other in (*shipped().values(), *own.stretches.values()):
        if other.id != replaced and other.name.casefold() == found.name.casefold():
            raise UsageError(
                f"The stretch '{other.id}' has the name '{other.name}' too; "
                "give yours another name, so that they can be told apart."
            )


def check_id(found: Stretch) -> None:
    """Refuses to coach another stretch under a known one's id, in whose record it would write.

    Raises:
        UsageError: it has the id of a shipped stretch or of one that was added, and is not that
            one.
    """
    ours = shipped().get(found.id)
    if ours is not None and ours != found:
        raise UsageError(_SHIPS.format(id=found.id))
    own = added().stretches.get(found.id)
    if own is not None and own != found:
        raise UsageError(
            f"You have added another stretch with the id '{found.id}', and this one would write "
            f"into its record; take that away with 'posecoach stretches remove {found.id}', or "
            "give this one another id."
        )


def remove(name: str) -> None:
    """Takes a stretch out of the user's folder.

    Raises:
        UsageError: the user has added none of that id.
        RecordError: it cannot be removed.
    """
    own = added()
    if name in shipped():
        raise UsageError(
            f"The stretch '{name}' ships with posecoach; 'posecoach settings set leave_out "
            f"{name}' leaves it out of the routines."
        )
    known = sorted({*own.stretches, *own.wrong})
    if name not in known:
        have = f" You have added: {', '.join(known)}." if known else ""
        raise UsageError(f"You have added no stretch with the id '{name}'.{have}")
    try:
        (own_folder() / f"{name}.toml").unlink()
    except OSError as error:
        raise RecordError(f"The stretch '{name}' cannot be removed ({reason(error)}).") from error
