"""Who organises an edition, a host or everything; part of the service registration."""
