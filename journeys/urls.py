"""Addresses of profiles and journeys under `/t/<team_slug>/journeys/`."""

from django.urls import include, path

app_name = "journeys"
urlpatterns = [
    path("", include("journeys.personas.urls")),
    path("", include("journeys.ready_made.urls")),
    path("", include("journeys.exchange.urls")),
    path("", include("journeys.building.urls")),
    path("<int:pk>/", include("journeys.map.urls")),
    path("<int:pk>/", include("journeys.insight.urls")),
    path("<int:pk>/", include("journeys.paper.urls")),
    path("<int:pk>/", include("journeys.sharing.urls")),
    path("<int:pk>/", include("journeys.comparing.urls")),
]
