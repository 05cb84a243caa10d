"""Passwords and sessions of people; part of the service registration."""
