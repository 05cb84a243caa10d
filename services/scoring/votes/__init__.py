"""Audience votes: tickets, votes, and what they come to."""
