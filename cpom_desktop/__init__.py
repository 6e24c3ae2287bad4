"""CPOM Desktop: two sides write one multi-year contract, without a network."""

__version__ = "0.1.0"
