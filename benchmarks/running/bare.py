"""The bare loop: ``cv2.VideoCapture`` and ``detect_for_video``, and nothing of this program.

    python benchmarks/running/bare.py SOURCE MODEL

runs it over a file or a stream in a process of its own, until the source ends.
"""

import sys
import time

import cv2


def loop(source: str, model: str) -> float:
    """Seconds of the loop, the model's loading left out."""
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=model), running_mode=vision.RunningMode.VIDEO
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        start, n = time.perf_counter(), 0
        capture = cv2.VideoCapture(source)
        while True:
            ok, frame = capture.read()
            if not ok:
                break
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
            landmarker.detect_for_video(picture, n * 33)
            n += 1
        capture.release()
        return time.perf_counter() - start


if __name__ == "__main__":
    loop(sys.argv[1], sys.argv[2])
