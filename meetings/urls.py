"""Addresses under `/t/<team_slug>/rounds/`."""

from django.urls import URLPattern, URLResolver, include, path

from meetings import agenda_views, bringing_views, minutes_views, paper_views, plan_views, series_views
from meetings.feeds import views as feed_views

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    # Planning
    path("", plan_views.rounds, name="list"),
    path("new/", plan_views.create, name="create"),
    path("agenda/", agenda_views.put_on_agenda, name="put_on_agenda"),
    path("bring/<int:suggestion>/", bringing_views.bring_suggestion, name="bring_suggestion"),
    path("<int:pk>/", plan_views.detail, name="detail"),
    path("<int:pk>/edit/", plan_views.edit, name="edit"),
    path("<int:pk>/occasion/", plan_views.occasion, name="occasion"),
    path("<int:pk>/cancel/", plan_views.cancel, name="cancel"),
    path("<int:pk>/calendar.ics", plan_views.calendar, name="calendar"),
    path("series/", series_views.all_series, name="all_series"),
    path("series/new/", series_views.create, name="create_series"),
    path("series/<int:pk>/", series_views.detail, name="series"),
    path("series/<int:pk>/edit/", series_views.edit, name="edit_series"),
    path("series/<int:pk>/pause/", series_views.pause, name="pause_series"),
    path("series/<int:pk>/resume/", series_views.resume, name="resume_series"),
    # Calendars to subscribe to
    path("feeds/", feed_views.feeds, name="feeds"),
    path("feeds/<slug:scope>/subscribe/", feed_views.subscribe, name="subscribe"),
    path("feeds/<slug:scope>/revoke/", feed_views.revoke, name="revoke_feed"),
    # The room
    path("<int:pk>/room/", include("meetings.room.urls")),
    # The record
    path("<int:pk>/minutes.pdf", minutes_views.pdf, name="minutes_pdf"),
    path("<int:pk>/minutes/preview/", minutes_views.preview, name="minutes_preview"),
    path("<int:pk>/minutes/addenda/", minutes_views.add_addendum, name="add_addendum"),
    path("<int:pk>/minutes/addenda.pdf", minutes_views.addenda_pdf, name="addenda_pdf"),
    # On paper
    path("<int:pk>/paper/", paper_views.paper, name="paper"),
    path("<int:pk>/paper/cards.pdf", minutes_views.blank_cards, name="blank_cards"),
    path("<int:pk>/paper/tally.pdf", minutes_views.tally_sheet, name="tally_sheet"),
]
