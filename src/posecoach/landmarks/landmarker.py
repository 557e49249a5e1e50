"""Finds the pose in a frame with mediapipe.

Importing that takes a second, so this module is imported late and in a background thread.
"""

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach import memory
from posecoach.errors import ModelError
from posecoach.landmarks import loading
from posecoach.landmarks.face import CROP, FaceWatch, ears_at
from posecoach.landmarks.people.choose import Person, alone, person_of, without
from posecoach.landmarks.people.lookout import Lookout
from posecoach.landmarks.people.second import Second
from posecoach.pose import FACE, LANDMARKS, Ears, FacePlace, Pose, unmirrored
from posecoach.sources.frame import Frame, Image

# The model scales the person to 256 x 256 pixels: a larger picture takes time to copy and convert,
# and adds no detail.
_LONGEST_SIDE = 1280
_BRIGHTNESS_GRID = (32, 24)  # points, across and down


class MediaPipeLandmarker:
    """MediaPipe's PoseLandmarker in video mode, for one person: the one nearest the camera.

    Now and then it checks whether another person is nearer than the one it follows
    (people/lookout.py).
    """

    def __init__(
        self,
        model: Path,
        *,
        mirrored_input: bool = False,
        face_model: Path | None = None,
        remember_s: float = 0.0,
    ) -> None:
        """Loads the model.

        Args:
            model: a checked ``.task`` bundle.
            mirrored_input: the pictures are mirrored; the poses are mirrored back.
            face_model: a checked face detector; without it poses never say where the face
                looks, nor where its ears are.
            remember_s: as ``Lookout`` takes it.

        Raises:
            ModelError: mediapipe cannot load it.
        """
        self._mirrored = mirrored_input
        self._last_ms = -1
        self._model = model
        # Kept open: the file may be removed before the second landmarker is loaded from it.
        self._file = loading.opened(model)
        try:
            self._landmarker = loading.poses(model, self._file, 1, film=True)
        except ModelError:
            self._file.close()
            raise
        self._first = True
        self._second: Second | None = None
        self._face_model = face_model
        self._face_detector: Any = None
        self._face_place: FacePlace | None = None
        self.faces: FaceWatch | None = None
        self._lookout: Lookout[Any] = Lookout(self.others, remember_s=remember_s)

    def adapt(self, *, faces: bool, floor: bool) -> None:
        """As ``AdaptableLandmarker`` says."""
        self._lookout.floor = floor
        if not faces or self._face_model is None:
            self.faces = None
        elif self.faces is None:
            self.faces = FaceWatch(self._face_points)

    def look_for_face(self, at: FacePlace | None) -> None:
        """As ``FaceFinder`` says."""
        self._face_place = at

    def _scored_face(self, crop: Image) -> tuple[NDArray[np.float64], float] | None:
        if self._face_detector is None:
            assert self._face_model is not None
            self._face_detector = loading.faces(self._face_model)
        found = self._face_detector.detect(loading.wrapped(crop)).detections
        if not found:
            return None
        points = np.array([(p.x, p.y) for p in found[0].keypoints]) * CROP
        if points.shape != (6, 2) or not np.isfinite(points).all():
            return None
        return points, float(found[0].categories[0].score)

    def _face_points(self, crop: Image) -> NDArray[np.float64] | None:
        found = self._scored_face(crop)
        return None if found is None else found[0]

    def _ears(self, image: Image) -> Ears | None:
        """The ears of a face where one is looked for, in the picture as it is."""
        at = self._face_place
        if at is None or self._face_model is None:
            return None
        if self._mirrored:
            at = replace(at, x=image.shape[1] - at.x)
        return ears_at(image, at, self._scored_face)

    def detect(self, frame: Frame) -> Pose:
        """The pose in ``frame``; never mirrored, whatever the input."""
        return self.finish(frame, self.find(frame, self.prepare(frame)))

    def prepare(self, frame: Frame) -> Any:
        """Converts the picture for the model; may run in another thread, before ``find``."""
        return _picture(frame.image)

    def find(self, frame: Frame, prepared: Any) -> Any:
        """Runs the model."""
        # MediaPipe requires whole, strictly rising milliseconds.
        self._last_ms = max(self._last_ms + 1, round(frame.t * 1000))
        picture = self._of_user_alone(frame.image) or prepared
        if self._first:  # what a model needs is made when it is first used
            self._first = False
            with memory.loading():
                result = self._landmarker.detect_for_video(picture, self._last_ms)
        else:
            result = self._landmarker.detect_for_video(picture, self._last_ms)
        self._lookout.update(frame.t, picture, lambda: person_of(result, 0))
        return result

    def _of_user_alone(self, image: Image) -> Any:
        """The picture without the others, where the model is to follow somebody else; else None.

        Whom it followed is painted over, since they may stand within the user's box. While the
        model slips back to them, only head and trunk are, so that the user is seen whole before
        their legs.
        """
        wanted, beside = self._lookout.wanted, self._lookout.beside
        if wanted is None:
            return None
        if beside is not None:
            image = without(image, beside, legs=not self._lookout.holding)
        return _picture(alone(image, wanted, self._lookout.room))

    def finish(self, frame: Frame, found: Any) -> Pose:
        """Turns the model's result into a pose; may run in another thread, after ``find``."""
        pose = self._pose(frame, found)
        return unmirrored(pose) if self._mirrored else pose

    def _pose(self, frame: Frame, result: Any) -> Pose:
        """The pose in the picture as it is, mirrored or not."""
        height, width = frame.image.shape[:2]
        luminance, ears = _luminance(frame.image), self._ears(frame.image)
        nobody = Pose(frame.t, width, height, luminance=luminance, ears=ears)
        if not result.pose_landmarks:
            return nobody
        image = np.array([(p.x, p.y, p.z, p.visibility or 0.0) for p in result.pose_landmarks[0]])
        world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
        if image.shape != (LANDMARKS, 4) or not (
            np.isfinite(image).all() and np.isfinite(world).all()
        ):
            return nobody
        faces = self.faces
        pose = Pose(
            frame.t,
            width,
            height,
            found=True,
            image=image[:, :2],
            depth=image[:, 2],
            world=world,
            visibility=image[:, 3],
            luminance=luminance,
            face_contrast=_face_contrast(frame.image, image[list(FACE), :2]),
            others=self._lookout.others,
            ears=ears,
        )
        if faces is not None:
            turn = faces.look(frame.t, frame.image, pose.pixels)
            pose = replace(pose, face_turn=turn, face_seen=turn is not None)
        return pose

    def others(self, picture: Any, followed: Person) -> list[Person]:
        """All people in a picture except the one who is followed. Runs in the lookout's thread.

        The followed person is painted over: next to somebody who stands, the model finds a person
        who sits or kneels in only half of the pictures. All of them is, for the model takes legs
        that are left over for somebody else.
        """
        if self._second is None:
            self._second = Second(self._model, self._file)
        return self._second.people(without(picture.numpy_view(), followed))

    def close(self) -> None:
        self._lookout.close()
        self._landmarker.close()
        if self._second is not None:
            self._second.close()
        if self._face_detector is not None:
            self._face_detector.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _picture(image: Image) -> Any:
    return loading.wrapped(_rgb(image))


def _rgb(image: Image) -> Image:
    """RGB, at most 1280 pixels along the longer side, contiguous."""
    longest = max(image.shape[:2])
    if longest > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / longest
        image = np.asarray(
            cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    return np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _face_contrast(image: Image, points: NDArray[np.float64]) -> float | None:
    """Difference of the face's 95th and 5th percentile of brightness; None outside the picture."""
    height, width = image.shape[:2]
    low = np.clip(points.min(axis=0) * (width, height), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) * (width, height)), 0, (width, height)).astype(int)
    face = image[low[1] : high[1], low[0] : high[0]]
    if face.shape[0] < 2 or face.shape[1] < 2:
        return None
    step = max(1, max(face.shape[:2]) // 32)
    grey = cv2.cvtColor(np.ascontiguousarray(face[::step, ::step]), cv2.COLOR_BGR2GRAY)
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel().cumsum()
    dark, bright = np.searchsorted(counts, (0.05 * counts[-1], 0.95 * counts[-1]))
    return float(bright - dark)


def _luminance(image: Image) -> float:
    """Mean brightness, 0 to 255, over a grid of points."""
    return float(cv2.resize(image, _BRIGHTNESS_GRID, interpolation=cv2.INTER_NEAREST).mean())
