"""How the C library keeps the memory that it was given back."""

import contextlib
import ctypes
import sys
from collections.abc import Iterator

# Numbers of glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
# Bytes from which on a block is given back to the system at once. A full HD picture has 6.2 MB, and
# comes 30 times a second: it is cheaper if it is not.
_USUAL, _LOADING = 8 << 20, 256 << 10
# Free bytes at the end of an arena from which on they are given back. Once a threshold is set by
# hand glibc no longer raises this one from its 128 KiB, and each picture's memory would go back to
# the system and come again: 20,000 page faults a second of a live session, instead of 130.
_SPARE = 2 * _USUAL


def limit_arenas() -> None:
    """Lets all threads share two of glibc's arenas; does nothing on other systems.

    By default each thread gets one of its own, and keeps there what it no longer needs: 17 MB of a
    live session. The threads here seldom allocate at the same time.
    """
    _set(_ARENA_MAX, 2)
    _set(_MMAP_THRESHOLD, _USUAL)
    _set(_TRIM_THRESHOLD, _SPARE)


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Gives back to the system what was needed only while a model was loaded and first used.

    Put both in this block; without it 20 MB a model stay, in pieces too small for anything.
    """
    _set(_MMAP_THRESHOLD, _LOADING)
    try:
        yield
    finally:
        _set(_MMAP_THRESHOLD, _USUAL)
        library = _library()
        if library is not None:
            library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(None)
            return library if hasattr(library, "malloc_trim") else None
    return None


def _set(option: int, value: int) -> None:
    library = _library()
    if library is not None:
        library.mallopt(option, value)
