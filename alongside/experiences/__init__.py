"""What patients tell us; moderation; collation into a release. Nothing is here yet."""
