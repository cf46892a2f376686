"""How people write: spelling, endings, words that mean the same. Search and suggestions read with it."""
