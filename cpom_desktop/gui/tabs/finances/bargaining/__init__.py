"""« Mesures et positions »: points, packages, who gave what and the order of moves, each row leading to its cell."""
