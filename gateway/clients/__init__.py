"""The two doors into the services. Nothing else in the gateway knows that messages leave the process."""

from gateway.clients.ask import AskDoor
from gateway.clients.tell import TellDoor
from gateway.clients.trouble import Fault, Unavailable

__all__ = ["AskDoor", "Fault", "TellDoor", "Unavailable"]
