"""Checks published results without the system that made them.

Only Python's standard library is needed, and this folder: nothing of the services or the gateway.
"""
