"""Whether the gateway and the parts it needs are alive and warm."""
