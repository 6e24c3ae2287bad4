"""Charts redrawn while typing. Only this package imports pyqtgraph, and only when a chart is first shown."""
