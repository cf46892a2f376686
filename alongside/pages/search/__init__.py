"""Search: looks pages up. It never scores, triages or interprets what one person tells it."""
