"""This computer: paths, resources, language, progress, logs. Knows nothing of customers."""
