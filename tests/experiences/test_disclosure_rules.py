"""The disclosure rules one by one, and the ways round them that somebody once found."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from alongside.experiences.collation import rules
from alongside.experiences.collation.suppression import Draft, Family, suppress

Counts = Mapping[str, int]


def shown(counts: Counts, *parts: Counts) -> list[rules.Shown]:
    """What is shown of a table, and of the two routes as its parts; many skipped the question."""
    size = sum(counts.values()) + 150
    whole = Draft(size, sum(counts.values()), counts)
    sizes = {number: sum(one.values()) + 50 for number, one in enumerate(parts)}
    route = Draft(size, sum(sizes.values()), sizes)
    routes = [
        Draft(sizes[number], sum(one.values()), one, (route, number))
        for number, one in enumerate(parts)
    ]
    suppress([*([Family(route)] if parts else []), Family(whole, routes)])
    return [draft.result() for draft in (whole, *routes)]


@given(st.integers(0, 5_000))
def test_a_published_count_is_never_small_and_always_near(count: int) -> None:
    published = rules.rounded(count)
    assert (published is None) == (count < 8)
    if published is not None:
        assert published >= 10 and published % 5 == 0 and count in rules.possible(published)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_percentage_comes_from_published_numbers_and_stops_at_100(one: int, two: int) -> None:
    count, people = sorted((one, two))
    found = rules.percent(rules.rounded(count), rules.rounded(people))
    assert (found is None) == (count < 8)
    assert found is None or 0 < found <= 100
    assert rules.percent(15, 10) == 100 and rules.percent(10, 15) == 67


@given(st.integers(8, 2_000), st.integers(8, 2_000))
def test_an_interval_holds_that_of_the_true_counts(one: int, two: int) -> None:
    count, people = sorted((one, two))
    found = rules.interval(rules.rounded(count), rules.rounded(people))
    if people < 33:
        assert found is None
        return
    low, high = rules._wilson(count, people)
    assert found is not None
    assert 0 <= found[0] <= 100 * low and 100 * high - 1e-9 <= found[1] <= 100


def test_an_interval_needs_thirty_people_for_certain():
    assert rules.interval(10, 30) is None  # it may be 28 people
    assert rules.interval(10, 35) == (11, 54)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_never_exactly_one_cell_is_hidden(counts: list[int]) -> None:
    table = shown(dict(enumerate(counts)))[0]
    assert sum(cell is None for cell in table.cells.values()) != 1
    assert table.people is None or any(table.cells.values())


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=6),
    st.integers(0, 6),
)
def test_whoever_is_hidden_among_everybody_is_hidden_in_both_routes(
    pairs: list[tuple[int, int]], not_said: int
) -> None:
    whole = {key: one + two + not_said for key, (one, two) in enumerate(pairs)}
    everybody, one, two = shown(
        whole,
        {key: n for key, (n, _) in enumerate(pairs)},
        {key: n for key, (_, n) in enumerate(pairs)},
    )
    for key, count in everybody.cells.items():
        if count is None:
            assert one.cells[key] is None and two.cells[key] is None
    assert (one.people is None) == (two.people is None)


def test_three_small_cells_that_the_total_would_prove():
    """50 people less 30 leaves at least 16 for three hidden cells of at most 7: each would have 2 or more."""
    assert shown({"a": 30, "b": 6, "c": 6, "d": 6})[0].people is None
    assert shown({"a": 32, "e": 22, "b": 7, "c": 7, "d": 7})[0].cells["e"] is None


def test_a_difference_that_only_the_totals_make_small():
    """15 less 10 may be 9 people; but everybody and the route have the same total, so it is 4 at the most."""
    everybody = {"a": 13, "b": 30}
    after_primary, de_novo = {"a": 12, "b": 28}, {"a": 1, "b": 2}
    assert [table.people for table in shown(everybody, after_primary, de_novo)[1:]] == [None, None]


def test_what_is_hidden_says_why_to_staff_and_looks_the_same_to_readers():
    table = shown({"a": 40, "b": 20, "c": 9, "d": 3})[0]
    assert table.cells == {"a": 40, "b": 20, "c": None, "d": None}
    assert table.because == {"d": "fewer than 8 people", "c": "it would give another one away"}


def test_the_middle_person():
    cells = [("none", 10), ("one", 40), ("two", 30), ("more", None)]
    assert rules.middle(90, cells) == "one"  # the hidden ones are 22 at the most, all after
    assert rules.middle(90, [*cells[3:], *cells[:3]]) == "one"
    assert rules.middle(60, [("a", 20), ("b", 20), ("c", None), ("d", None)]) == ""
    assert rules.middle(None, [("a", None)]) == ""
