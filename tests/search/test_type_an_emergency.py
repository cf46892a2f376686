"""Somebody types what needs help now: what to do stands above everything else."""

import pytest


def emergency(engine, typed):
    return engine.search(typed).emergency


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("cant feel my legs", "s-mscc"),
        ("lost control of my bladder and my back hurts", "s-mscc"),
        ("numb between my legs", "s-mscc"),
        ("tight band of pain round my chest", "s-band-pain"),
        ("arm snapped when i lifted the shopping", "s-fracture"),
        ("mum is so thirsty and confused", "s-hypercalc-severe"),
        ("terrible headache and throwing up", "s-raised-pressure"),
        ("my husband is having a fit", "s-seizure"),
        ("her face has dropped on one side", "s-one-sided-weakness"),
        ("dad is slurring his words", "s-speech"),
        ("suddenly cant breath", "s-pe"),
        ("sharp stabbing pain when i breathe in", "s-pe"),
        ("my face and neck are swollen and veins stick out on my chest", "s-svco"),
        ("blood pouring out of the wound", "s-heavy-bleeding"),
        ("black tarry poo", "s-heavy-bleeding"),
        ("not been to the toilet for days and vomiting", "s-bowel-block"),
        ("temperature of 38.2 and had chemo last week", "s-neutropenic-sepsis"),
        ("shivring since my chemo", "s-neutropenic-sepsis"),
        ("skin is mottled and breathing fast", "s-sepsis"),
        ("she doesnt know where she is", "s-acute-confusion"),
        ("throat closing up after my drip", "s-allergic"),
    ],
)
def test_emergency_is_shown(engine, typed, sign):
    assert sign in emergency(engine, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "suicidal",
        "dont want to be here anymore",
        "I don’t want to live",
        "cant go on",
        "end it all",
        "i want to die",
        "wanna die",
        "everyone would be better off without me",
        "thinking of taking all my morphine",
        "no point living like this",
        "wish i wouldnt wake up",
        "i cant do this any more",
        "my wife says she wants to kill herself",
        "sucidal thoughts",
    ],
)
def test_thoughts_of_suicide_come_first(engine, typed):
    assert emergency(engine, typed)[0] == "s-suicidal"


@pytest.mark.parametrize(
    "typed",
    [
        "how is chemo given",
        "chest of drawers",
        "i dont want to die",
        "mum wants to die at home",
        "can i fly with bone mets",
        "fit note for work",
        "how to keep fit",
        "hot flushes on letrozole",
        "flu jab on chemo",
        "how do i find the words to tell my children",
        "someone to talk to",
        "what does stable mean",
        "drugs that stop bones breaking",
        "blood test for tumour markers",
        "can i drink alcohol",
        "seat belt after mastectomy",
        "im confused about my benefits",
        "tingling fingers from paclitaxel",
    ],
)
def test_neutral_question_shows_no_emergency(engine, typed):
    assert emergency(engine, typed) == ()


def test_every_name_and_phrase_of_an_emergency_shows_one(engine, documents):
    phrases = [
        text for d in documents if d.what_to_do_now for text in (d.title, *d.asked, *d.lay_terms)
    ]
    silent = [text for text in phrases if not emergency(engine, text)]
    assert len(phrases) > 500
    assert silent == []


def test_few_phrases_of_answers_show_an_emergency(engine, documents):
    """Q46 is the page about emergencies. Elsewhere a warning is rare, or people stop looking."""
    phrases = [
        text for d in documents if d.kind == "answer" and d.id != "Q46" for text in d.asked[::5]
    ]
    warned = [text for text in phrases if emergency(engine, text)]
    assert len(phrases) > 300
    assert len(warned) < len(phrases) * 0.02, warned


def test_list_of_symptoms_shows_the_emergency_in_it(engine):
    typed = "tired, off my food, sore ribs, legs gone weak and cant wee, itchy"
    assert emergency(engine, typed)[0] == "s-mscc"


def test_emergency_knows_what_to_do_now(engine):
    outcome = engine.search("mum is having a seizure")
    signs = engine.urgent(outcome)
    assert [sign.id for sign in signs] == list(outcome.emergency)
    assert all(sign.what_to_do_now for sign in signs)
    assert outcome.results[0].id == "s-seizure"
