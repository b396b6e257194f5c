"""Who may enter which address: written down a second time, by name, so that a change is a decision and not a slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from teams.models import Role
from tests.test_architecture import TREES_OF_OTHERS

LEAD, MEMBER, READER, GUEST = Role.LEAD.value, Role.MEMBER.value, Role.READER.value, "guest"
STRANGER, ANONYMOUS = "stranger", "anonymous"
EVERYONE = {LEAD, MEMBER, READER}
WRITERS = {LEAD, MEMBER}
IN_ROOM = {LEAD, MEMBER, GUEST}


def names(words: str) -> set[str]:
    """URL names, written one after the other."""
    return set(words.split())


LEADS_ONLY = names("""
    feedback:listening
    feedback:open_learned_link feedback:shut_learned_link
    feedback:renew_suggestion_link feedback:shut_suggestion_link feedback:switch_suggestion_outcomes
    actions:remove_plan actions:decide_pilot
    whole_team whole_team_progress whole_team_file
    touchpoints:stages touchpoints:rename_stage touchpoints:move_stage touchpoints:remove_stage
    meetings:create meetings:create_series meetings:edit_series meetings:pause_series meetings:resume_series
    teams:settings teams:invite teams:invite_again teams:revoke_invitation teams:membership teams:remove
    teams:departments teams:department teams:remove_department
    teams:webhooks teams:webhook teams:create_webhook teams:edit_webhook teams:switch_on_webhook
    teams:switch_off_webhook teams:renew_webhook_secret teams:remove_webhook teams:probe_webhook
    teams:send_delivery_again
""")
WRITERS_ONLY = names("""
    feedback:create_question feedback:edit_question feedback:close_question feedback:renew_question_code
    feedback:create_links feedback:revoke_links feedback:learn feedback:edit_learned feedback:remove_learned
    journeys:read_journey journeys:import_journey
    journeys:create_share journeys:revoke_share
    journeys:create journeys:edit journeys:copy journeys:remove journeys:add_phase journeys:rename_phase
    journeys:move_phase journeys:remove_phase journeys:add_step journeys:edit_step journeys:move_step
    journeys:remove_step journeys:into_inventory journeys:write_cell
    touchpoints:rate
    touchpoints:ready_made touchpoints:change_many
    touchpoints:create_survey touchpoints:survey_choices touchpoints:edit_survey touchpoints:renew_survey_link
    touchpoints:close_survey touchpoints:remove_survey
    touchpoints:create_checklist touchpoints:edit_checklist touchpoints:remove_checklist touchpoints:add_item
    touchpoints:change_item touchpoints:move_item touchpoints:remove_item touchpoints:create_visit
    touchpoints:remove_visit
    touchpoints:create touchpoints:edit touchpoints:retire touchpoints:reactivate touchpoints:mark_key
    touchpoints:surroundings touchpoints:add_resource touchpoints:edit_resource touchpoints:remove_resource
    touchpoints:add_influence touchpoints:edit_influence touchpoints:remove_influence touchpoints:restore
    touchpoints:put_back
    touchpoints:create_metric touchpoints:edit_metric touchpoints:remove_metric touchpoints:record_reading
    touchpoints:remove_reading touchpoints:freeze_baseline touchpoints:create_benchmark touchpoints:edit_benchmark
    touchpoints:remove_benchmark
    actions:deed actions:deed_here
    actions:move_card actions:create actions:metrics actions:edit actions:move actions:settle
    actions:add_step actions:rename_step actions:tick_step actions:move_step actions:remove_step
    actions:comment actions:reword_comment actions:remove_comment actions:add_file actions:remove_file
    actions:add_expense actions:change_expense actions:remove_expense actions:scenarios
    touchpoints:upload touchpoints:import touchpoints:check_import touchpoints:start_import touchpoints:discard_import
    touchpoints:import_progress touchpoints:undo_import
    feedback:create_topic feedback:edit_topic feedback:add_terms feedback:remove_term feedback:merge_topic
    feedback:remove_topic feedback:add_tone_words feedback:remove_tone_word feedback:begin_dictionary
    feedback:read_again feedback:judge feedback:undo_judgement
    feedback:suggestion_experts feedback:rate_suggestion feedback:answer_suggestion feedback:decide_suggestion
    feedback:suggestion_into_action feedback:suggestion_into_touchpoint meetings:bring_suggestion
    feedback:tie_suggestion feedback:untie_suggestion feedback:publish_suggestion feedback:withdraw_suggestion
    feedback:record feedback:paste_mail feedback:is_kept feedback:edit_voice feedback:mask feedback:remove_voice
    feedback:upload feedback:import feedback:check_import feedback:start_import feedback:discard_import
    feedback:import_progress feedback:undo_import
    feedback:reasons feedback:rename_reason feedback:remove_reason feedback:place_voice feedback:split_voice
    feedback:praise feedback:open_case feedback:hand_over_case feedback:note_case feedback:answer_case
    feedback:close_case feedback:reopen_case
    meetings:edit meetings:occasion meetings:cancel meetings:add_addendum meetings:put_on_agenda
    meetings:paper meetings:blank_cards meetings:tally_sheet
    actions:create_plan actions:ready_plan actions:edit_plan actions:close_plan actions:reopen_plan
    actions:take_in actions:let_out actions:add_milestone actions:edit_milestone actions:reach_milestone
    actions:remove_milestone actions:add_voice actions:remove_voice actions:roll_out actions:add_training
    actions:edit_training actions:hold_training actions:remove_training actions:add_line actions:edit_line
    actions:remove_line actions:start_crisis actions:review_crisis actions:throw_away actions:after
    actions:remove_after
    journeys:ready_made
    journeys:take_snapshot journeys:remove_snapshot
    journeys:create_persona journeys:edit_persona journeys:remove_persona journeys:change_portrait
    journeys:remove_portrait
