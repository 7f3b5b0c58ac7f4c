"""The handoff: what is recorded at the door or at the counter."""
