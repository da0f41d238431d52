"""The hidden suites, a folder an assignment, a file a question."""