""")
READABLE = names("""
    feedback:questions feedback:question feedback:question_svg feedback:question_pdf feedback:question_links
    feedback:learned feedback:learned_pdf
    feedback:suggestions feedback:suggestion feedback:suggest feedback:write_back feedback:suggestion_link
    feedback:list feedback:lines feedback:further_filters feedback:figures feedback:figures_beside feedback:negative
    feedback:positive feedback:voice
    feedback:topics feedback:topic feedback:tone_words feedback:rereading feedback:inbox
    feedback:exchange feedback:empty_table feedback:csv feedback:xlsx
    journeys:exchange journeys:formats journeys:json_schema journeys:csv journeys:xlsx journeys:json journeys:mermaid
    journeys:give_out journeys:pdf journeys:svg journeys:png journeys:shares
    feedback:fresh feedback:voices_at feedback:alerts
    journeys:step journeys:weak_points journeys:map journeys:live_map journeys:steps
    journeys:list
    actions:plans actions:plan actions:plan_pdf
    touchpoints:priorities touchpoints:standing
    touchpoints:csv touchpoints:xlsx touchpoints:pdf touchpoints:priorities_csv touchpoints:priorities_xlsx
    touchpoints:readings_csv touchpoints:readings_xlsx actions:csv actions:xlsx actions:calendar_file
    meetings:feeds meetings:subscribe meetings:revoke_feed
    touchpoints:surveys touchpoints:survey touchpoints:checklist touchpoints:visit
    overview touchpoints:list touchpoints:lines touchpoints:beside touchpoints:detail
    touchpoints:history touchpoints:compare touchpoints:names touchpoints:further_filters
    touchpoints:exchange touchpoints:empty_table touchpoints:metric touchpoints:attachment
    actions:my_day actions:my_day_here
    actions:checklist actions:file actions:expenses
    actions:list actions:further_filters actions:board actions:calendar
    actions:saved_views actions:save_view actions:rename_view actions:remove_view actions:detail actions:timeline
    cycle:overview cycle:spread
    actions:figures actions:rates_csv actions:rates_xlsx actions:budget_csv actions:budget_xlsx
    actions:wall_pdf actions:board_pdf
    meetings:list meetings:detail meetings:calendar meetings:all_series meetings:series meetings:addenda_pdf
    teams:people teams:leave
    api_tokens:list api_tokens:revoke
    journeys:snapshots journeys:snapshot journeys:compare
    journeys:personas journeys:persona journeys:persona_pdf journeys:portrait
