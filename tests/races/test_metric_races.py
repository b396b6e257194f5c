"""Several people at the metrics of a touchpoint and at what comes back to it: no error page, nothing twice."""

from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import MetricFactory, ResourceFactory, TouchpointFactory
from tests.races.at_once import at_once, posting, statuses
from touchpoints.models import Resource

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = {"name": "Wartezeit", "type": "duration", "unit": "Minuten", "better": "lower"}


def test_metric_begun_twice_at_once_stands_once(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(4):
        touchpoint = TouchpointFactory(team=team)
        deeds = [posting(who, "touchpoints:create_metric", touchpoint.pk, **WAITING) for who in (anna, ben, ben)]
        assert statuses(at_once(deeds)) == [302, 422, 422]
        assert touchpoint.metrics.count() == 1


def test_two_metrics_given_the_same_name_at_once_keep_two_names(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(4):
        touchpoint = TouchpointFactory(team=team)
        rows = [MetricFactory(touchpoint=touchpoint, name=name) for name in ("Eins", "Zwei")]
        deeds = [
            posting(who, "touchpoints:edit_metric", touchpoint.pk, row.pk, **WAITING)
            for who, row in zip((anna, ben), rows, strict=True)
        ]
        assert statuses(at_once(deeds)) == [302, 422]


def test_system_brought_back_while_it_is_added_again_stands_once(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(8):
        touchpoint = TouchpointFactory(team=team)
        ResourceFactory(touchpoint=touchpoint, name="Kasse").delete()
        version = Resource.history.filter(history_type="-").latest("history_id").history_id
        address = reverse("touchpoints:put_back", args=[team.slug, touchpoint.pk, "resource", version])
        adding = posting(ben, "touchpoints:add_resource", touchpoint.pk, kind="system", name="Kasse")
        assert {*statuses(at_once([partial(signed_in(anna).post, address), adding]))} <= {302, 422}
        assert touchpoint.resources.count() == 1


def test_reading_sent_twice_at_once_counts_once(team: Team, ben: Membership) -> None:
    for _round in range(4):
        metric = MetricFactory(touchpoint__team=team)
        measured = {"sheet": uuid4(), "measured_on": "2026-11-02", "source": "customers", "value": "84", "n": "50"}
        sending = [
            posting(ben, "touchpoints:record_reading", metric.touchpoint_id, metric.pk, **measured)
            for _click in range(2)
        ]
        assert statuses(at_once(sending)) == [302, 302]
        assert metric.readings.count() == 1
