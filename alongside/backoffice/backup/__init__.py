"""Backups: dated copies of everything but the keys, and one file with the keys that is replaced.

Erasing a conversation destroys its key. That is worth nothing while a backup of last month still has it.
So the dated copies hold no keys at all, and can be kept for years; the file of keys is replaced each time,
and only the newest is kept. A copy of last month and the keys of today give back all but what was erased.
"""
