"""The live stream: what is public of an edition, pushed to whoever looks, by a process of its own."""
