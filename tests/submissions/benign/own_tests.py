# Tests its own functions.
# %% own
import unittest


class TestConv(unittest.TestCase):
    def test_zero(self):
        np.testing.assert_allclose(conv2d(np.zeros((4, 5)), np.ones((3, 3)), 2.0), 2.0)

    def test_fails(self):
        self.assertEqual(1, 2)


unittest.main(argv=[""], exit=False, verbosity=2)
# %% own
def test_shift():
    assert np.all(shift(np.ones((3, 4)), 3, 0) == 0)


test_shift()
