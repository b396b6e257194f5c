"""Who is in a round: coming in, being there, going out, and who has the moderator's role."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.codes import new_code, tidy
from meetings.errors import NotInRoom, OnlyModerator, RuleBroken
from meetings.models import Meeting, Participant, Phase
from meetings.models.phases import RUNNING
from meetings.table import at_table, during, in_chair, seated
from meetings.wording import required
from teams.models import User

NAME_LIMIT = 80
CODE_LAPSES_AFTER = timedelta(days=1)


def enter(*, meeting: Meeting, user: User, at: datetime) -> Participant:
    """Bring a member of the team into the room; whoever is in already stays as they are.

    Raises NotInRoom for readers, strangers and those removed, RoundIsOver after the end.
    """
    here = meeting.participants.in_room().filter(user=user).first()
    if here is not None and not meeting.is_over:
        return here
    with at_table(meeting) as meeting:
        during(meeting, Phase.LOBBY, *RUNNING)
        if not _works_along(meeting, user.pk):
            raise NotInRoom(_("In die Runde kommen Mitglieder des Teams."))
        person, _new = meeting.participants.get_or_create(user=user, defaults={"name": str(user)[:NAME_LIMIT]})
        if person.removed_at:
            raise NotInRoom(_("Die Moderation hat diese Person aus der Runde genommen."))
        person.name, person.joined_at = str(user)[:NAME_LIMIT], person.joined_at or at
        person.save(update_fields=["name", "joined_at"])
        return person


def enter_as_guest(*, meeting: Meeting, name: str, at: datetime) -> Participant:
    """Bring in someone without an account, for this round alone.

    Raises TextMissing without a name, RuleBroken if someone in the round has it, RoundIsOver after the end.
    """
    name = required(name, limit=NAME_LIMIT, sentence=_("Unter welchem Namen?")).replace("\n", " ")
    with at_table(meeting) as meeting:
        during(meeting, Phase.LOBBY, *RUNNING)
        if name.casefold() in _names(meeting):
            raise RuleBroken(_("Diesen Namen gibt es in der Runde schon. Mit Nachnamen geht es."))
        return meeting.participants.create(name=name, is_guest=True, joined_at=at)


def by_code(*, code: str, at: datetime) -> Meeting | None:
    """The round that people find by this short code, however typed; None when it is over or was never held.

    The code of a round that was left without an end works again while its moderator is there.
    """
    meeting = Meeting.objects.select_related("team").filter(join_code=tidy(code)).first()
    return meeting if meeting and _is_open(meeting, at) else None


def remove(*, meeting: Meeting, by: Participant, participant: Participant, at: datetime) -> None:
    """Show someone out, safe to repeat. Their cards stay, their ballot in an open vote does not count.

    A guest goes for good: they know the round's code, so it becomes another one.
    Raises OnlyModerator, RuleBroken for the moderator's own place.
    """
    with at_table(meeting) as meeting:
        chair = in_chair(meeting, by)
        during(meeting, Phase.LOBBY, *RUNNING)
        if chair.pk == participant.pk:
            raise RuleBroken(_("Erst die Moderation übergeben, dann gehen."))
        has_gone = meeting.participants.filter(pk=participant.pk, removed_at=None).update(
            removed_at=at, present_until=None, ready_at=None
        )
        if has_gone and participant.is_guest:
            meeting.join_code = new_code()
            meeting.save(update_fields=["join_code"])
        participant.ballots.filter(vote_round__meeting=meeting, vote_round__closed_at=None).delete()


def let_in_again(*, meeting: Meeting, by: Participant, participant: Participant, at: datetime) -> None:
    """Take back that a member was shown out; safe to repeat. They find their cards, and vote anew.

    Raises OnlyModerator, RuleBroken for guests and for those who do not work in the team any more.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.LOBBY, *RUNNING)
        if not _works_along(meeting, participant.user_id):
            raise RuleBroken(_("Wieder herein kommt nur, wer im Team mitarbeitet."))
        meeting.participants.filter(pk=participant.pk).update(removed_at=None)


