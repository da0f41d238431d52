"""Lecture 2: its functions against the grader's reference, and the numbers of its prose."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(12)
picture, weights = generator.normal(size=(7, 9)), generator.normal(size=(5, 5))
close = {"rtol": 1e-12, "atol": 1e-12}
np.testing.assert_allclose(
    conv2d(picture, weights, 3.0), reference.conv2d(picture, weights, 3.0), **close
)
np.testing.assert_allclose(
    conv2d_same(picture, weights, "constant"), reference.conv2d_same(picture, weights), **close
)
for moves in [(0, 0), (2, 5), (-2, 3), (1, -20), (-7, 0)]:
    np.testing.assert_array_equal(shift(picture, *moves), reference.shift(picture, *moves))

said("160 × 240 pixels, moved 12 down and 20 to the right")
assert gray.shape == (160, 240)
assert (dx, dy) == (12, 20)
said("Away from that frame of a few pixels the residual is exactly zero")
assert np.all(residual[dx:, dy:] == 0)
assert np.unique(rows[columns >= dy]).tolist() == [10, 11]
assert np.unique(columns[rows >= dx]).tolist() == [18, 19]
# The line at the left border of the moved picture is red: below zero.
assert residual[dx:, 18:20].max() <= 0
said("Only for the circular padding.")
assert np.all(residuals["circular"] == 0)
assert min(np.count_nonzero(residuals[name]) for name in ("zero", "reflect")) > 1000
said("two crossed lines, at row 12 and column 20")
for name in ("zero", "reflect"):
    inside_now = np.abs(residuals[name][1:-1, 1:-1])
    found = np.argwhere(inside_now > 1e-9) + 1
    assert {int(x) for x, y in found if y > 25} <= {11, 12}
    assert {int(y) for x, y in found if x > 25} <= {19, 20}
said("strong ones with zeros and weak ones with reflection")
outer = {name: np.abs(left[30:100, 0]).mean() for name, left in residuals.items()}
assert outer["zero"] > 10 * outer["reflect"] > 0
said("Equivariance holds only for shifts by multiples of the stride.")
circular = reference.conv2d(np.pad(gray, 1, mode="wrap"), K)
for step in range(1, 7):
    strided = conv2d_stride_2(np.roll(gray, step, axis=1), K)
    np.testing.assert_allclose(strided, np.roll(circular, step, axis=1)[::2, ::2], **close)
    nearest = np.roll(conv2d_stride_2(gray, K), step // 2, axis=1)
    assert np.allclose(strided, nearest) == (step % 2 == 0)
said("from 9 × 12 pixels to 7 × 10 results")
assert seven.shape == (9, 12)
assert dense(seven).shape == conv2d(seven, K).shape == (7, 10)
said("The *place* of the maximum is equivariant, its *value* is invariant.")
tops = [conv2d(shift(seven, *move), K).max() for move in [(0, 0), (1, 2), (1, 4)]]
assert len(set(tops)) == 1
# The pattern of the 7 lies wholly inside, so that moving it loses nothing.
assert np.array_equal(conv2d(shift(seven, 1, 2), K)[1:, 2:], conv2d(seven, K)[:-1, :-2])
said("160 and 158 rows")
assert conv2d(gray, K).shape[0] == 158
said("Inside, the residual is zero here as well.")
assert np.all((rolled_first - rolled_last)[dx:, dy:] == 0)
