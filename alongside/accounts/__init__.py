"""Staff: who they are."""
