"""Founders register by themselves: the call for entries, drafts, and versioned submissions."""
