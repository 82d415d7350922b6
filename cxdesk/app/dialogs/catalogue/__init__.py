"""All metrics: found by any word, with what they say now, what they mean, and which of them are on the cards."""
