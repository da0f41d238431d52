"""Lecture 5: its functions against the grader's reference, and what its prose says."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(55)
picture3, kernels3 = generator.normal(size=(8, 11, 3)), generator.normal(size=(4, 5, 5, 3))
biases3 = generator.normal(size=4)
right3 = reference.conv2d_filters(picture3, kernels3, biases3)
np.testing.assert_allclose(conv2d(picture3, kernels3, biases3), right3, rtol=1e-12, atol=1e-12)
for x, y, t in [(2, 2, 0), (5, 3, 2), (4, 8, 3)]:
    assert np.isclose(out_pixel(picture3, kernels3, biases3, x, y, t), right3[x - 2, y - 2, t])

said("(1 + 2 + 1) · 0 − (1 + 2 + 1) · 1 = −4")
assert reference.conv2d(edge, sobel)[0, 0] == -4
assert not reference.conv2d(edge, sobel.T).any()
said("(3, 5, 4): the sides lose 2<i>d</i> = 4 each")
assert out.shape == (3, 5, 4)
said("All have the same strength: their squares sum to 1.")
assert np.allclose((bank**2).sum(axis=(1, 2, 3)), 1)
assert maps.shape == (154, 234, 8)

# Each name says what a filter answers to.
ramp = np.arange(7.0)
slopes = {
    "brighter to the right": ramp[None, :] + 0 * ramp[:, None],
    "brighter below": ramp[:, None] + 0 * ramp[None, :],
    "brighter below right": ramp[:, None] + ramp[None, :],
    "brighter above right": ramp[None, :] - ramp[:, None],
}
for name, slope in slopes.items():
    answers = np.tensordot(bank[:4], np.stack([slope] * 3, axis=-1), axes=3)
    assert list(filters)[int(np.argmax(answers))] == name
dot = reference.move_kernel(7, 0, 0)
assert np.tensordot(bank[4], np.stack([dot] * 3, axis=-1), axes=3) > 0
assert np.tensordot(bank[6], np.ones((7, 7, 1)) * [1.0, 0, 0], axes=3) > 0
assert np.tensordot(bank[7], np.ones((7, 7, 1)) * [0, 0, 1.0], axes=3) > 0
assert maps[..., 5].min() > 0  # as the figure's text says
said("these are horizontal edges, and map 0 hardly sees them")

said("3 × 3 after 3 × 3 is 5 × 5")
assert combined.shape == (5, 5)
said("Only at one pixel: the corner at the top left. There both filters see part of an edge")
assert np.argwhere(corner[..., 0]).tolist() == [[2, 3]]  # pixel (3, 4), without the border
assert first[2, 3].tolist() == [2, 2]
assert first.max() == 3
said("Each first map is 3 along its edge.")
said("A second layer of two filters reads all eight maps.")
assert second.shape == (2, 3, 3, 8)
assert blue_and_quiet[:40, :30].mean() > 10 * blue_and_quiet[60:100, 40:100].mean()
assert busy[60:100, 40:100].mean() > 10 * busy[:40, :30].mean()
said("Let 100,000 random patches of strength 1 try to beat it")
assert patches.shape[0] == 100_000
said("In 147 dimensions, two random directions are almost always nearly perpendicular.")
assert bank[0].size == 147
said("The sum of their weights, and that is 0 for edges (and for the spot).")
assert np.abs(bank[[0, 1, 2, 3, 4, 6, 7]].sum(axis=(1, 2, 3))).max() < 1e-12
assert bank[5].sum() > 1

for name in images.names():  # what the menus offer
    for chosen in list(filters)[:: 3 if name == "cat" else 4]:
        assert f"The photograph {name} and its map for {chosen}" in draw_map(name, chosen).alt
