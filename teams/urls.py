"""Addresses of people outside a team: home, profile, invitations, the outbox."""

from django.urls import path
from django.views.i18n import set_language

from teams import entrance_views, outbox_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("teams/new/", views.found_team, name="found_team"),
    path("invitation/<int:pk>/join/", views.join, name="join_team"),
    path("language/", set_language, name="set_language"),
    # Doors that a link opens
    path("invitation/<str:token>/", entrance_views.invitation, name="invitation"),
    path("sign-in/<str:token>/", entrance_views.sign_in_link, name="sign_in_link"),
    # My account
    path("profile/", views.profile, name="profile"),
    path("profile/export/", views.export_profile, name="profile_export"),
    path("profile/delete/", views.delete_profile, name="profile_delete"),
    # Mails, while no mail server is configured
    path("outbox/", outbox_views.letters, name="outbox"),
    path("outbox/<int:pk>/", outbox_views.letter, name="outbox_letter"),
    path("outbox/<int:pk>/html/", outbox_views.letter_html, name="outbox_html"),
    path("outbox/<int:pk>/<int:number>/", outbox_views.attachment, name="outbox_attachment"),
]
