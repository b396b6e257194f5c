"""Addresses under `/t/<team_slug>/actions/`."""

from django.urls import include, path

from actions import calendar_views, list_views, out_views, printing_views, settle_views, views
from actions.figures import views as figures_views
from actions.my_day import views as my_day_views
from actions.overview import saved_views
from actions.overview import views as overview_views
from actions.timeline import views as timeline_views

app_name = "actions"
urlpatterns = [
    path("", list_views.plan, name="list"),
    path("filters/", list_views.further_filters, name="further_filters"),
    path("actions.csv", out_views.csv, name="csv"),
    path("actions.xlsx", out_views.xlsx, name="xlsx"),
    path("board/", overview_views.board, name="board"),
    path("board/<int:pk>/move/", overview_views.move_card, name="move_card"),
    path("calendar/", overview_views.month, name="calendar"),
    path("saved/", saved_views.saved_views, name="saved_views"),
    path("saved/new/<slug:page>/", saved_views.save_view, name="save_view"),
    path("saved/<int:saved>/", saved_views.rename_view, name="rename_view"),
    path("saved/<int:saved>/remove/", saved_views.remove_view, name="remove_view"),
    path("wall.pdf", printing_views.wall, name="wall_pdf"),
    path("board.pdf", printing_views.board, name="board_pdf"),
    path("figures/", figures_views.figures, name="figures"),
    path("figures/rates.csv", figures_views.rates_csv, name="rates_csv"),
    path("figures/rates.xlsx", figures_views.rates_xlsx, name="rates_xlsx"),
    path("figures/budget.csv", figures_views.budget_csv, name="budget_csv"),
    path("figures/budget.xlsx", figures_views.budget_xlsx, name="budget_xlsx"),
    path("timeline/", timeline_views.timeline_page, name="timeline"),
    path("new/", views.create, name="create"),
    path("metrics/", views.metrics, name="metrics"),
    # The day of one person
    path("my-day/", my_day_views.my_day, name="my_day"),
    path("my-day/lines/", my_day_views.my_day_here, name="my_day_here"),
    path("my-day/<int:pk>/<slug:deed>/", my_day_views.deed, name="deed"),
    path("my-day/<int:pk>/<slug:deed>/here/", my_day_views.deed_here, name="deed_here"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/action.ics", calendar_views.download, name="calendar_file"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/settle/", settle_views.settle, name="settle"),
    path("<int:pk>/", include("actions.parts.urls")),
    path("", include("actions.plans.urls")),
]
