"""Rehearsals: who and what is made up for them, and how that is played through the ordinary doors."""
