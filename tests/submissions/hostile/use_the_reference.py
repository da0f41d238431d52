# threat: calling SciPy, PyTorch or OpenCV for the convolution
# without: namespaces, view, landlock, seccomp
# expect: score=0; hint~"ModuleNotFoundError"
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    from autograde.reference import conv2d as right

    return right(image, kernel, bias)
# %% own
try:
    import autograde.reference

    print("REACHED", autograde.reference)
except ImportError:
    print("refused")
