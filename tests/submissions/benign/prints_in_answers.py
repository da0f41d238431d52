# Prints inside the functions that are graded.
# %% shift
def shift(image, dx, dy):
    image = np.asarray(image)
    print("shifting", image, "by", dx, dy)
    out = np.zeros(image.shape)
    for x in range(image.shape[0]):
        for y in range(image.shape[1]):
            if 0 <= x - dx < image.shape[0] and 0 <= y - dy < image.shape[1]:
                out[x, y] = image[x - dx, y - dy]
    print("done", out)
    return out
