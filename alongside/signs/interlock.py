"""The emergency interlock: pages whose words come close to one of seven emergencies say whom to ring.

The blocks are fixed. Their words are those of the emergency's own sign in the content pack and change only
there and here (a test compares them). A page of a sign or place that comes close to one is not published
without its block: `signs.models.CallNow` asks at every door. Words of patients bring the block with them.

This looks words up. It says nothing about a person and keeps nothing (promise 11). It would rather show a
block once too often: most of a page's words have harmless meanings too, and the block says “if”.
"""

import re
from dataclasses import dataclass

_BREAK = re.compile(r"[.!?;:\n]+(?=\s|$)|\n")
_CANT = r"cant|cannot|wont|unable|not able|trouble|difficult\w*|hard to|stopped"
_OUT = r"pass\w* out|black\w* out|floor|unconscious|collaps\w*"
_BREATH = r"breath\w*|gasp\w*|out of puff"


@dataclass(frozen=True)
class Emergency:
    """One fixed block. do: what to do first. when: what it may be like. sign_code: says more.

    patterns: each is a set of words that stand together in one sentence.
    """

    code: str
    name: str
    do: str
    when: str
    sign_code: str
    patterns: tuple[tuple[re.Pattern[str], ...], ...]


@dataclass(frozen=True)
class Overlap:
    """Words of a text that come close to an emergency, as they were written."""

    emergency: Emergency
    words: str


def _words(*alternatives: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in alternatives)


