"""Addresses under `/t/<team_slug>/team/`."""

from django.urls import path

from teams import team_views as views

app_name = "teams"
urlpatterns = [
    path("", views.people, name="people"),
    path("settings/", views.settings, name="settings"),
    # People
    path("invite/", views.invite, name="invite"),
    path("invitations/<int:pk>/again/", views.invite_again, name="invite_again"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("people/<int:pk>/", views.membership, name="membership"),
    path("people/<int:pk>/remove/", views.remove, name="remove"),
    path("leave/", views.leave, name="leave"),
    # Departments
    path("departments/", views.departments, name="departments"),
    path("departments/<int:pk>/", views.department, name="department"),
    path("departments/<int:pk>/remove/", views.remove_department, name="remove_department"),
]
