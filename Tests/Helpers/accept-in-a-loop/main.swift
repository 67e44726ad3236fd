// Accepts without end, so that a test can kill it at any moment.
