"""The load-out: parcels are scanned into a van, and the van is released."""
