# Handed in the release as it was.
