"""What lists and tables show: each model holds plain values and fetches the rest when it is looked at."""
