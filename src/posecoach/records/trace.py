"""Packs the rep signal of a set: four bytes for each sample, ten samples a second."""

import struct
from collections.abc import Iterable

#: One sample: seconds since the session began, and degrees. A block begins with the time of its
#: first sample as a double; each packed sample holds its offset from that time.
Sample = tuple[float, float]
EVERY_S = 0.1
_HEAD, _BODY = struct.Struct("<d"), struct.Struct("<Hh")
_TICK_S, _TICK_DEG = 0.01, 0.1
_MAX_TICKS = 0xFFFF
_MAX_DEG = 3276.0


def pack(samples: Iterable[Sample]) -> bytes:
    """Packs samples of at most ten minutes, to hundredths of a second and tenths of a degree.

    Raises:
        ValueError: there is no sample, or one is out of range.
    """
    found = list(samples)
    if not found:
        raise ValueError("a block needs a sample")
    first = round(found[0][0], 2)
    out = [_HEAD.pack(first)]
    for t, degrees in found:
        ticks = round((t - first) / _TICK_S)
        if not (0 <= ticks <= _MAX_TICKS and abs(degrees) <= _MAX_DEG):
            raise ValueError(f"a sample at {t} s, {degrees} degrees, cannot be packed")
        out.append(_BODY.pack(ticks, round(degrees / _TICK_DEG)))
    return b"".join(out)


def unpack(block: bytes) -> list[Sample]:
    """The samples of a block; of a truncated block, those that are complete."""
    if len(block) < _HEAD.size:
        return []
    (first,) = _HEAD.unpack_from(block)
    whole = (len(block) - _HEAD.size) // _BODY.size
    body = block[_HEAD.size : _HEAD.size + whole * _BODY.size]
    return [
        (round(first + ticks * _TICK_S, 2), round(degrees * _TICK_DEG, 1))
        for ticks, degrees in _BODY.iter_unpack(body)
    ]
