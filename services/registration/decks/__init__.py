"""Pitch decks: files that founders send, read and drawn where they can do no harm."""
