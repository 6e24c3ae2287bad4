"""One contract, one SQLite file: journal, projection, ownership, backups, and the reading of files from outside."""
