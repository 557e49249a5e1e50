"""What one page leaves for another; pages themselves are built anew with each size and look."""

from collections.abc import Callable
from dataclasses import dataclass, field

from posecoach.app.plandraft import PlanDraft


@dataclass
class Handover:
    """What outlives the page that left it.

    Attributes:
        then: what follows the first run's pages: a session, or the home page.
        sets_up: whether the first run goes on to camera, voice and the user after the safety pages.
        problem: a sentence for the home page or the first safety page, shown once.
        trouble: why the app cannot go on, for the page that says so.
        again: tries once more what could not be done.
        remembered: what pages keep while they are built anew, such as the tab that is open.
        drafts: the plans that are being made or changed, by the id of the one that is changed.
    """

    then: Callable[[], object]
    sets_up: bool = True
    problem: str = ""
    trouble: Exception | None = None
    again: Callable[[], object] = lambda: None
    remembered: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, PlanDraft] = field(default_factory=dict)
