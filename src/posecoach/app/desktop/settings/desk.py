"""The group of settings for the day at the desk."""

from posecoach.app.desktop.pages.choices import Group
from posecoach.language import mark as _
from posecoach.language import tr

_NEVER = ("0", _("Never"))


def _minutes(*numbers: int) -> tuple[tuple[str, str], ...]:
    """Choices of minutes; bare numbers are never translated."""
    return (_NEVER, *((str(n), str(n)) for n in numbers))


class DeskGroup(Group):
    """When the user is told, how often and how the camera looks, and what is kept."""

    def fill(self) -> None:
        self.choice(
            "desk_slump_min",
            tr(_("The same slump")),
            tr(_("Minutes until you are told, with 'posecoach desk'")),
            _minutes(5, 10, 20, 30),
        )
        self.choice(
            "desk_still_min",
            tr(_("Sitting almost still")),
            tr(_("Minutes until you are told")),
            _minutes(20, 30, 45),
        )
        self.choice(
            "desk_sit_min",
            tr(_("Sitting since you last stood")),
            tr(_("Minutes until you are told")),
            _minutes(20, 30, 45, 60),
        )
        self.choice(
            "desk_look_s",
            tr(_("A look every so many seconds")),
            tr(_("Sooner while something changes")),
            (("3", "3"), ("5", "5"), ("8", "8")),
        )
        self.choice(
            "desk_camera",
            tr(_("The camera between two looks")),
            tr(_("Switched off, its lamp blinks, but a meeting always finds it free")),
            (("release", _("Off")), ("keep", _("On"))),
        )
        self.choice(
            "desk_record",
            tr(_("Your day in the record")),
            tr(_("Sitting, breaks and slumps, for you alone; times of day as you choose")),
            (("off", _("Not kept")), ("hour", _("By the hour")), ("minute", _("By the minute"))),
        )
