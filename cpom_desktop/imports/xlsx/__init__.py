"""Workbooks (.xlsx) read by a hardened path, and what a compte administratif or a budget says in them."""
