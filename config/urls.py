"""All addresses. What belongs to a team lies under `/t/<team_slug>/`; the few others come first."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import views

outside: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz/", views.healthz, name="healthz"),
    path("", include("meetings.public_urls")),
    path("", include("teams.urls")),
]

of_a_team: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("touchpoints/", include("touchpoints.urls")),
    path("rounds/", include("meetings.urls")),
    path("actions/", include("actions.urls")),
    path("team/", include("teams.team_urls")),
]

urlpatterns = [*outside, path("t/<slug:team_slug>/", include(of_a_team))]
