"""A document on pages. The one place below the app that draws with Qt: `cxdesk report` makes a PDF without a window.

Nothing here reads markup: every text is laid out as plain text, so that what stands in a file is only ever shown.
"""
