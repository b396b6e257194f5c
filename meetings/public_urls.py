"""Addresses of a round outside the team: joining as a guest, and the projector's wall."""

from django.urls import path

from meetings.room import guest_views

urlpatterns = [
    path("join/", guest_views.join, name="join"),
    path("join/<str:code>/", guest_views.join_by_code, name="join_by_code"),
    path("wall/<str:token>/", guest_views.wall, name="wall"),
    path("wall/<str:token>/snapshot/", guest_views.wall_snapshot, name="wall_snapshot"),
]
