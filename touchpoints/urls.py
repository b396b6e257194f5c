"""Addresses under `/t/<team_slug>/touchpoints/`."""

from django.urls import URLPattern, URLResolver, include, path

from touchpoints import history_views, stage_views, surroundings_views, views

app_name = "touchpoints"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.inventory, name="list"),
    path("lines/", views.lines, name="lines"),
    path("filters/", views.further_filters, name="further_filters"),
    path("beside/", views.beside, name="beside"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/retire/", views.retire, name="retire"),
    path("<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("<int:pk>/key/", views.mark_key, name="mark_key"),
    path("<int:pk>/surroundings/", surroundings_views.surroundings, name="surroundings"),
    path("<int:pk>/resources/new/", surroundings_views.add_resource, name="add_resource"),
    path("<int:pk>/resources/<int:resource>/edit/", surroundings_views.edit_resource, name="edit_resource"),
    path("<int:pk>/resources/<int:resource>/remove/", surroundings_views.remove_resource, name="remove_resource"),
    path("<int:pk>/influences/new/", surroundings_views.add_influence, name="add_influence"),
    path("<int:pk>/influences/<int:influence>/edit/", surroundings_views.edit_influence, name="edit_influence"),
    path("<int:pk>/influences/<int:influence>/remove/", surroundings_views.remove_influence, name="remove_influence"),
    path("<int:pk>/history/", history_views.history, name="history"),
    path("<int:pk>/history/compare/", history_views.compare, name="compare"),
    path("<int:pk>/history/<int:version>/restore/", history_views.restore, name="restore"),
    path("<int:pk>/history/<slug:kind>/<int:version>/restore/", history_views.put_back, name="put_back"),
    path("names/", surroundings_views.names, name="names"),
    path("stages/", stage_views.overview, name="stages"),
    path("stages/<int:pk>/rename/", stage_views.rename, name="rename_stage"),
    path("stages/<int:pk>/move/", stage_views.move, name="move_stage"),
    path("stages/<int:pk>/remove/", stage_views.remove, name="remove_stage"),
    path("", include("touchpoints.measuring.urls")),
    path("mystery/", include("touchpoints.mystery.urls")),
    path("surveys/", include("touchpoints.perception.urls")),
    path("priorities/", include("touchpoints.priorities.urls")),
    path("exchange/", include("touchpoints.exchange.urls")),
]
