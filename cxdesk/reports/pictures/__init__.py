"""Charts of a report as marks on a plane: no Qt, no file; a page paints them, a web page writes them as SVG."""
