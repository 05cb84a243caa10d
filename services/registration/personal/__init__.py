"""What is held on people: told, erased, and until when it is kept; part of the service registration."""
