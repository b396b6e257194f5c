"""Notices what is new or rising: open pages show it within two seconds, the owner gets one mail."""
