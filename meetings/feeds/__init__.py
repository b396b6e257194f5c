"""Calendars to subscribe to: rounds, last days and follow-ups, mine or the team's, behind a secret link."""
