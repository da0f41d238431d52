# Loves lambdas.
# %% shift
shift = lambda image, dx, dy: (
    lambda a: np.array(
        [
            [
                a[x - dx, y - dy] if 0 <= x - dx < a.shape[0] and 0 <= y - dy < a.shape[1] else 0.0
                for y in range(a.shape[1])
            ]
            for x in range(a.shape[0])
        ]
    ).reshape(a.shape)
)(np.asarray(image, dtype=float))
