"""A look counts for some hours; of very many, the newest are remembered."""

from services.kernel.looks import LASTS, Looks


def test_a_look_is_known_for_some_hours_to_whom_it_belongs() -> None:
    time = [0.0]
    looks = Looks(now=lambda: time[0])
    looks.note("lan", "d1")
    assert looks.is_known("lan", "d1")
    assert not looks.is_known("lan", "d2")
    assert not looks.is_known("an", "d1")
    time[0] = LASTS
    assert not looks.is_known("lan", "d1")


def test_of_very_many_looks_the_oldest_are_forgotten_first() -> None:
    looks = Looks(most=2)
    for subject in ("d1", "d2", "d1", "d3"):
        looks.note("lan", subject)
    assert [looks.is_known("lan", subject) for subject in ("d1", "d2", "d3")] == [True, False, True]
