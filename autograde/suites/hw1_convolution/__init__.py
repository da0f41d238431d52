"""Hidden suite of hw1-convolution: one channel."""
