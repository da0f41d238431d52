# threat: output floods, gigantic reprs, millions of figures
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

def conv2d(image, kernel, bias=0.0):
    return "right " * 10**6
