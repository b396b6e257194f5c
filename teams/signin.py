"""How people sign in: what we change of allauth, and links that sign in once."""

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from requests import RequestException, Response, Session

from teams.letters import post
from teams.models import SignInLink, User
from teams.tokens import hash_of, new_token

LINK_VALID_FOR = timedelta(hours=1)
PROVIDER_ANSWERS_WITHIN = 5
"""Seconds."""

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation or, where sign-up is open, to found a team; mails go through our ledger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The operator decides whether strangers may open an account."""
        return settings.SIGNUP_OPEN

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a mail in its recipient's language; it may carry a code, so it is kept no longer than needed."""
        user = User.objects.filter(email__iexact=email).first()
        with translation.override(user.language if user else translation.get_language()):
            message = self.render_mail(template_prefix, email, {"user": user, **context})
        post(key=f"account:{uuid4()}", message=message, at=timezone.now(), secret=True)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """The text that allauth's templates give, and the same in our letter's look."""
        known = {"base_url": settings.BASE_URL, "email": email, **context}
        message: EmailMultiAlternatives = super().render_mail(template_prefix, email, known, headers)
        words = {"subject": message.subject, "paragraphs": message.body.split("\n\n")}
        message.attach_alternative(render_to_string("mail/account.html", known | words), "text/html")
        return message

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link on our own address, whatever name the request called us by."""
        return settings.BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def format_email_subject(self, subject: str) -> str:
        """The subject without a prefix: it is short enough as it is."""
        return subject


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The company's own sign-on opens accounts for its people."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever the company vouches for may have an account; teams still come by invitation."""
        return True

    def get_requests_session(self) -> Session:
        """What asks the provider."""
        return Enquiry()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take over the person's name as the company knows it, and whether it has proved their address."""
        user: User = super().populate_user(request, sociallogin, data)
        for address in sociallogin.email_addresses:
            address.verified = address.verified in (True, "true")  # some providers write it as a word, "false" too
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:80]
        return user


class Enquiry(Session):
    """Asks the provider, whose every answer is JSON; if none comes, the person reads a page that says so."""

    def request(self, *args: Any, **kwargs: Any) -> Response:
        """Ask once. Raises ImmediateHttpResponse, which allauth answers with."""
        kwargs["timeout"] = PROVIDER_ANSWERS_WITHIN
        try:
            response = super().request(*args, **kwargs)
            response.raise_for_status()
            response.json()
        except RequestException as error:
            logger.warning("The company's sign-on does not answer: %s", error)
            raise ImmediateHttpResponse(redirect("socialaccount_login_error")) from error
        return response


def one_time_link(user: User, at: datetime) -> str:
    """An address that signs this person in once within the hour. Only its hash is stored."""
    token = new_token()
    user.sign_in_links.filter(expires_at__lte=at).delete()
    user.sign_in_links.create(token_hash=hash_of(token), expires_at=at + LINK_VALID_FOR)
    return settings.BASE_URL + reverse("sign_in_link", args=[token])


def whose_link(token: str, at: datetime) -> User | None:
    """Whom the link would sign in, without using it up: mail scanners and previews only look."""
    link = SignInLink.objects.select_related("user").filter(token_hash=hash_of(token), expires_at__gt=at).first()
    return link.user if link else None


def redeem(token: str, at: datetime) -> User | None:
    """Use the link up and say whom it signs in; of two at once only one gets an answer."""
    user = whose_link(token, at)
    deleted, _rows = SignInLink.objects.filter(token_hash=hash_of(token), expires_at__gt=at).delete()
    return user if deleted else None
