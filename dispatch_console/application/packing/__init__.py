"""Packing: the queue of the benches, scans, boxes, sealing; and the products that are scanned."""
