import pytest

from proofs_check.note.prose import TEXT, bare_numerals, faults


def test_the_note__has_every_number_from_the_data_with_its_command_beside_it(note, book):
    assert faults(note, book) == []


@pytest.mark.parametrize(
    ("there", "planted", "fault"),
    [
        ('#num("starts") starts', "100 starts", "the numeral 100 stands in the text and not in the data"),
        ('#num("peak-published") of', "69% of", "the numeral 69% stands in the text and not in the data"),
        ('$p = #num("p-low")$', "$p = 0.4$", "the numeral 0.4 stands in the text and not in the data"),
        ('#num("claims") claims', '#num("clams") claims', "num('clams'): there is no such key"),
        ('#coq("theorem_B")', '#coq("theorem_Z")', "coq('theorem_Z'): there is no such key"),
        ('#num("nile-steps")', "many", "num('nile-steps') is made and never shown"),
        ('#by("noise", ', "#by(", "numbers of 'noise', and no command for them"),
        ('#by("noise", ', '#by("noise", "nile", ', "the command of 'nile', and no number of it"),
        ('#item("Theorem 3.2")', '#item("Theorem 5.2")', "item('Theorem 5.2'): there is no such key"),
        (TEXT, "", "no line '// The text.' ends the definitions"),
    ],
)
def test_faults__are_seen(note, book, there, planted, fault):
    assert there in note
    assert any(fault in one for one in faults(note.replace(there, planted), book))


def test_bare_numerals__what_counts_as_one():
    assert bare_numerals("At $t^2 + 8 N$, `2^16`, <eq-12>, @wood2020, #h(0.4em).") == []
    assert bare_numerals("In 1990, $x = 12$, 3/4.") == ["12", "1990", "3", "4"]
