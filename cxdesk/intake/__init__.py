"""From a stranger's file to rows we trust."""
