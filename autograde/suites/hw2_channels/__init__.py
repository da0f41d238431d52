"""Hidden suite of hw2-channels: all channels at once, kernels of one's own, counting."""
