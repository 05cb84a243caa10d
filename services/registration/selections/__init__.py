"""Stages of decisions: the organiser admits, lets wait or declines each entry."""
