"""The demo day: invented customers at real addresses in the centre of Helsinki, played through the real operations."""
