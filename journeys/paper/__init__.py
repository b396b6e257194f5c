"""The map on paper and as a picture: PDF, SVG, PNG."""
