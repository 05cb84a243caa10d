"""How messages leave a process that stands on plain threads: pika, and no nameko."""
