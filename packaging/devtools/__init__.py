"""What `packaging/dev.py` is made of; standard library alone, Linux, macOS and Windows."""
