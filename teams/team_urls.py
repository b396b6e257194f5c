"""Addresses under `/t/<team_slug>/team/`."""

from django.urls import path

from teams import team_views as views
from teams.webhooks import views as webhooks

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
    # Webhooks
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.create, name="create_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/edit/", webhooks.edit, name="edit_webhook"),
    path("webhooks/<int:pk>/on/", webhooks.switch_on, name="switch_on_webhook"),
    path("webhooks/<int:pk>/off/", webhooks.switch_off, name="switch_off_webhook"),
    path("webhooks/<int:pk>/secret/", webhooks.renew_secret, name="renew_webhook_secret"),
    path("webhooks/<int:pk>/remove/", webhooks.remove, name="remove_webhook"),
    path("webhooks/<int:pk>/probe/", webhooks.probe, name="probe_webhook"),
    path("webhooks/<int:pk>/deliveries/<int:delivery>/again/", webhooks.send_again, name="send_delivery_again"),
]
