"""The rep signal of a set over time, packed small: four bytes a sample, ten a second."""

import struct
from collections.abc import Iterable

#: One sample: its time and its angle. Time (seconds from the start) is an offset from the time of
#: the block's first sample, which stands before all as a double.
Sample = tuple[float, float]
EVERY_S = 0.1
_HEAD, _BODY = struct.Struct("<d"), struct.Struct("<Hh")
_TICK_S, _TICK_DEG = 0.01, 0.1
_MOST_TICKS = 0xFFFF
_MOST_DEG = 3276.0


def pack(samples: Iterable[Sample]) -> bytes:
    """Samples of at most ten minutes as a block: hundredths of seconds, tenths of degrees.

    Raises:
        ValueError: none, or one that is too far off to be packed.
    """
    found = list(samples)
    if not found:
        raise ValueError("a block needs a sample")
    first = round(found[0][0], 2)
    out = [_HEAD.pack(first)]
    for t, degrees in found:
        ticks = round((t - first) / _TICK_S)
        if not (0 <= ticks <= _MOST_TICKS and abs(degrees) <= _MOST_DEG):
            raise ValueError(f"a sample at {t} s, {degrees} degrees, cannot be packed")
        out.append(_BODY.pack(ticks, round(degrees / _TICK_DEG)))
    return b"".join(out)


def unpack(block: bytes) -> list[Sample]:
    """The samples of a block; one that was cut off is read as far as it goes."""
    if len(block) < _HEAD.size:
        return []
    (first,) = _HEAD.unpack_from(block)
    whole = (len(block) - _HEAD.size) // _BODY.size
    body = block[_HEAD.size : _HEAD.size + whole * _BODY.size]
    return [
        (round(first + ticks * _TICK_S, 2), round(degrees * _TICK_DEG, 1))
        for ticks, degrees in _BODY.iter_unpack(body)
    ]
