"""The live stream: the public board, pushed to whoever looks, by a process of its own."""
