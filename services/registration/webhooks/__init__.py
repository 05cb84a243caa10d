"""Telling other programs what happens in an edition, signed after Standard Webhooks."""
