"""The models that posecoach runs and what they are made from, as ``models/manifest.toml`` says."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from posecoach.errors import ModelError
from posecoach.files import read_toml
from posecoach.paths import resource

ModelSize = Literal["full", "lite", "heavy"]
#: As its publisher packed it; by posecoach from a wheel; by posecoach from an npm package.
Packing = Literal["published", "wheel", "npm"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bundle(_Strict):
    """One way to get one model size."""

    size: ModelSize
    file: str
    packing: Packing
    url: str = ""
    bytes: int
    sha256: str


class Part(_Strict):
    """One TFLite file inside a package, and how its input image is normalised.

    Attributes:
        member: its path in the package.
        name: its name in the bundle.
        mean, std: the picture's values of 0..255 are used as (value - mean) / std.
    """

    member: str
    name: str
    bytes: int
    sha256: str
    mean: float
    std: float


class Wheel(_Strict):
    """The wheel of the Python package index that holds 'full' and the detector of every size."""

    requirement: str
    file: str
    bytes: int
    sha256: str
    python: str
    implementation: str
    abi: str
    platform: str
    part: tuple[Part, ...]


class NpmPart(Part):
    """A part of the npm package."""

    size: ModelSize


class Npm(_Strict):
    """The npm package that holds 'lite' and 'heavy'; its hash is as npm's lock files write it."""

    name: str
    version: str
    bytes: int
    integrity: str
    part: tuple[NpmPart, ...]


class Face(_Strict):
    """The face detector in the wheel; size and hash include the metadata that is added."""

    file: str
    member: str
    bytes: int
    sha256: str
    mean: float
    std: float


class Manifest(_Strict):
    """The content of ``models/manifest.toml``."""

    schema_: int = 1
    bundle: tuple[Bundle, ...]
    wheel: Wheel
    npm: Npm
    face: Face


@cache
def manifest() -> Manifest:
    """The manifest of model bundles that ships with the program."""
    raw = read_toml(resource("models") / "manifest.toml", 64 << 10, ModelError)
    raw["schema_"] = raw.pop("schema")
    return Manifest.model_validate(raw)
