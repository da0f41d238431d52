# shift: input-modified
# %% shift
def shift(image, dx, dy):
    height, width = np.shape(image)
    source = np.array(image, dtype=float)
    for x in range(height):
        for y in range(width):
            inside = 0 <= x - dx < height and 0 <= y - dy < width
            image[x][y] = source[x - dx, y - dy] if inside else 0
    return image
