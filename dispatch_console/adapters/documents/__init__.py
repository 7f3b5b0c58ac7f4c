"""Papers: one module per document, drawn with reportlab."""
