"""The small web application that phones and shops talk to."""
