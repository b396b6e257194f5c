"""Addresses under `/t/<team_slug>/voices/live/`: what is new, and what was alarming."""

from django.urls import path

from feedback.alerting import views

urlpatterns = [
    path("", views.fresh, name="fresh"),
    path("at/<int:pk>/", views.at_touchpoint, name="voices_at"),
    path("alerts/", views.alerts, name="alerts"),
]
