"""A field of decoded digits: its grid, its window, and how true the blend is to the decoder."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from ae.analysis import Projection, latent_grid
from ae.workers import inference
from tests.conftest import tiny_config, train

WINDOW = (-2.0, 3.0, 10.0, 12.0)


def smooth(x, y):
    """Return pictures of four pixels that change smoothly over the plane."""
    return np.stack([np.sin(x), np.cos(y), x * y / 40, np.sin(x + y)], axis=-1) * 0.3 + 0.5


def made(rows, columns, picture=smooth):
    """Return a field that a function decodes."""
    return picture(*latent_grid.grid(WINDOW, rows, columns).T).reshape(rows, columns, -1)


def places(count, seed=0):
    """Return random places in the window: x and y."""
    share = np.random.default_rng(seed).random((2, count))
    return WINDOW[0] + share[0] * 5, WINDOW[2] + share[1] * 2


def test_a_grid_goes_from_corner_to_corner_row_by_row():
    found = latent_grid.grid(WINDOW, 3, 6)
    assert found.shape == (18, 2) and found.dtype == np.float32
    assert found[0].tolist() == [-2, 10] and found[5].tolist() == [3, 10]
    assert found[1].tolist() == [-1, 10] and found[-1].tolist() == [3, 12]


def test_the_blend_passes_through_every_picture():
    pictures = made(5, 7).astype(np.float32)
    x, y = latent_grid.grid(WINDOW, 5, 7).T
    found = latent_grid.blend(pictures, WINDOW, x, y)
    np.testing.assert_allclose(found, pictures.reshape(35, -1), atol=1e-5)


@pytest.mark.parametrize("sides", [(2, 2), (2, 5), (3, 3), (9, 4)])
def test_what_changes_along_straight_lines_is_met_exactly(sides):
    """There the linear oracle is exact too, up to the edges and down to two rows."""

    def sloped(x, y):
        return np.stack([0.5 + x / 10, 0.1 + (y - 10) / 4, 0.5 + x / 20 - (y - 11) / 8], axis=-1)

    pictures, (x, y) = made(*sides, sloped), places(200)
    place = [(y - 10) / 2 * (sides[0] - 1), (x + 2) / 5 * (sides[1] - 1)]
    oracle = [map_coordinates(pictures[..., i], place, order=1) for i in range(3)]
    found = latent_grid.blend(pictures, WINDOW, x, y)
    np.testing.assert_allclose(found, np.stack(oracle, axis=-1), atol=1e-5)


def test_the_cubic_blend_is_nearer_the_truth_than_a_linear_one():
    pictures, (x, y) = made(9, 12), places(500)
    place = [(y - 10) / 2 * 8, (x + 2) / 5 * 11]
    linear = np.stack([map_coordinates(pictures[..., i], place, order=1) for i in range(4)], -1)
    errors = [
        np.abs(one - smooth(x, y)).mean()
        for one in (linear, latent_grid.blend(pictures, WINDOW, x, y))
    ]
    assert errors[1] < errors[0] / 2


def test_beyond_the_window_its_edge_is_shown():
    pictures = made(5, 7)
    outside = latent_grid.blend(pictures, WINDOW, np.array([-99.0, 99.0]), np.array([11.0, 99.0]))
    edge = latent_grid.blend(pictures, WINDOW, np.array([-2.0, 3.0]), np.array([11.0, 12.0]))
    np.testing.assert_array_equal(outside, edge)


def test_a_blend_stays_a_picture():
    pictures = (np.random.default_rng(1).random((6, 6, 3)) > 0.5).astype(np.float32)
    found = latent_grid.blend(pictures, WINDOW, *places(400))
    assert found.min() == 0.0 and found.max() == 1.0


def test_positions_in_single_precision_far_from_0_are_blended_where_they_are():
    """A window's edge is no number of single precision there: the next lie 0.06 apart."""
    field = np.stack(np.broadcast_arrays(np.array([[0.0, 1.0]]), np.array([[0.0], [1.0]])), axis=-1)
    window = (1e6 + 0.01, 1e6 + 1.01, 1e6 + 0.01, 1e6 + 1.01)
    place = np.array([1e6 + 0.5], np.float32)
    found = latent_grid.blend(field, window, place, place)
    np.testing.assert_allclose(found, [[0.49, 0.49]], atol=1e-6)
    assert found.dtype == np.float32


def test_one_row_is_no_field():
    with pytest.raises(ValueError, match=r"two rows.*Received: 1 and 7"):
        latent_grid.blend(np.zeros((1, 7, 4)), WINDOW, np.zeros(1), np.zeros(1))


def test_a_window_is_square_and_holds_nearly_all():
    points = np.random.default_rng(2).normal((5, -3), (2, 0.5), (2000, 2))
    left, right, bottom, top = latent_grid.window_of(points)
    assert right - left == pytest.approx(top - bottom)
    inside = (points > (left, bottom)) & (points < (right, top))
    assert inside.all(axis=1).mean() > 0.98
    assert right - left < np.ptp(points, axis=0).max() * 1.3


