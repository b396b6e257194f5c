"""Addresses under `/t/<team_slug>/voices/suggestions/`."""

from django.urls import path

from feedback.suggestions import link_views, review_views, views

urlpatterns = [
    path("", views.suggestions, name="suggestions"),
    path("new/", views.suggest, name="suggest"),
    path("link/", link_views.link, name="suggestion_link"),
    path("link/renew/", link_views.renew_link, name="renew_suggestion_link"),
    path("link/shut/", link_views.shut_link, name="shut_suggestion_link"),
    path("link/outcomes/", link_views.switch_outcomes, name="switch_suggestion_outcomes"),
    path("<int:pk>/", views.suggestion, name="suggestion"),
    path("<int:pk>/write-back/", views.write_back, name="write_back"),
    path("<int:pk>/experts/", review_views.experts, name="suggestion_experts"),
    path("<int:pk>/rating/", review_views.rate, name="rate_suggestion"),
    path("<int:pk>/answer/", review_views.answer, name="answer_suggestion"),
    path("<int:pk>/decision/", review_views.decide, name="decide_suggestion"),
    path("<int:pk>/action/", review_views.into_action, name="suggestion_into_action"),
    path("<int:pk>/tie/", review_views.tie, name="tie_suggestion"),
    path("<int:pk>/untie/", review_views.untie, name="untie_suggestion"),
    path("<int:pk>/publish/", review_views.publish, name="publish_suggestion"),
    path("<int:pk>/withdraw/", review_views.withdraw, name="withdraw_suggestion"),
    path("<int:pk>/touchpoint/", review_views.into_touchpoint, name="suggestion_into_touchpoint"),
]
