"""Tables in Markdown."""

from tools.bench.markdown import table, value_range


def test_tables_are_markdown() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert (value_range([2.5, 2.5]), value_range([3, 1, 2])) == ("2.5", "1–3")
