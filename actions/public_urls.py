"""Addresses of the plans outside the team: where a link in a mail leads."""

from django.urls import path

from actions import mail_link_views
from actions.reminders import views as reminder_views

urlpatterns = [
    path("m/<str:token>/", mail_link_views.mail_link, name="mail_link"),
    path("profile/reminders/", reminder_views.wishes, name="reminder_wishes"),
    path("reminders/stop/<str:token>/", reminder_views.stop, name="stop_reminders"),
]