""")
OUTSIDE_FOR_ALL = names("""
    stop_reminders
    home healthz set_language invitation sign_in_link join join_by_code wall wall_snapshot mail_link answer_survey feed
    shared_journey
    suggest_by_link outcomes_by_link receipt
    learned_by_link ask ask_seen ask_thanks ask_once
    outbox outbox_letter outbox_html outbox_attachment
    api_reference api:openapi-json
""")
"""Outside of teams: what a link or a code opens, and what there is before anybody has come in."""
OUTSIDE_BY_TOKEN = names("""
    api:read_team api:list_touchpoints api:create_touchpoint api:touchpoint api:change_touchpoint
    api:list_voices api:create_voice api:voice api:judge_voice
    api:list_actions api:create_action api:action api:change_action api:move_action api:settle_action
    api:api-root
""")
"""The API: who is signed in counts as nobody there."""
OUTSIDE_FOR_SOME: dict[str, set[str]] = {
    "profile": {LEAD, MEMBER, READER, STRANGER},
    "reminder_wishes": {LEAD, MEMBER, READER, STRANGER},
    "profile_export": {LEAD, MEMBER, READER, STRANGER},
    "profile_delete": {LEAD, MEMBER, READER, STRANGER},
    "found_team": {LEAD, STRANGER},
    "join_team": {READER},
}
"""The stranger leads another team; the reader is invited to it, so that only they can join."""
OF_THE_ROOM = "/room/"
OF_THE_INVENTORY = names("metric reading benchmark resource influence checklist item visit survey run version")
"""What belongs to touchpoints, by the name that its primary key has in an address."""
OF_THE_PLANS = names("milestone voice training line dependency")
"""The same of plans of actions."""
OF_THE_ACTION = names("step comment file expense")
"""The same of one action."""
OF_THE_JOURNEYS = names("phase step persona snapshot share")
"""The same of customer journeys, whose steps are others than those of an action."""


@dataclass(frozen=True)
class Address:
    """One URL pattern."""

    name: str
    route: str
    view: Any

    @property
    def open_to(self) -> set[str]:
        """Who may enter, as written above."""
        if self.name in LEADS_ONLY:
            return {LEAD}
        if self.name in WRITERS_ONLY:
            return WRITERS
        if self.name in READABLE:
            return EVERYONE
        if self.name in {"meetings:minutes_pdf", "meetings:room"}:
            return EVERYONE | {GUEST}
        if OF_THE_ROOM in self.route or self.name == "meetings:minutes_preview":
            return IN_ROOM
        raise AssertionError(f"{self.name} is not in the matrix: say above who may enter")

    @property
    def marked_for(self) -> set[str]:
        """Who may enter, as the view is marked."""
        return {role.value for role in self.view.open_to} | ({GUEST} if self.view.guests else set())


def addresses() -> Iterator[Address]:
    """Every address but those that belong to allauth and Django."""

    def walk(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
        for part in resolver.url_patterns:
            here = route + str(part.pattern)
            if isinstance(part, URLResolver):
                yield from walk(part, here, space + (f"{part.namespace}:" if part.namespace else ""))
            elif isinstance(part, URLPattern) and not here.startswith(TREES_OF_OTHERS):
                yield Address(f"{space}{part.name}", here, part.callback)

    return walk(get_resolver(), "", "")


EVERYWHERE = sorted(addresses(), key=lambda address: address.name)
ADDRESSES = [address for address in EVERYWHERE if "team_slug" in address.route]
OUTSIDE = [address for address in EVERYWHERE if "team_slug" not in address.route]
