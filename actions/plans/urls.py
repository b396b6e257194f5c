"""Addresses of the plans under `/t/<team_slug>/actions/`."""

from django.urls import path

from actions.plans import after_views, drawer_views, part_views, pilot_views, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.create, name="create_plan"),
    path("plans/ready/", views.ready, name="ready_plan"),
    path("plans/<int:plan>/", views.plan, name="plan"),
    path("plans/<int:plan>/plan.pdf", views.pdf, name="plan_pdf"),
    path("plans/<int:plan>/edit/", views.edit, name="edit_plan"),
    path("plans/<int:plan>/close/", views.close, name="close_plan"),
    path("plans/<int:plan>/reopen/", views.reopen, name="reopen_plan"),
    path("plans/<int:plan>/remove/", views.remove, name="remove_plan"),
    path("plans/<int:plan>/take-in/", views.take_in, name="take_in"),
    path("plans/<int:plan>/let-out/<int:pk>/", views.let_out, name="let_out"),
    path("plans/<int:plan>/milestones/", part_views.add_milestone, name="add_milestone"),
    path("plans/milestones/<int:milestone>/", part_views.edit_milestone, name="edit_milestone"),
    path("plans/milestones/<int:milestone>/reach/", part_views.reach_milestone, name="reach_milestone"),
    path("plans/milestones/<int:milestone>/remove/", part_views.remove_milestone, name="remove_milestone"),
    # A trial and its roll-out
    path("plans/<int:plan>/voices/", pilot_views.add_voice, name="add_voice"),
    path("plans/voices/<int:voice>/remove/", pilot_views.remove_voice, name="remove_voice"),
    path("plans/<int:plan>/decide/", pilot_views.decide, name="decide_pilot"),
    path("plans/<int:plan>/roll-out/", pilot_views.roll_out, name="roll_out"),
    path("plans/<int:plan>/trainings/", part_views.add_training, name="add_training"),
    path("plans/trainings/<int:training>/", part_views.edit_training, name="edit_training"),
    path("plans/trainings/<int:training>/hold/", part_views.hold_training, name="hold_training"),
    path("plans/trainings/<int:training>/remove/", part_views.remove_training, name="remove_training"),
    # The drawer
    path("plans/<int:plan>/lines/", drawer_views.add_line, name="add_line"),
    path("plans/lines/<int:line>/", drawer_views.edit_line, name="edit_line"),
    path("plans/lines/<int:line>/remove/", drawer_views.remove_line, name="remove_line"),
    path("plans/<int:plan>/start/", drawer_views.start, name="start_crisis"),
    path("plans/<int:plan>/reviewed/", drawer_views.mark_reviewed, name="review_crisis"),
    path("plans/<int:plan>/throw-away/", drawer_views.throw_away, name="throw_away"),
    # What comes after what
    path("<int:pk>/after/", after_views.after, name="after"),
    path("<int:pk>/after/<int:dependency>/remove/", after_views.remove_after, name="remove_after"),
]
