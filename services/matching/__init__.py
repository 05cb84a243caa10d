"""Investors, shortlists, interests and introductions."""
