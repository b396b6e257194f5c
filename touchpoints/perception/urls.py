"""Addresses under `/t/<team_slug>/touchpoints/surveys/`."""

from django.urls import URLPattern, path

from touchpoints.perception import views

urlpatterns: list[URLPattern] = [
    path("", views.surveys, name="surveys"),
    path("new/", views.create, name="create_survey"),
    path("choices/", views.choices, name="survey_choices"),
    path("<int:survey>/", views.survey, name="survey"),
    path("<int:survey>/edit/", views.edit, name="edit_survey"),
    path("<int:survey>/link/", views.renew_link, name="renew_survey_link"),
    path("<int:survey>/close/", views.close, name="close_survey"),
    path("<int:survey>/remove/", views.remove, name="remove_survey"),
]