EMERGENCIES = (
    Emergency(
        "mscc",
        "Pressure on the spinal cord (MSCC)",
        "Ring your 24-hour cancer helpline at once. If you cannot get through, call 999 or go to A&E. Say: "
        "I have had breast cancer and I may have spinal cord compression. Keep still and lie flat if you "
        "can.",
        "Weak, heavy or numb legs or arms. Trouble walking. A tight band round the body. Loss of control "
        "when you wee or poo, or you cannot go.",
        "s-mscc",
        (
            _words(r"spinal cord|cord compress\w*|mscc|cauda equina"),
            _words(
                r"legs?|feet|arms|lower half|waist down",
                r"weak\w*|numb\w*|giv\w+ way|gave way|jelly|buckl\w*|paralys\w*"
                r"|(?:cant|cannot|no|lost|lose) feel\w*|(?:not|wont|dont|stopped) work\w*",
            ),
            _words(r"legs", r"heavy|wobbl\w*|dead|useless"),
            _words(
                r"bottom(?! lip)|bum|saddle|backside|between (?:my|your|the|her|his) legs|private parts"
                r"|genitals|groin",
                r"numb\w*|tingl\w*|no feeling|(?:cant|cannot) feel",
            ),
            _words(
                r"los\w* (?:of )?control|incontinen\w*|no control|accidents?",
                r"wee\w*|pee\w*|poo\w*|bladder|bowels?|urine|incontinen\w*",
            ),
            _words(r"(?:wet|wetting|soil\w*|mess\w*) (?:my|your|her|him|them)sel\w+"),
            _words(_CANT, r"wee|weeing|pee|peeing|pass\w* (?:any )?(?:urine|water)"),
            _words(r"bladder|bowels?", r"weak\w*|numb\w*"),
            _words(
                _CANT,
                r"walk\w*(?! (?:up|far|without))|stand up|feel (?:my|her|his|your) (?:legs|feet)",
            ),
            _words(r"(?:tight )?band|belt|girdle", r"round|around|pain\w*|tight\w*"),
            _words(r"pain\w*", r"(?:wrap\w*|goes|shoot\w*) (?:round|around)|both (?:legs|arms)"),
            _words(r"electric\w*|shocks?", r"back|spine|legs?"),
            _words(r"legs", r"tingl\w*|unsteady|funny|odd"),
        ),
    ),
    Emergency(
        "neutropenic-sepsis",
        "Fever or feeling ill while on cancer treatment",
        "Ring your 24-hour cancer helpline at once, day or night. Do not take paracetamol before you ring, "
        "as it can hide a fever. If you cannot get through, go to A&E. Call 999 if very unwell. Show your "
        "alert card.",
        "While on treatment, or in the weeks after, a temperature of 37.5°C or above, or below 36°C. "
        "Or feeling shivery or suddenly unwell. You can be very ill without a fever.",
        "s-neutropenic-sepsis",
        (
            _words(r"neutrop\w*|febrile|sepsis|septic|septicaemia|rigors?"),
            _words(r"fever\w*|shiver\w*|chills|burning up|hot and cold|feverish"),
            _words(r"temperature|thermometer", r"high|low|raised|above|below|over|up|3[5-9]|4[01]"),
            _words(r"temperature (?:of|is|was)|(?:a|my|her|his) temperature"),
            _words(r"temp\w*", r"chemo\w*|treatment"),
            _words(
                r"infections?|flu\W?\w*|unwell|ill|poorly|shaking|rough",
                r"chemo\w*|(?:on|during|after|cancer) treatment|cancer drugs?",
            ),
        ),
    ),
    Emergency(
        "high-calcium",
        "Very high calcium: muddled, drowsy or being sick",
        "Call 999 or go to A&E if someone is confused, very sleepy or has a fit. Say: breast cancer, could "
        "it be high calcium?",
        "Very thirsty or sick, and also muddled, very sleepy or twitching. The heart may beat out of step. "
        "There may be a fit.",
        "s-hypercalc-severe",
        (
            _words(
                r"h[iy]percalc\w*|(?:high|raised|too much|excess|dangerous) calcium|calcium .{0,25}high"
            ),
            _words(r"thirst\w*|parched|(?:cant|cannot) stop drinking|drink\w* (?:loads|gallons)"),
            _words(
                r"muddl\w*|confus\w*|drows\w*|very sleepy|(?:cant|cannot) wake",
                r"sick|vomit\w*|thirst\w*|twitch\w*|constipat\w*|wee\w*|calcium",
            ),
        ),
    ),
    Emergency(
        "svco",
        "Swollen face, neck or arms with breathlessness",
        "Ring your 24-hour cancer helpline at once. Call 999 if breathing is hard, or you are confused or "
        "very drowsy.",
        "Swelling of the face, neck or arms, or a full head when you bend forward. Or veins showing on the "
        "chest, or breathlessness.",
        "s-svco",
        (
            _words(r"svco?|svc obstruction|vena cava"),
            _words(r"face", r"swell\w*|swollen|puff\w*|bloated|balloon\w*"),
            _words(r"neck", r"(?<!a )(?:swollen|puff\w*)(?! (?:gland|lump|node)\w*)|swelling of"),
            _words(r"veins?", r"chest|neck"),
            _words(r"head|face", r"full\w*|pressure|burst\w*|red", r"bend\w*|lean\w*|stoop\w*"),
            _words(r"both arms|eyes", r"swollen|swell\w*|puff\w*"),
            _words(r"collar|necklace", r"tight\w*"),
        ),
    ),
    Emergency(
        "seizure",
        "A fit (seizure)",
        "Call 999. Keep them safe, cushion the head, put nothing in the mouth, and time it. Do not drive "
        "afterwards until you have medical advice.",
        "A fit can make someone shake, go stiff, pass out or go blank. Or one part of the body can jerk on "
        "its own.",
        "s-seizure",
        (
            _words(r"seizures?|convuls\w*|epilep\w*"),
            _words(
                r"(?:a|an|any|had|have|having|first|another|epileptic) fits?|fits|fitting(?! in)"
            ),
            _words(
                r"shak\w*|shook|jerk\w*|twitch\w*",
                rf"stiff|{_OUT}|(?:cant|cannot) stop|on (?:its|their) own",
            ),
            _words(r"stiff", _OUT),
            _words(r"eyes", r"rolled"),
            _words(r"(?:go\w*|went) blank|blank spells?|funny turns?|absences?"),
        ),
    ),
    Emergency(
        "pe",
        "Sudden breathlessness or sharp chest pain (blood clot in the lung)",
        "Call 999.",
        "Sudden shortness of breath, sharp chest pain when breathing in, a racing heart, coughing blood or "
        "passing out.",
        "s-pe",
        (
            _words(r"pulmonary embol\w*|(?-i:PE)|blood clots?|clots? .{0,25}lungs?|lung clots?"),
            _words(r"sudden\w*", _BREATH),
            _words(
                r"(?:cant|cannot) (?:get (?:my |her |his )?)?(?:breath\w*|air)|(?:gasp\w*|fight\w*) for"
            ),
            _words(r"sharp\w*|stab\w*|knife", r"chest|breath\w*|ribs?"),
            _words(r"chest pain\w*|pain\w* in (?:my|the|your|her|his) chest", _BREATH),
            _words(r"heart (?:is |was )?(?:racing|pounding)|racing heart", _BREATH + r"|chest"),
            _words(r"cough\w*", r"blood\w*"),
            _words(r"pass\w* out|collaps\w*|faint\w*|blue lips", _BREATH + r"|chest"),
        ),
    ),
    Emergency(
        "bleeding",
        "Bleeding that will not stop",
        "Call 999. Press firmly on the area with a clean cloth, a dark one if you have it. Stay with the "
        "person.",
        "A lot of blood from a wound. Or blood from inside: being sick with blood, black sticky poo, or a "
        "nosebleed that will not stop.",
        "s-heavy-bleeding",
        (
            _words(r"bleed\w*|bled|nosebleeds?|haemorrhag\w*|hemorrhag\w*"),
            _words(r"gush\w*|spurt\w*"),
            _words(
                r"blood",
                r"cough\w*|vomit\w*|throw\w*|sick|spit|phlegm|wee|poo|urine|stools?|a lot|lots"
                r"|loads|pour\w*|running|everywhere|soak\w*|los\w+|toilet|bringing up",
            ),
            _words(r"black\w*|tarry", r"poo\w*|stools?|sticky"),
        ),
    ),
)


def found(text: str) -> list[Overlap]:
    """Every emergency that `text` comes close to, with the first words of it that do."""
    sentences = [_plain(sentence) for sentence in _BREAK.split(text)]
    return [
        Overlap(emergency, words)
        for emergency in EMERGENCIES
        if (words := _first(emergency, sentences))
    ]


def overlaps(text: str) -> list[Emergency]:
    """The emergencies that `text` comes close to, in the order of their blocks."""
    return [overlap.emergency for overlap in found(text)]


def _plain(sentence: str) -> str:
    """Without apostrophes, because people leave them out, and with single spaces."""
    return " ".join(re.sub("['\N{RIGHT SINGLE QUOTATION MARK}`]", "", sentence).split())


def _first(emergency: Emergency, sentences: list[str]) -> str:
    for pattern in emergency.patterns:
        for sentence in sentences:
            uses = [words.search(sentence) for words in pattern]
            if all(uses):
                return " … ".join(dict.fromkeys(use[0] for use in uses if use))
    return ""


def emergency_of(sign_code: str) -> Emergency | None:
    """The emergency whose own sign this is."""
    return next((e for e in EMERGENCIES if e.sign_code == sign_code), None)
