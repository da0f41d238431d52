"""Lecture 7: all its ways to convolve against the grader's reference, and its numbers."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(77)
picture, weights = generator.normal(size=(8, 11)), generator.normal(size=(5, 5))
close = {"rtol": 1e-10, "atol": 1e-10}
expected_map = reference.conv2d(picture, weights)
np.testing.assert_allclose(conv_loops(picture, weights), expected_map, **close)
np.testing.assert_allclose(
    windows_as_rows(picture, 5), reference.im2col(picture[..., None], 5), **close
)
np.testing.assert_allclose(
    convolution_matrix(weights, 8, 11) @ picture.ravel(), expected_map.ravel(), **close
)
assert not np.allclose(swapped_rows(picture, 5) @ weights.ravel(), expected_map.ravel())
filters7 = generator.normal(size=(3, 5, 5))
maps7 = reference.conv2d_filters(picture[..., None], filters7[..., None], np.zeros(3))
for method in methods.values():
    np.testing.assert_allclose(method(picture, filters7), maps7, **close)

said("so the answer is 0 + 2200. The next one: 1 + 2300.")
assert reference.conv2d(named, kernel)[0].tolist() == [2200, 2301, 2402]
said("With *k* = 7 there are 154 · 234 windows of 49 numbers, 14 megabytes of them.")
assert round(154 * 234 * 49 * 8 / 1e6) == 14
said("one step to the right is 8 bytes and one step down is a row, 5 · 8 = 40 bytes")
assert named.astype(float).strides == (40, 8)
said("The same number stands in the matrix up to nine times; 22, for example, stands there six")
assert np.count_nonzero(matrix == 22) == 6
said("6 rows with 9 weights each: 54 of 120. They are always the same nine.")
assert (A.size, np.count_nonzero(A), len(np.unique(A[A > 0]))) == (120, 54, 9)
block_rows = A.reshape(2, 3, 4, 5)
for i in range(3):  # each block is Toeplitz, and the blocks repeat along their diagonals
    assert np.array_equal(block_rows[0, :, i], block_rows[1, :, i + 1])
    for offset in range(-2, 5):
        assert len(set(np.diagonal(block_rows[0, :, i], offset))) == 1
said("with *T* = 16 kernels of *k* = 5")
assert bank.shape == (16, 5, 5)
said("With the kernels that equal their own transpose: the blur, the Gaussian and the diagonal")
assert [np.array_equal(K, K.T) for K in kernels.values()] == [True, True, True, False]

for number in range(6):  # what the slider offers
    assert "its windows as rows" in draw_windows(number).alt
