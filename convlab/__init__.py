"""What students import: images, figures and visible checks. Knows nothing of grading."""
