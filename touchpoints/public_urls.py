"""Addresses of the inventory outside the team: where a survey is answered."""

from django.urls import path

from touchpoints.perception import public_views

urlpatterns = [
    path("survey/<slug:link>/", public_views.answer, name="answer_survey"),
]
