"""How well a page fits a query: by the ways people type it, and by its own words."""
