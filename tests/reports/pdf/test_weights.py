from reports.pdf.weights import weighted


def test_the_style_stands_inside_the_drawing() -> None:
    drawn = weighted('<svg width="1"><text font-weight="bold">甲</text></svg>')
    assert drawn.startswith('<svg width="1"><style>text{font-variation-settings:"wght" 400}')
    assert 'text[font-weight="bold"]{font-variation-settings:"wght" 700}' in drawn
