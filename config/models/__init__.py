"""The rows of the top floor: archives of whole teams, and the keys to the JSON API."""

from config.models.archives import Archive, ArchiveQuerySet, Part
from config.models.tokens import ApiCreation, ApiToken, ApiTokenQuerySet, Scope

__all__ = ["ApiCreation", "ApiToken", "ApiTokenQuerySet", "Archive", "ArchiveQuerySet", "Part", "Scope"]
