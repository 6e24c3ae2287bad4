"""The bargaining as both sides read it: points, order of moves, packages, préalables, who gave what (domain §8.3)."""
