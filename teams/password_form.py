"""Signing in with a password, for those who have set one."""

from typing import Any

from allauth.account.fields import PasswordField
from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class PasswordLoginForm(LoginForm):
    """Asks for the password, which allauth leaves out because sign-up asks for none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(
            label=_("Passwort"), autocomplete="current-password", show_reset_help=True
        )
