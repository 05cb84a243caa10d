"""Meetings of investors and startups: when and where there can be any, and who meets whom."""
