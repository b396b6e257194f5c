"""All addresses. What belongs to a team lies under `/t/<team_slug>/`; the few others come first."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import views, whole_team_views
from config.api import document_views
from config.api.document import api

outside: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/login/", secure_admin_login(admin.site.login)),  # the one sign-in: its limits, its second factor
    path("admin/", admin.site.urls),
    path("api/", document_views.reference, name="api_reference"),
    path("api/v1/", api.urls),
    path("healthz/", views.healthz, name="healthz"),
    path("", include("actions.public_urls")),
    path("", include("feedback.public_urls")),
    path("", include("journeys.public_urls")),
    path("", include("meetings.public_urls")),
    path("", include("touchpoints.public_urls")),
    path("", include("teams.urls")),
]

of_a_team: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("touchpoints/exchange/team/", whole_team_views.whole_team, name="whole_team"),
    path("touchpoints/exchange/team/progress/", whole_team_views.progress, name="whole_team_progress"),
    path("touchpoints/exchange/team.zip", whole_team_views.download, name="whole_team_file"),
    path("touchpoints/", include("touchpoints.urls")),
    path("cycle/", include("meetings.cycle_urls")),
    path("rounds/", include("meetings.urls")),
    path("journeys/", include("journeys.urls")),
    path("voices/", include("feedback.urls")),
    path("actions/", include("actions.urls")),
    path("team/", include("teams.team_urls")),
    path("tokens/", include("config.api.token_urls")),
]

urlpatterns = [*outside, path("t/<slug:team_slug>/", include(of_a_team))]
