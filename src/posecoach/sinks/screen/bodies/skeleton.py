"""Draws the user's skeleton, with the part that a correction is about."""

from collections.abc import Collection

import cv2
import numpy as np

from posecoach.judge.moment import Verdict
from posecoach.measure.body import LANDMARK_NAMES
from posecoach.pose import BONES, FACE, SIDES, Landmark, Pose, Side, other
from posecoach.session.moment import SessionMoment
from posecoach.sinks.screen.drawing.parts import Pen, fine
from posecoach.sinks.screen.layout import Box
from posecoach.sinks.screen.place import DRAWN, Sheet
from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image

_JOINTS = sorted({i for bone in BONES for i in bone})


def landmarks_of(part: str, side: Side | None) -> list[Landmark]:
    """The landmarks of a rule's part; on both sides if it is not known which one it is."""
    if part in LANDMARK_NAMES:
        return [LANDMARK_NAMES[part]]
    prefix, _, name = part.partition("_")
    sides: tuple[Side, ...] = SIDES
    if side is not None and prefix in ("side", "kneeling", "near"):
        sides = (side,)
    elif side is not None and prefix in ("other", "front", "far"):
        sides = (other(side),)
    return [LANDMARK_NAMES[f"{s}_{name}"] for s in sides if f"{s}_{name}" in LANDMARK_NAMES]


def marked(now: SessionMoment) -> dict[Landmark, Verdict]:
    """The landmarks of rules that are broken or close to it, with the worse verdict."""
    out: dict[Landmark, Verdict] = {}
    if now.moment is None:
        return out
    for rule in now.plan.stretch.rules:
        verdict = now.moment.rules.get(rule.id)
        if verdict not in ("warn", "broken"):
            continue
        for part in rule.parts:
            for landmark in landmarks_of(part, now.side):
                if out.get(landmark) != "broken":
                    out[landmark] = verdict
    return out


def boxes_of(pose: Pose, sheet: Sheet) -> tuple[Box | None, Box | None]:
    """The boxes on the canvas around the whole body and around the face; None where unseen."""
    spots = sheet.spots(pose.pixels)
    seen = pose.visibility >= DRAWN
    face = [i for i in FACE if seen[i]]
    return Box.around(spots[seen]), Box.around(spots[face]) if face else None


def draw_skeleton(
    canvas: Image,
    pose: Pose,
    sheet: Sheet,
    now: SessionMoment,
    pen: Pen,
    *,
    strength: float = 1.0,
    meant: Collection[Landmark] | None = None,
) -> None:
    """Draws bones and joints; those of a broken rule are thick, in the colour of corrections.

    Args:
        strength: how much the plain bones differ from the picture, 0 to 1: less while nothing is
            judged, and beside a part that is meant.
        meant: the joints to mark; by default those of all broken rules.
    """
    spots = sheet.spots(pose.pixels)
    theme = pen.theme
    thin, thick = max(2, pen.px(0.006)), max(4, pen.px(0.018))
    halo = max(2, pen.px(0.003))
    if meant is None:
        meant = [i for i, verdict in marked(now).items() if verdict == "broken"]
    seen = pose.visibility >= DRAWN
    plain = canvas
    if strength < 1.0 or meant:
        box = Box.around(spots[seen]) if seen.any() else None
        if box is None:
            return
        box = box.grown(thick)
        region = canvas[max(0, box.y0) : max(0, box.y1), max(0, box.x0) : max(0, box.x1)]
        if region.size == 0:
            return
        before = region.copy()
        _bones(plain, spots, seen, thin, halo, theme.overlay.skeleton, theme.overlay.halo)
        share = min(strength, 0.6) if meant else strength
        cv2.addWeighted(region, share, before, 1 - share, 0, dst=region)
    else:
        _bones(plain, spots, seen, thin, halo, theme.overlay.skeleton, theme.overlay.halo)
    if meant:
        _part(
            canvas,
            spots,
            [i for i in sorted(meant) if seen[i]],
            thick,
            theme.colours.correct,
            theme.overlay.halo,
        )


def _bones(
    canvas: Image,
    spots: "np.ndarray[tuple[int, ...], np.dtype[np.int_]]",
    seen: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]",
    width: int,
    halo: int,
    ink: Colour,
    dark: Colour,
) -> None:
    pairs = [(a, b) for a, b in BONES if seen[a] and seen[b]]
    bones = list((spots * 16).astype(np.int32)[np.array(pairs)]) if pairs else []
    joints = [i for i in _JOINTS if seen[i]]
    for thick, radius, colour in ((width + 2 * halo, width + halo, dark), (width, width, ink)):
        cv2.polylines(canvas, bones, False, colour, thick, cv2.LINE_AA, 4)
        for i in joints:
            cv2.circle(canvas, fine(*spots[i]), radius * 16, colour, -1, cv2.LINE_AA, 4)


def _part(
    canvas: Image,
    spots: "np.ndarray[tuple[int, ...], np.dtype[np.int_]]",
    meant: list[Landmark],
    width: int,
    ink: Colour,
    dark: Colour,
) -> None:
    pairs = [(a, b) for a, b in BONES if a in meant and b in meant]
    for grown, colour in ((max(3, width // 3), dark), (0, ink)):
        for a, b in pairs:
            cv2.line(
                canvas, fine(*spots[a]), fine(*spots[b]), colour, width + grown, cv2.LINE_AA, 4
            )
        for i in meant:
            radius = round(width * 0.75) + grown // 2
            cv2.circle(canvas, fine(*spots[i]), radius * 16, colour, -1, cv2.LINE_AA, 4)
