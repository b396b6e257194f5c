"""The rows of the plans: actions and what belongs to them."""

from actions.models.action import Action, ActionQuerySet
from actions.models.dependency import Dependency
from actions.models.mail_link import Deed, MailLink, MailLinkQuerySet
from actions.models.parts import ActionFile, Comment, Expense, Step
from actions.models.plan import Decision, Plan, PlanKind, PlanQuerySet
from actions.models.plan_parts import DrawerLine, Milestone, PilotVoice, Side, Tone, Training
from actions.models.postponement import Postponement
from actions.models.reminder import Reminder, ReminderKind, ReminderQuerySet, ReminderWish
from actions.models.saved_view import SavedView, SavedViewQuerySet
from actions.models.scenario import Case, Scenario
from actions.models.status import MOVES, OPEN, WITH_REASON, Outcome, Priority, Status

__all__ = [
    "MOVES",
    "OPEN",
    "WITH_REASON",
    "Action",
    "ActionFile",
    "ActionQuerySet",
    "Case",
    "Comment",
    "Decision",
    "Deed",
    "Dependency",
    "DrawerLine",
    "Expense",
    "MailLink",
    "MailLinkQuerySet",
    "Milestone",
    "Outcome",
    "PilotVoice",
    "Plan",
    "PlanKind",
    "PlanQuerySet",
    "Postponement",
    "Priority",
    "Reminder",
    "ReminderKind",
    "ReminderQuerySet",
    "ReminderWish",
    "SavedView",
    "SavedViewQuerySet",
    "Scenario",
    "Side",
    "Status",
    "Step",
    "Tone",
    "Training",
]
