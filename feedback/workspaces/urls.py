"""Addresses under `/t/<team_slug>/voices/`: all voices, the two places where they are worked off, and one voice."""

from django.urls import path

from feedback.workspaces import case_views, reason_views, views, voice_views

urlpatterns = [
    # All voices
    path("", views.voices, name="list"),
    path("lines/", views.lines, name="lines"),
    path("more-filters/", views.further_filters, name="further_filters"),
    path("figures/", views.figures, name="figures"),
    path("figures/beside/", views.beside, name="figures_beside"),
    # Complaints and praise, each in a place of its own
    path("negative/", views.negative, name="negative"),
    path("positive/", views.positive, name="positive"),
    path("reasons/<str:polarity>/", reason_views.reasons, name="reasons"),
    path("reasons/rename/<int:pk>/", reason_views.rename, name="rename_reason"),
    path("reasons/remove/<int:pk>/", reason_views.remove, name="remove_reason"),
    # One voice
    path("<int:pk>/", voice_views.voice, name="voice"),
    path("<int:pk>/place/", voice_views.place, name="place_voice"),
    path("<int:pk>/split/", voice_views.split, name="split_voice"),
    path("<int:pk>/praise/", voice_views.praise, name="praise"),
    # Its case
    path("<int:pk>/case/", case_views.open_case, name="open_case"),
    path("<int:pk>/case/owner/", case_views.hand_over, name="hand_over_case"),
    path("<int:pk>/case/note/", case_views.note, name="note_case"),
    path("<int:pk>/case/answer/", case_views.answer, name="answer_case"),
    path("<int:pk>/case/close/", case_views.close, name="close_case"),
    path("<int:pk>/case/reopen/", case_views.reopen, name="reopen_case"),
]
