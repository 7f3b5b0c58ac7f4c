"""Files as they lie on disk: text and workbooks as rows of cells."""
