"""What goes where in a backup."""

from django.apps import apps
from django.db import models

KEYS = (
    "enquiries.InboxKey",
    "enquiries.KeyHolder",
    "enquiries.RecoverySet",
    "enquiries.RecoverySheet",
    "enquiries.RehearsalCapsule",
    "enquiries.ConversationKey",
    "experiences.ModerationKey",
    "experiences.Moderator",
    "experiences.ExperienceKey",
)
"""Only in the file that is replaced. In the order in which they are put back."""

STANDS = ("enquiries.ShredCertificate", "experiences.TakenBack", "core.Suppression")
"""In both. What was erased stays erased, and who died gets no mail, also when an old copy comes back."""

LEFT_OUT = (
    "sessions.Session",
    "enquiries.UnlockedInbox",
    "experiences.UnlockedExperiences",
    "core.OutboxMessage",
)
"""In neither: who is signed in, open inboxes, and mail (with the addresses in it)."""


def model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def not_in_copies() -> list[str]:
    """Names of the tables whose rows no dated copy has."""
    return [model(label)._meta.db_table for label in (*KEYS, *LEFT_OUT)]
