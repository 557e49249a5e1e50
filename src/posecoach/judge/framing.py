"""Whether the picture allows judging at all, and what to change when it does not."""

from collections import deque
from statistics import median

from posecoach.events import Direction
from posecoach.judge.far_knee import FarKnee
from posecoach.judge.moment import Framing
from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Reading
from posecoach.pose import SIDES
from posecoach.spec.schema import Stretch

_WINDOW_S = 0.5
_LEAVE_S = 1.0
_LEAVE_IN_REP_S = 4.0  # seen from the front: nobody turns round in a repetition or a hold
_SEEN_S = 0.5  # a part counts as missing after this long unseen
_DARK = 30.0  # mean brightness, 0..255, under which a person can hardly be found
_TOO_SMALL = 0.15  # share of the picture's height under which nothing is judged
_EDGE = 0.02  # share of the picture: a point this near its border is at its edge
_VOTES_S = 1.0  # the view's other measures decide by a majority over this long
_CLEARLY = 0.7  # of their limits: after turning away, the user is accepted again within this
_SHOWN_S = 0.3  # a direction needed for less is not shown


class FramingGate:
    """Follows person, visible parts, size and view, with hysteresis in value and time."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._spec = stretch.framing
        self._view_ok = False
        self._widths: deque[tuple[float, float, bool]] = deque()
        self._bad_view = Lasting()
        self._no_body = Lasting()
        self._no_feet = Lasting()
        self._small = Lasting()
        self._off_votes: deque[tuple[float, bool]] = deque()
        self._away = False
        self._hidden = Lasting()
        self._misplaced = Lasting()
        limits = stretch.half_kneeling
        self._knee = FarKnee(limits) if limits is not None and self._spec.near else None
        self.now = Framing(False)

    def reset(self) -> None:
        self._view_ok = False
        self._widths.clear()
        self._off_votes.clear()
        if self._knee is not None:
            self._knee.reset()

    def absent(self, luminance: float | None) -> Framing:
        """Nobody is in the picture."""
        self._widths.clear()
        self._off_votes.clear()
        dark = luminance is not None and luminance < _DARK
        direction: Direction = "more_light" if dark else "show_whole_body"
        self.now = Framing(False, direction, {"person": False})
        return self.now

    @property
    def far(self) -> bool:
        """Whether the knee on the floor is surely the far one."""
        return self._knee is not None and self._knee.far

    def to_show(self, t: float) -> Framing:
        """The framing to show: a direction only after it has been needed for a moment."""
        lasted = self._misplaced.update(t, self.now.direction is not None)
        return self.now if lasted >= _SHOWN_S else Framing(self.now.ok, None, self.now.checks)

    def update(
        self,
        body: Body,
        reading: Reading,
        *,
        resting: bool,
        engaged: bool,
        placed: bool,
        recognised: bool,
        signal_seen: bool = True,
    ) -> Framing:
        """Takes the next body; gives its framing, which ``now`` keeps.

        Args:
            resting: not in the middle of a rep, so that the view can be judged strictly.
            engaged: in a repetition or a hold, so that a bad view for a few seconds is taken for
                the model's mistake. Not on the way into a hold: there a turn aside looks like a
                lean.
            placed: the user is in the start position, or in a movement from it.
            recognised: the posture is that of the stretch.
            signal_seen: the landmarks of the rep signal are seen.
        """
        t = body.t
        missing_body = self._misses(body)
        missing_feet = any(body.point(n) is None for n in self._spec.feet)
        no_body = self._no_body.update(t, missing_body)
        no_feet = self._no_feet.update(t, missing_feet)
        lies = self._stretch.bearing in ("prone", "supine")
        size = body.box_length if lies else body.box_height
        small = self._small.update(t, size < self._spec.least_height)
        self._view(body, reading, resting=resting, engaged=engaged, placed=placed)
        hidden = self._hidden.update(t, not signal_seen) >= _SEEN_S
        sideways = body.shoulder_width <= self._spec.enter
        far = self._knee is not None and self._knee.update(
            body, kneeling=recognised, sideways=sideways
        )
        tiny = size < _TOO_SMALL
        cut_off = missing_body and no_body >= _SEEN_S
        wanted: list[tuple[bool, Direction]] = [  # the first that applies is said
            (tiny, "come_closer"),
            (cut_off, self._cut_off(body) if cut_off else "step_back"),
            (
                not self._view_ok and not missing_body,
                "turn_sideways" if self._stretch.view == "side" else "face_camera",
            ),
            (far and hidden, "swap_knee_or_turn"),
            (missing_feet and no_feet >= _SEEN_S, "show_feet"),
            (small >= _SEEN_S, "come_closer"),
            (far, "swap_knee_or_turn"),  # as advice: with the signal known, reps count
        ]
        direction = next((said for applies, said in wanted if applies), None)
        checks = {
            "person": True,
            "whole": not missing_body and not missing_feet,
            "distance": not small,
            "view": self._view_ok and not far,
        }
        ok = self._view_ok and not (far and hidden) and not tiny and no_body < _SEEN_S
        self.now = Framing(ok, direction, checks)
        return self.now

    def _misses(self, body: Body) -> bool:
        """Whether a point of ``body`` is unseen, or every point of ``either``."""
        either = self._spec.either
        return any(_unseen(body, n) for n in self._spec.body) or (
            bool(either) and all(_unseen(body, n) for n in either)
        )

    def _cut_off(self, body: Body) -> Direction:
        """Step back where the body runs over the picture's edge, else show all of it."""
        xs, ys = body.px[:, 0] / body.size[0], body.px[:, 1] / body.size[1]
        over = xs.min() < _EDGE or xs.max() > 1 - _EDGE or ys.min() < _EDGE or ys.max() > 1 - _EDGE
        return "step_back" if over else "show_whole_body"

    def _view(
        self, body: Body, reading: Reading, *, resting: bool, engaged: bool, placed: bool
    ) -> None:
        """Accepts the view by the median of half a second, rejects it after a second outside."""
        side_on = self._stretch.view == "side"
        facing = None if self._spec.facing is None else reading.value(self._spec.facing)
        backwards = facing is not None and facing < 0
        self._widths.append((body.t, body.shoulder_width, backwards))
        while body.t - self._widths[0][0] > _WINDOW_S:
            self._widths.popleft()
        width = median([w for _, w, _ in self._widths])
        away = sum(b for _, _, b in self._widths) > len(self._widths) / 2
        turned = resting and self._turned_away(reading, placed=placed)
        if side_on:
            good, bad = width <= self._spec.enter, body.shoulder_width > self._spec.leave
        else:
            good = width >= self._spec.enter and not away and not turned
            bad = body.shoulder_width < self._spec.leave or (backwards and resting)
        lasted = self._bad_view.update(body.t, bad)
        if self._view_ok:
            self._view_ok = lasted < (_LEAVE_IN_REP_S if engaged and not side_on else _LEAVE_S)
        else:
            full = body.t - self._widths[0][0] >= 0.6 * _WINDOW_S
            self._view_ok = good and not bad and full

    def _turned_away(self, reading: Reading, *, placed: bool) -> bool:
        """Whether the view's other measures speak against it.

        They are meant for the start position: the answer from there stays during a movement. A
        user who was turned away must turn back clearly.
        """
        share = _CLEARLY if self._away else 1.0
        known = [(v, r) for r in self._spec.also if (v := reading.value(r.measure)) is not None]
        now = any(not share * r.min <= v <= share * r.max for v, r in known)
        if placed and known:
            self._off_votes.append((reading.body.t, now))
            while reading.body.t - self._off_votes[0][0] > _VOTES_S:
                self._off_votes.popleft()
        votes = [vote for _, vote in self._off_votes] or [now]
        self._away = 2 * sum(votes) > len(votes)
        return self._away


def _unseen(body: Body, name: str) -> bool:
    """Whether a point is not seen; while it is unknown which side is near, either will do."""
    if body.facing == 0 and name.startswith("near_"):
        part = name.removeprefix("near_")
        return all(body.point(f"{side}_{part}") is None for side in SIDES)
    return body.point(name) is None
