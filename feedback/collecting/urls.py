"""Addresses under `/t/<team_slug>/voices/new/`: what customers said elsewhere, taken in."""

from django.urls import path

from feedback.collecting import views

urlpatterns = [
    path("", views.record, name="record"),
    path("mail/", views.paste_mail, name="paste_mail"),
    path("kept/<uuid:sheet>/", views.is_kept, name="is_kept"),
]
