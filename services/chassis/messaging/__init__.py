"""How messages leave and enter a process."""

from schemas.envelope import Envelope
from schemas.routes import method_name
from services.chassis.messaging.asking import Asked, ask
from services.chassis.messaging.auditing import acts_of
from services.chassis.messaging.consuming import consume, consume_batch

__all__ = ["Asked", "Envelope", "acts_of", "ask", "consume", "consume_batch", "method_name"]
