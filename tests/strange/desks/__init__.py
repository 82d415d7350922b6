"""Twenty-four more owners and their files, of which every cell is known; made up before the importer was looked at."""
