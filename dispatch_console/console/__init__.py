"""An open console: its tabs, the news that reach them, the status line, and what it does as time passes."""
