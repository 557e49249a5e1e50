"""Every page of the app, by the name with which others go to it."""

from posecoach.app.desktop.drafting.live import DraftLive
from posecoach.app.desktop.drafting.page import DraftPage
from posecoach.app.desktop.pages.about import About
from posecoach.app.desktop.pages.feedback import Feedback
from posecoach.app.desktop.pages.first_run import FirstRun
from posecoach.app.desktop.pages.home import Home
from posecoach.app.desktop.pages.lessons import Lessons
from posecoach.app.desktop.pages.library import Library
from posecoach.app.desktop.pages.plans.edit import PlanEdit
from posecoach.app.desktop.pages.plans.page import PlansPage
from posecoach.app.desktop.pages.tips import Tips
from posecoach.app.desktop.pages.trouble import Trouble
from posecoach.app.desktop.progress.page import Progress
from posecoach.app.desktop.session.ask import Ask
from posecoach.app.desktop.session.coaching import Coaching
from posecoach.app.desktop.session.pause import Pause
from posecoach.app.desktop.session.summary import Summary
from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.stack import Builder

PAGES: dict[str, Builder] = {
    "coaching": Coaching,
    "question": Ask,
    "pause": Pause,
    "summary": Summary,
    "first_run": FirstRun,
    "home": Home,
    "library": Library,
    "stretch": About,
    "record": DraftPage,
    "record_live": DraftLive,
    "progress": Progress,
    "tips": Tips,
    "lessons": Lessons,
    "plans": PlansPage,
    "plan_edit": PlanEdit,
    "feedback": Feedback,
    "settings": SettingsPage,
    "trouble": Trouble,
}
