"""Hosts, programmes, editions, people, startups and entries."""
