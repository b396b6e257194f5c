"""The whole team is packed by a worker: once, of one moment, for its leads, and not for ever."""

import io
import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import IO, Any
from zipfile import ZipFile

import pytest
from django.db import connections
from django.urls import reverse

from config import packing, tasks
from config.models import Archive
from config.packing import KEPT_FOR, LEASE, PART, TRIED_FOR, ask, carry_on, keep, tidy, unclaimed
from config.snapshot import snapshot
from config.whole_team import pack
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ArchiveFactory, TouchpointFactory
from touchpoints.models import Touchpoint

alone = pytest.mark.django_db(transaction=True)
"""A snapshot is a transaction of its own, so these tests can have none around them."""

EMPTY_ZIP = b"PK\5\6" + bytes(18)


def url(team: Team, name: str = "whole_team") -> str:
    return reverse(name, args=[team.slug])


def downloaded(membership: Membership) -> ZipFile:
    response: Any = signed_in(membership).get(url(membership.team, "whole_team_file"))
    assert ".zip" in response.headers["Content-Disposition"]
    content = b"".join(response.streaming_content)
    assert int(response.headers["Content-Length"]) == len(content)
    return ZipFile(io.BytesIO(content))


def packed(team: Team, content: bytes = EMPTY_ZIP, at: datetime = NOW) -> Archive:
    archive: Archive = ArchiveFactory(team=team, asked_at=at)
    file = io.BytesIO()
    file.write(content)
    keep(file, archive_pk=archive.pk, at=at)
    archive.refresh_from_db()
    return archive


