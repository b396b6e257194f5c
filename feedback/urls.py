"""Addresses of voices under `/t/<team_slug>/voices/`."""

from django.urls import include, path

app_name = "feedback"
urlpatterns = [
    path("questions/", include("feedback.asking.urls")),
    path("new/", include("feedback.collecting.urls")),
    path("settings/", include("feedback.collecting.settings_urls")),
    path("tables/", include("feedback.exchange.urls")),
    path("topics/", include("feedback.topics.urls")),
    path("suggestions/", include("feedback.suggestions.urls")),
    path("learned/", include("feedback.learning.urls")),
    path("live/", include("feedback.alerting.urls")),
    path("<int:pk>/", include("feedback.collecting.voice_urls")),
    path("", include("feedback.workspaces.urls")),
]