@pytest.mark.parametrize("spread", [(0, 1), (1, 0), (0, 0), (0, 1e-12)])
def test_a_constant_column_still_has_a_window(spread):
    points = np.random.default_rng(3).normal(1e3, 1, (300, 2)) * spread + 7
    left, right, bottom, top = latent_grid.window_of(points)
    assert right - left > 1e-3 and top - bottom > 1e-3
    assert left < 7 < right or spread[0]
    assert len(np.unique(latent_grid.grid((left, right, bottom, top), 32, 32), axis=0)) == 1024


def test_a_window_goes_a_margin_beyond_the_percentiles():
    points = np.stack([np.arange(101), np.arange(101) / 2 + 10], axis=1)  # 1 to 99, 10.5 to 59.5
    assert latent_grid.window_of(points, margin=0.0) == pytest.approx((1, 99, -14, 84))
    assert latent_grid.window_of(points, margin=0.5) == pytest.approx((-48, 148, -63, 133))
    assert latent_grid.window_of(points) == pytest.approx((-10.76, 110.76, -25.76, 95.76))


def test_points_that_are_one_lie_in_the_middle_of_a_window_of_two():
    assert latent_grid.window_of(np.array([[7.0, 3.0]] * 5)) == (6, 8, 2, 4)


@pytest.mark.parametrize(
    ("place", "spread", "width"), [(0, 3e-6, 2.94e-6), (1e6, 0.1, 2.0), (1e6, 10.0, 9.8)]
)
def test_how_narrow_a_window_may_be_depends_on_how_far_from_0_it_lies(place, spread, width):
    points = np.array([[place, 0.0], [place + spread, 0.0]])
    left, right, _, _ = latent_grid.window_of(points, margin=0.0)
    assert right - left == pytest.approx(width)


def test_points_that_are_not_numbers_do_not_count():
    points = np.array([[0.0, 0.0], [1.0, 1.0], [np.nan, 5.0], [np.inf, 0.0]])
    assert latent_grid.window_of(points) == latent_grid.window_of(points[:2])
    with pytest.raises(ValueError, match=r"^points: expected one finite point.* Received: none"):
        latent_grid.window_of(points[2:])


def test_positions_on_axes_become_codes_and_come_back():
    codes = np.random.default_rng(4).normal(2, 1, (50, 5)).astype(np.float32)
    plane = latent_grid.axes_plane(codes, (3, 1))
    positions = plane.project(codes)
    np.testing.assert_allclose(positions, codes[:, [3, 1]], atol=1e-6)
    found = latent_grid.to_code(positions, plane)
    np.testing.assert_allclose(found[:, [3, 1]], codes[:, [3, 1]], atol=1e-6)
    others = np.broadcast_to(codes.mean(axis=0)[[0, 2, 4]], (50, 3))
    np.testing.assert_allclose(found[:, [0, 2, 4]], others, atol=1e-6)


def test_a_plane_and_its_codes_are_in_single_precision():
    plane = latent_grid.axes_plane(np.ones((3, 4)), (0, 2))
    assert plane.mean.dtype == plane.components.dtype == np.float32
    doubled = Projection(np.zeros(4), np.eye(2, 4))
    assert latent_grid.to_code(np.ones((5, 2)), doubled).dtype == np.float32


def test_the_mean_of_many_codes_is_exact():
    """Summed in single precision, it would be off by 1 in 1000."""
    plane = latent_grid.axes_plane(np.full((300_000, 2), 0.1, np.float32), (0,))
    assert plane.mean.tolist() == [0, np.float32(0.1)]


def test_a_code_of_one_number_is_a_plane_too():
    codes = np.arange(4, dtype=np.float32)[:, None]
    plane = latent_grid.axes_plane(codes, (0,))
    assert latent_grid.to_code(np.array([[2.5, 9.0]]), plane).tolist() == [[2.5]]
    assert plane.project(codes).tolist() == [[0, 0], [1, 0], [2, 0], [3, 0]]


@pytest.mark.parametrize("family", ["variational", "basic"])
def test_blended_pictures_are_the_decoders(workers, family):
    """The bar: a mean absolute error of 0.02 over the whole map of a 2-d run."""
    # Too few steps for XLA, whose compiling would take longer than the training.
    run = train(workers, tiny_config(latent_dim=2, epochs=12, train_size=1440, architecture=family))
    plane = latent_grid.axes_plane(run.array("latents"), (0, 1))
    window = latent_grid.window_of(plane.project(run.array("latents")))
    shares = np.random.default_rng(5).random((500, 2))
    spots = shares * (window[1] - window[0]) + (window[0], window[2])

    def decoded(positions):
        return inference.decode(workers, run.key, latent_grid.to_code(positions, plane))

    sheet = decoded(latent_grid.grid(window, latent_grid.SIDE, latent_grid.SIDE)).reshape(
        latent_grid.SIDE, latent_grid.SIDE, 28, 28
    )
    sent = np.rint(np.clip(sheet, 0, 1) * 255) / 255  # as the browser gets it
    errors = np.abs(latent_grid.blend(sent, window, *spots.T) - decoded(spots)).mean(axis=(1, 2))
    assert decoded(spots).std(axis=0).mean() > 0.05  # not one and the same picture everywhere
    assert errors.mean() < 0.004
    assert np.percentile(errors, 99) < 0.02
