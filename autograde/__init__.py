"""What staff run: hidden suites, diagnosis, isolation and grading."""
