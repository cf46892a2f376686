"""From accepted experiences to figures in which nobody can be picked out. `docs/method.md` says why."""

from .collate import Collated, collate
from .rules import METHOD, MIN_NEW, Hidden

__all__ = ["METHOD", "MIN_NEW", "Collated", "Hidden", "collate"]
