"""Addresses of voices outside the team, for people without an account."""

from django.urls import URLPattern, URLResolver, include, path

from feedback.answering import public_views as answering
from feedback.learning import public_views as learning

urlpatterns: list[URLPattern | URLResolver] = [
    path("f/once/<str:token>/", answering.ask_once, name="ask_once"),
    path("f/<slug:code>/", answering.ask, name="ask"),
    path("f/<slug:code>/seen/", answering.ask_seen, name="ask_seen"),
    path("f/<slug:code>/thanks/", answering.ask_thanks, name="ask_thanks"),
    path("sagten/<slug:code>/", learning.learned_by_link, name="learned_by_link"),
    path("", include("feedback.suggestions.public_urls")),
]
