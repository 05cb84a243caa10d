"""Addresses under which people's calendars fetch what is theirs."""
