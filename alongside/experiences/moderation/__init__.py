"""The moderators' screens: let in, read, decide. Nothing is written here; that is for `actions`."""
