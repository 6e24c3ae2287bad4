"""How a contract looks on paper (A4): the only modules that know ReportLab's flowables and canvases."""
