# Writes cells as if they were programs.
# %% shift
def main():
    print("running as", __name__)


if __name__ == "__main__":
    def shift(image, dx, dy):
        image = np.asarray(image, dtype=float)
        out = np.zeros(image.shape)
        for x in range(max(0, dx), min(len(image), len(image) + dx)):
            for y in range(max(0, dy), min(image.shape[1], image.shape[1] + dy)):
                out[x, y] = image[x - dx][y - dy]
        return out

    main()
