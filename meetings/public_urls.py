"""Addresses outside the team: joining a round as a guest, the projector's wall, and calendars to subscribe to."""

from django.urls import path

from meetings.feeds import views as feed_views
from meetings.room import guest_views

urlpatterns = [
    path("join/", guest_views.join, name="join"),
    path("join/<str:code>/", guest_views.join_by_code, name="join_by_code"),
    path("feeds/<slug:token>.ics", feed_views.feed, name="feed"),
    path("wall/<str:token>/", guest_views.wall, name="wall"),
    path("wall/<str:token>/snapshot/", guest_views.wall_snapshot, name="wall_snapshot"),
]
