"""The bar of chips above the docks, and what opens below a chip."""
