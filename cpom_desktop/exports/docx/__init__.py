"""Text documents (.docx): only what the parties may want to write further."""
