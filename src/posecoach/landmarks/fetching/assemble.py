"""Builds the pose model from the parts inside a wheel of the package index.

MediaPipe's Tasks API requires each part to say how its input image is normalised, so that is added
as TFLite metadata. The result is the same on every machine, byte for byte; the manifest holds its
hash.
"""

import importlib.util
import struct
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from types import ModuleType

import flatbuffers
import numpy as np

from posecoach.errors import ModelError

_METADATA_NAME = b"TFLITE_METADATA"
_ALIGNMENT = 16  # bytes; the model is mapped into memory straight from the archive


@cache
def _schema(name: str) -> ModuleType:
    """Mediapipe's generated TFLite schema, loaded by path, without importing mediapipe itself."""
    package = importlib.util.find_spec("mediapipe")
    if package is None or not package.submodule_search_locations:
        raise ModelError("The package mediapipe is missing; install posecoach again.")
    path = Path(package.submodule_search_locations[0]) / "tasks" / "metadata" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"_posecoach_{name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ModelError(
            "This version of mediapipe lacks the TFLite schema that packing the pose model "
            "needs; install the version that posecoach asks for."
        )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _metadata(outputs: int, mean: float, std: float) -> bytes:
    """TFLite metadata that says: one RGB image, normalised by (x - mean) / std."""
    m = _schema("metadata_schema_py_generated")
    norm = m.NormalizationOptionsT()
    norm.mean, norm.std = [mean], [std]
    unit = m.ProcessUnitT()
    unit.optionsType, unit.options = m.ProcessUnitOptions.NormalizationOptions, norm
    picture = m.ImagePropertiesT()
    picture.colorSpace = m.ColorSpaceType.RGB
    content = m.ContentT()
    content.contentPropertiesType = m.ContentProperties.ImageProperties
    content.contentProperties = picture
    image = m.TensorMetadataT()
    image.name, image.content, image.processUnits = "image", content, [unit]
    graph = m.SubGraphMetadataT()
    graph.inputTensorMetadata, graph.outputTensorMetadata = [image], []
    for i in range(outputs):
        tensor = m.TensorMetadataT()
        tensor.name = f"output_{i}"
        graph.outputTensorMetadata.append(tensor)
    model = m.ModelMetadataT()
    model.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def with_normalisation(tflite: bytes, mean: float, std: float) -> bytes:
    """The TFLite model with metadata added on how its input image is normalised."""
    s = _schema("schema_py_generated")
    model = s.ModelT.InitFromObj(s.Model.GetRootAsModel(tflite, 0))
    buffer = s.BufferT()
    buffer.data = np.frombuffer(
        _metadata(len(model.subgraphs[0].outputs), mean, std), dtype=np.uint8
    )
    model.buffers.append(buffer)
    entry = s.MetadataT()
    entry.name, entry.buffer = _METADATA_NAME.decode(), len(model.buffers) - 1
    kept = [e for e in model.metadata or [] if e.name != _METADATA_NAME]
    model.metadata = [*kept, entry]
    builder = flatbuffers.Builder(len(tflite) + 65536)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def with_scores_only(tflite: bytes) -> bytes:
    """A detector's TFLite model with one output, the score of each anchor (1, n, 1)."""
    s = _schema("schema_py_generated")
    model = s.ModelT.InitFromObj(s.Model.GetRootAsModel(tflite, 0))
    graph = model.subgraphs[0]
    graph.outputs = [i for i in graph.outputs if graph.tensors[i].shape[-1] == 1]
    model.signatureDefs = None
    builder = flatbuffers.Builder(len(tflite) + 65536)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def pack(parts: list[tuple[str, bytes]]) -> bytes:
    """An uncompressed zip archive of ``(name, content)`` with each content aligned."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o600 << 16
            header = out.tell() + 30 + len(name.encode()) + 4
            pad = -header % _ALIGNMENT
            info.extra = struct.pack("<HH", 0xFFFF, pad) + bytes(pad)
            archive.writestr(info, content)
    return out.getvalue()
