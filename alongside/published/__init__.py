"""The published site: rendered once, served from memory, exported as files."""
