"""Where student code runs: a warm zygote, an untrusted worker, and the frames between.

`wire` and `worker` are all of this project that an untrusted process ever loads; neither knows
an answer. `client` is the trusted end.
"""
