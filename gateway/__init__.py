"""Pages and API: the only processes that phones and laptops talk to."""

import warnings

# nameko's client comes with eventlet, which is not used here.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
