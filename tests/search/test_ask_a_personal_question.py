"""Somebody asks what no website can tell her; general questions are simply answered."""

import pytest

from alongside.pages.search.verdicts import find_verdict


def verdict(engine, typed):
    return engine.search(typed).verdict


@pytest.mark.parametrize(
    "typed",
    [
        "how long have i got",
        "how long hav i got left",
        "how long has my mum got to live",
        "am i dying",
        "will she be here at christmas",
        "what are my chances",
        "is it weeks or months for my dad",
    ],
)
def test_prognosis_is_heard(engine, typed):
    outcome = engine.search(typed)
    assert outcome.verdict == "personal-prognosis"
    assert outcome.results[0].id == "Q26"
    assert {"Q26", "Q49"} <= {r.id for r in outcome.results[:3]}


@pytest.mark.parametrize(
    "typed",
    [
        "is this lump cancer",
        "has my cancer come back",
        "could my cough be lung mets",
        "do i have bone mets",
        "my alp is 300 is that bad",
        "what stage am i",
    ],
)
def test_diagnosis_is_heard(engine, typed):
    outcome = engine.search(typed)
    assert outcome.verdict == "personal-diagnosis"
    assert {"Q03", "Q11", "Q46"} & {r.id for r in outcome.results[:3]}


@pytest.mark.parametrize(
    "typed",
    [
        "how much oramorph can i take",
        "shud i take two letrozole today",
        "i missed my capecitabine this morning what should i do",
        "can i halve my steroids",
        "is 40mg of morphine too much for my mum",
        "should i stop taking tamoxifen",
    ],
)
def test_dose_is_heard(engine, typed):
    outcome = engine.search(typed)
    assert outcome.verdict == "personal-dose"
    assert {"Q44", "Q46", "Q45"} & {r.id for r in outcome.results[:4]}


@pytest.mark.parametrize(
    "typed",
    [
        "how long does radiotherapy take",
        "how long can people live with secondary breast cancer",
        "how long will i wait for results",
        "what does palliative mean on my letter",
        "is bone pain always cancer",
        "is secondary breast cancer curable",
        "i have back pain",
        "my mum has a headache",
        "can i drive",
        "can i get a second opinion",
        "should i tell my boss",
        "how is chemo given",
        "can i stop treatment",
        "what happens when treatment stops working",
        "do tumour markers mean it has spread",
        "how much does travel insurance cost",
        "will i lose my hair",
    ],
)
def test_general_question_has_no_verdict(engine, typed):
    assert verdict(engine, typed) is None


def test_almost_no_way_of_typing_has_a_verdict(engine, documents):
    """The lists of ways people type hold no personal question on purpose; a few are on the edge."""
    asked = [text for d in documents for text in (d.title, *d.asked, *d.lay_terms)]
    heard = [text for text in asked if find_verdict(engine.hearing.hear(text))]
    assert len(asked) > 4_000
    assert len(heard) < len(asked) * 0.01, heard


def test_plain_sentence_about_a_sign_leads_to_the_sign(engine):
    assert engine.search("i have back pain").results[0].id == "s-back-pain"
    assert engine.search("my hip hurts when i walk").results[0].id == "s-weight-bearing"


def test_no_figure_about_survival_is_shown(engine):
    """Figures stand behind “I want numbers” on the answer, and nowhere else."""
    for typed in ("survival rate", "how long have i got", "life expectancy stage 4", "statistics"):
        for result in engine.search(typed, 50).results:
            shown = f"{result.title} {result.one_sentence} {result.why}"
            assert "%" not in shown
            assert not any(f"{n} in {m}" in shown for n in range(1, 10) for m in (10, 100))