@alone
def test_lead_asks_once_and_downloads_what_the_worker_packed(team: Team, anna: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung")
    browser = signed_in(anna)
    assert "Noch nichts gepackt" in browser.get(url(team)).text
    page = browser.post(url(team), follow=True).text
    assert "Fertig gepackt" in page
    assert "Anna Keller" in page
    (touchpoint,) = json.loads(downloaded(anna).read("touchpoints.json"))
    assert touchpoint["name"] == "Rechnung"


@pytest.mark.django_db
def test_it_is_for_leads_alone(team: Team, anna: Membership, ben: Membership, clara: Membership) -> None:
    packed(team)
    assert signed_in(anna).get(url(team)).status_code == 200
    assert downloaded(anna).testzip() is None
    for name in ("whole_team", "whole_team_progress", "whole_team_file"):
        assert signed_in(ben).get(url(team, name)).status_code == 403
        assert signed_in(clara).get(url(team, name)).status_code == 404
        assert "Herunterladen" not in signed_in(clara).get(url(clara.team)).text
    assert signed_in(clara).get(url(clara.team, "whole_team_file")).status_code == 404


@pytest.mark.django_db
def test_page_asks_again_until_it_is_packed_also_without_javascript(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    browser.post(url(team))
    page, fragment = browser.get(url(team)).text, browser.get(url(team, "whole_team_progress")).text
    assert "Wird gepackt" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert f'hx-get="{url(team, "whole_team_progress")}"' in fragment
    assert "<html" not in fragment
    packed_now = team.archives.get()
    keep(io.BytesIO(), archive_pk=packed_now.pk, at=NOW)
    assert "hx-get" not in browser.get(url(team, "whole_team_progress")).text


@pytest.mark.django_db
def test_asking_twice_packs_once(team: Team, anna: Membership) -> None:
    assert ask(team=team, by=anna.user, at=NOW) == ask(team=team, by=anna.user, at=NOW + timedelta(seconds=1))
    assert team.archives.count() == 1


@pytest.mark.django_db
def test_new_file_takes_the_place_of_the_old_one_only_when_it_is_there(team: Team, anna: Membership) -> None:
    old = packed(team)
    new = ask(team=team, by=anna.user, at=NOW + timedelta(days=1))
    assert downloaded(anna).testzip() is None
    keep(io.BytesIO(b"PK"), archive_pk=new.pk, at=NOW + timedelta(days=1))
    assert list(team.archives.all()) == [new]
    assert not Archive.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db
def test_large_file_is_kept_in_parts_and_comes_back_as_it_was(team: Team) -> None:
    content = random.Random(1).randbytes(2 * PART + 7)
    archive = packed(team, content)
    assert (archive.parts.count(), archive.size) == (3, len(content))
    with packing.unpacked(archive) as file:
        assert file.read() == content


@pytest.mark.django_db
def test_what_two_workers_packed_is_kept_once(team: Team) -> None:
    archive = packed(team, b"first")
    keep(io.BytesIO(b"second"), archive_pk=archive.pk, at=NOW)
    with packing.unpacked(archive) as file:
        assert file.read() == b"first"


@alone
def test_worker_leaves_alone_what_another_has_and_takes_over_when_that_one_died(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object, **_more: object) -> None:
        raise SystemExit

    archive = ArchiveFactory(team=team)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(packing, "pack", die)
        carry_on(archive_pk=archive.pk, at=NOW)
    carry_on(archive_pk=archive.pk, at=NOW + LEASE / 2)
    archive.refresh_from_db()
    assert archive.is_waiting
    assert unclaimed(NOW + LEASE / 2) == []
    assert unclaimed(NOW + LEASE) == [archive.pk]
    carry_on(archive_pk=archive.pk, at=NOW + LEASE)
    archive.refresh_from_db()
    assert archive.state == Archive.State.DONE


@alone
def test_sweep_packs_what_was_left_behind_one_that_breaks(team: Team, clara: Membership) -> None:
    broken, left = ArchiveFactory(team=team), ArchiveFactory(team=clara.team)
    Team.objects.filter(pk=team.pk).update(time_zone="Nirgends/Wo")
    tasks.sweep_archives()
    states = {archive.pk: archive.state for archive in Archive.objects.all()}
    assert states == {left.pk: Archive.State.DONE, broken.pk: Archive.State.FAILED}


@pytest.mark.django_db
def test_file_is_deleted_after_a_week_and_what_nobody_could_pack_is_given_up(team: Team, anna: Membership) -> None:
    archive = packed(team)
    tidy(NOW + KEPT_FOR - timedelta(minutes=1))
    assert team.archives.get() == archive
    tidy(NOW + KEPT_FOR)
    assert not team.archives.exists()
    ArchiveFactory(team=team)
    tidy(NOW + TRIED_FOR)
    page = signed_in(anna).get(url(team)).text
    assert "Nicht fertig geworden" in page
    assert "Neu packen" in page


@alone
def test_everything_in_it_is_of_one_moment_and_nobody_waits_for_it(
    team: Team, anna: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(name: str) -> None:
        TouchpointFactory(team=team, name=name)
        connections.close_all()

    seen = []

    def pack_slowly(file: IO[bytes], **asked: Any) -> None:
        seen.append(team.touchpoints.count())
        with ThreadPoolExecutor() as others:
            others.submit(add, "Kommt dazwischen").result(timeout=10)
        seen.append(team.touchpoints.count())
        pack(file, **asked)

    monkeypatch.setattr(packing, "pack", pack_slowly)
    add("War schon da")
    carry_on(archive_pk=ArchiveFactory(team=team).pk, at=NOW)
    assert seen == [1, 1]
    assert [row["name"] for row in json.loads(downloaded(anna).read("touchpoints.json"))] == ["War schon da"]
    assert team.touchpoints.count() == 2


@alone
def test_snapshot_ends_with_its_block_also_when_that_breaks(team: Team) -> None:
    with pytest.raises(ZeroDivisionError), snapshot():
        assert not Touchpoint.objects.exists()
        raise ZeroDivisionError
    TouchpointFactory(team=team)
    with snapshot():
        assert Touchpoint.objects.count() == 1
