"""Tools that run in the reader's browser only: the letter decoder, the diary, the note for the GP.

Nothing is here yet; the room and its walls stand.
"""
