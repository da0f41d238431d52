# threat: memory bomb, huge arrays, huge recursion
# expect: score=0; hint~"used more than 512 MiB"
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    taken = []
    while True:
        taken.append(bytearray(2**24))
