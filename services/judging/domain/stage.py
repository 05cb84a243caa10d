"""Kinds of stages in which judging has less to do than in others."""

AUDIENCE_VOTE = "audience_vote"
"""Decided by the audience's votes alone: no judge scores, and nobody is on stage."""
