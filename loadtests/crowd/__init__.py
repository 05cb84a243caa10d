"""Thousands of phones on the live stream: when does a change reach the last of them?"""
