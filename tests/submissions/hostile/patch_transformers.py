# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# expect: score=0; output!~"is right"
# %% own
get_ipython().input_transformers_cleanup.append(lambda lines: ["print('10/10')\n"])
# %% shift
def shift(image, dx, dy):
    return image
