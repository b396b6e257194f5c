"""Packs the whole team while people go on working: asked for once, made by a worker, kept for some days.

The archive's row is the truth. A worker claims it for a while, so that another takes over if it dies; the file is
stored in one transaction with the row's new state, so that it is there as a whole or not at all.
"""

from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO

from django.db import transaction

from config.models import Archive
from config.snapshot import snapshot
from config.whole_team import pack
from teams.models import Team, User

State = Archive.State

LEASE = timedelta(minutes=10)
"""How long a worker may take before another tries; 200,000 readings take less than half a minute."""
TRIED_FOR = timedelta(hours=2)
"""How long after it was asked for an archive that no worker could finish is given up."""
KEPT_FOR = timedelta(days=7)
PART = 1024 * 1024


def ask(*, team: Team, by: User, at: datetime) -> Archive:
    """The archive that is being packed for the team; one at a time."""
    archive, _is_new = Archive.objects.get_or_create(
        team=team, state=State.WAITING, defaults={"by": by, "asked_at": at}
    )
    return archive


def unclaimed(at: datetime) -> list[int]:
    """Archives that wait for a worker and have none now."""
    return list(Archive.objects.unclaimed(at).values_list("pk", flat=True))


def carry_on(*, archive_pk: int, at: datetime) -> None:
    """Pack what was asked for, unless that has been done or another worker is at it.

    What breaks has failed, and who asked sees it at once; trying again would break again.
    """
    if not Archive.objects.unclaimed(at).filter(pk=archive_pk).update(claimed_until=at + LEASE):
        return
    try:
        with TemporaryFile() as file:
            with snapshot():
                pack(file, team=Team.objects.get(archives=archive_pk), at=at)
            keep(file, archive_pk=archive_pk, at=at)
    except Exception:
        Archive.objects.filter(pk=archive_pk, state=State.WAITING).update(state=State.FAILED)
        raise


def keep(file: IO[bytes], *, archive_pk: int, at: datetime) -> None:
    """Store the packed file in place of the team's older ones, unless another worker was faster."""
    with transaction.atomic():
        archive = Archive.objects.select_for_update().filter(pk=archive_pk, state=State.WAITING).first()
        if archive is None:
            return
        archive.size = file.tell()
        file.seek(0)
        for number, content in enumerate(iter(lambda: file.read(PART), b"")):
            archive.parts.create(number=number, content=content)
        archive.state, archive.packed_at = State.DONE, at
        archive.save()
        Archive.objects.filter(team=archive.team_id).exclude(pk=archive_pk).delete()


def unpacked(archive: Archive) -> IO[bytes]:
    """A copy of the archive's file to read from, which leaves the disk when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    for content in archive.parts.values_list("content", flat=True).iterator(chunk_size=1):
        file.write(content)
    file.seek(0)
    return file


def tidy(at: datetime) -> None:
    """Delete what has been kept long enough, and give up what no worker could finish."""
    Archive.objects.exclude(state=State.WAITING).filter(asked_at__lte=at - KEPT_FOR).delete()
    Archive.objects.unclaimed(at).filter(asked_at__lte=at - TRIED_FOR).update(state=State.FAILED)
