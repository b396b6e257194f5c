"""Journeys in and out: CSV, JSON and Mermaid."""
