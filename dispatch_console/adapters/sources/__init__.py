"""Order sources: one module per file format."""