def hand_over(*, meeting: Meeting, by: Participant, to: Participant, at: datetime) -> None:
    """Give the moderator's role to another member; a deputy who gets it leaves the old moderator as deputy.

    Rules 5 to 7 follow the role: the old moderator votes like everyone, the new one's ballot closes the vote,
    which they cast once more if they have voted already. Raises OnlyModerator, RuleBroken for guests and the absent.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.LOBBY, *RUNNING)
        person = seated(meeting, to)
        if not person.is_present(at):
            raise RuleBroken(_("Diese Person ist gerade nicht im Raum."))
        _give_chair(meeting, person)


def take_over(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Take the moderator's role while its holder is away: the deputy, or a lead if the deputy is away too.

    Raises OnlyModerator for everyone else, RuleBroken while the moderator is present.
    """
    with at_table(meeting) as meeting:
        person = seated(meeting, by)
        during(meeting, Phase.LOBBY, *RUNNING)
        if meeting.is_moderated_by(person):
            return
        if _is_present(meeting, meeting.moderator_id, at):
            raise RuleBroken(_("Die Moderation ist im Raum und kann übergeben."))
        if not _may_step_in(meeting, person, at):
            raise OnlyModerator(_("Für die Moderation springt die Vertretung ein, sonst die Leitung."))
        _give_chair(meeting, person)


def set_ready(*, meeting: Meeting, by: Participant, ready: bool, at: datetime) -> None:
    """Say "Ich bin fertig" in the ideas phase, or take it back. Raises NotInRoom, RoundMovedOn."""
    with at_table(meeting) as meeting:
        person = seated(meeting, by)
        during(meeting, Phase.IDEAS)
        person.ready_at = at if ready else None
        person.save(update_fields=["ready_at"])


def keep_present(*, participant_pks: Iterable[int], until: datetime) -> None:
    """Note that these people's screens are connected; never shortens, never brings back whom the moderator removed."""
    Participant.objects.filter(Q(present_until=None) | Q(present_until__lt=until), pk__in=participant_pks).filter(
        removed_at=None
    ).update(present_until=until)


def _is_open(meeting: Meeting, at: datetime) -> bool:
    if not meeting.is_running:
        return not meeting.is_over and at < meeting.starts_at + CODE_LAPSES_AFTER
    is_abandoned = Meeting.objects.abandoned(at).filter(pk=meeting.pk).exists()
    return not is_abandoned or _is_present(meeting, meeting.moderator_id, at)


def _works_along(meeting: Meeting, user_pk: int | None) -> bool:
    return meeting.team.memberships.working().filter(user=user_pk).exists()


def _names(meeting: Meeting) -> set[str]:
    """In Python, because SQLite knows capitals of ASCII alone."""
    return {name.casefold() for name in meeting.participants.filter(removed_at=None).values_list("name", flat=True)}


def _give_chair(meeting: Meeting, person: Participant) -> None:
    if person.user_id is None:
        raise RuleBroken(_("Moderieren kann, wer zum Team gehört."))
    if person.user_id == meeting.deputy_id:
        meeting.deputy_id = meeting.moderator_id
    meeting.moderator_id = person.user_id
    meeting.save(update_fields=["moderator", "deputy"])


def _may_step_in(meeting: Meeting, person: Participant, at: datetime) -> bool:
    if person.user_id is None:
        return False
    if person.user_id == meeting.deputy_id:
        return True
    is_lead = meeting.team.memberships.leads().filter(user=person.user_id).exists()
    return is_lead and not _is_present(meeting, meeting.deputy_id, at)


def _is_present(meeting: Meeting, user_pk: int | None, at: datetime) -> bool:
    return user_pk is not None and meeting.participants.present(at).filter(user=user_pk).exists()
