"""What in a text may show who somebody is: names, hospitals, dates, places, addresses, numbers.

It only points; a person decides (docs/moderation.md). No list of names and no model: capitals, and the
words around them. It points at too much rather than too little, and it misses things: it is no proof.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NAME, HOSPITAL, PLACE, DATE = "name", "hospital", "place", "date"
AGE, JOB, E_MAIL, PHONE, LINK, NUMBER = "age", "job", "e-mail", "phone", "link", "number"


@dataclass(frozen=True)
class Mark:
    """The characters from `start` up to `end` may be `what`: a name, a hospital, a date …"""

    start: int
    end: int
    what: str


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `what` is empty where nothing shows who it is."""

    text: str
    what: str = ""


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NTH = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|"
    r"twentieth|thirtieth)"
)
_YEAR = r"(?:19|20)\d\d|['’]\d\d"
_CAP = r"[A-Z][\w'’-]{1,40}"
_CAPS = rf"{_CAP}(?:\s+{_CAP}){{0,3}}"
_HOUSE = r"(?:Hospital|Infirmary|Hospice|Clinic|Surgery|Practice|(?:Medical|Health|Cancer) (?:Centre|Center))"
_STREET = r"(?:Street|Road|Lane|Avenue|Close|Drive|Crescent|Terrace|Gardens|Court|Way|Row|Hill)"
_TITLE = (
    r"(?:dr|doctor|mr|mrs|miss|ms|mx|prof|professor|nurse|sister|consultant|surgeon|oncologist|"
    r"physio|midwife)\b\.?"
)
_RELATIVE = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|son|daughter|mum|mam|mother|dad|father|brother|"
    r"sister|nan|gran|grandad|aunt|auntie|uncle|cousin|friend|mate|neighbour|boss|colleague|niece|nephew|"
    r"gp|nurse|consultant|oncologist|surgeon)"
)
_NO_NAME = (  # small letters after a title or a relative that are no name
    r"(?!(?:and|or|who|that|was|is|has|had|said|says|told|took|drove|rang|made|thought|knew|saw|came|"
    r"went|got|gave|did|does|do|can|could|would|should|will|to|for|in|on|at|of|from|with|as|by|about|but|"
    r"if|when|then|so|not|never|just|only|also|even|still|kept|put|felt|found|sent|asked|called|died|the|a|"
    r"an|my|me|i|he|she|they|it|we|you|up|out|off|round|before|after|because|again|first|there|here|"
    r"think|thinks|noticed|works?|lives?|specialist|team|nurse|surgeon|practitioner|appointment|clinic|"
    r"line|helpline|surgery|referred|listened|prescribed|didn|wouldn|couldn|wasn|hadn|\w+ed|\w+ing)\b)"
)

_RULES: list[tuple[str, str]] = [
    (E_MAIL, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    (E_MAIL, r"(?i:\b[\w.+-]{1,64}\s+at\s+(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|btinternet)\b"
             r"(?:\s+dot\s+\w+){0,2})"),
    (LINK, r"(?i:https?://|www\.)\S+|\b[\w-]{1,63}\.(?:co\.uk|org\.uk|com|org|net)(?:/\S*)?\b"),
    (LINK, r"(?<![\w.])@[A-Za-z_][\w.]{2,}"),
    (LINK, r"(?i:facebook|instagram|insta|twitter|tiktok|whatsapp|snapchat|linkedin|youtube|mumsnet)\b"),
    (PHONE, r"(?<![\w/])(?:(?:\+|00)\d{1,3}[\s-]?(?:\(0\))?|\(?0)\d(?:[\s()-]?\d){8,10}(?!\w)"),
    (NUMBER, r"(?<!\w)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\w)"),  # NHS number: 3, 3, 4
    (NUMBER, r"(?<!\w)[A-Z]{1,3}\d{5,12}[A-Z]?(?!\w)"),  # of a hospital
    (NUMBER, r"(?<!\w)[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)"),  # National Insurance
    (PLACE, r"(?<!\w)(?i:[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})(?!\w)"),  # postcode
    (PLACE, rf"(?<!\w)\d{{1,4}}[a-zA-Z]?,?\s+(?:{_CAP}\s+){{1,3}}{_STREET}\b"),
    (PLACE, rf"(?<!\w)(?:{_CAP}\s+){{1,2}}{_STREET}\b"),
    (DATE, r"(?<![\d./])\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?![\d/])"),
    (DATE, r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"),
    (DATE, rf"(?i:(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}\b(?:,?\s+(?:{_YEAR}))?)"),
    (DATE, rf"(?i:\b(?:the\s+)?{_NTH}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+(?:{_YEAR}))?)"),
    (DATE, rf"(?i:\b{_MONTH}\s+the\s+{_NTH}\b)(?!\s+[a-z])"),
    (DATE, rf"(?i:{_MONTH}\s+(?:the\s+)?{_DAY}\b(?:,?\s+(?:{_YEAR}))?)"),
    (DATE, rf"(?i:\b{_MONTH},?\s+(?:{_YEAR}))"),
    (DATE, rf"(?i:\b(?:in|since|until|by|last|next|this|early|late|mid)[\s-]+)(?i:{_MONTH})\b"),
    (DATE, rf"\b{_WEEKDAY}\b"),
    (DATE, r"(?i:\b(?:christmas|boxing|new year['’]?s|mother['’]?s|valentine['’]?s|bonfire)\s"
           r"(?:day|eve|night)\b|\bmy\s+(?:\d+\w\w\s+)?birthday\b)"),
    (HOSPITAL, rf"\b(?:{_CAP}\s+|(?:of|the|and|for)\s+(?={_CAP})){{0,6}}{_CAP}\s+(?i:{_HOUSE})\b"),
    (HOSPITAL, r"(?i:\b(?:st|saint)\.?\s+[\w'’]+)(?:\s+(?i:hospital|hospice))?"),
    (HOSPITAL, r"\b(?i:royal|queen|king|princess|prince)\s+[A-Za-z][\w'’]+(?:\s+(?i:hospital|infirmary))?"),
    (HOSPITAL, rf"\b{_CAP}\s+(?:General|Royal)\b"),
    (HOSPITAL, r"(?i:\b\w+\s+(?:general|royal)\s+(?:hospital|infirmary)\b|\bward\s+[a-z]?\d{1,3}[a-z]?\b)"),
    (PLACE, rf"\b{_CAPS}\s+(?i:(?:primary |high |grammar |infant |junior )?(?:school|academy|college))\b"),
    (HOSPITAL, rf"\b[a-z][\w]+['’]s\s+{_HOUSE.lower()}\b"),
    (NAME, rf"\b(?i:{_TITLE})\s+{_CAPS}"),
    (NAME, rf"\b(?i:{_TITLE})\s+{_NO_NAME}[a-z][\w'’-]+"),
    (NAME, rf"\b[Mm]y\s+(?:\w+\s+)?(?i:{_RELATIVE}),?\s+{_CAPS}"),
    (NAME, rf"\b[Mm]y\s+{_RELATIVE},?\s+{_NO_NAME}[a-z][\w-]{{2,}}"),
    (NAME, rf"\b(?:called|named|name is|name['’]s|I am|I['’]m|known as)\s+{_CAPS}"),
    (NAME, r"(?i:\bmy name is|\bmy name['’]s)\s+\w+"),
    (PLACE, rf"(?i:\b(?:live|lives|lived|living|born|based|grew up|moved|move)\s+(?:in|near|at|to)\s+)"
            rf"(?:{_CAPS}|{_NO_NAME}[a-z]\w{{3,}})"),
    (JOB, r"(?i:\b(?:work(?:ed|s|ing)?|job|employed)\s+(?:as|for|at)\s+)(?:an?\s+|the\s+)?\w+(?:\s\w+)?"),
    (AGE, r"(?i:\b(?:aged|age|i was|i am|i['’]m|she was|he was|turned|when)\s+)\d{2}\b(?!\s*(?:mg|ml|%|weeks|"
          r"days|months|years? (?:ago|later|after)|minutes|hours|miles|visits|times))"),
    (AGE, r"\b\d{1,2}[\s-]years?[\s-]old\b"),
]  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ALL = [(what, re.compile(rule)) for what, rule in _RULES]

_COMMON = _set(
    "i i'm i'd i've i'll gp gps nhs mri ct pet a&e uk us tv mdt cns bcn pals nice ecg ultrasound "
    "her2 er pr brca ibs copd ccu itu icu ed gu tb bp covid who hrt otc dna x-ray x-rays ok okay er+ her2+ "
    "english british scottish welsh irish english-speaking england scotland wales britain ireland northern "
    "god christmas easter macmillan nurofen ibuprofen paracetamol calpol tamoxifen letrozole anastrozole "
    "exemestane zoladex prosap herceptin kadcyla enhertu ibrance kisqali verzenios palbociclib ribociclib "
    "abemaciclib capecitabine docetaxel paclitaxel denosumab zometa gaviscon omeprazole google internet "
    "google. zoom mum mam mummy dad daddy nan gran grandad auntie uncle doctor dr nurse mr mrs ms miss "
    "professor prof hospital clinic royal st saint sister consultant oncologist breast cancer stage "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december secondary primary"
)
"""Words with a capital that name nobody."""

_CAPITAL = re.compile(r"[A-Z][\w'’&+-]{0,40}")
_BEGINS = re.compile(r"(?:^|[.!?…:;\n“\"(•–—-]\s*|^\s*[-*]\s*)\Z")
_PEOPLE_DO = re.compile(
    r"\s+(?:and\s+(?:I|me)\b|(?:said|told|rang|phoned|drove|took me|asked|insisted|persuaded|reckoned|"
    r"suggested|noticed|came with|made me)\b)"
)
_PRONOUNS = _set(
    "he she they it we you who nobody everybody everyone somebody someone nothing this that these those "
    "people doctors nurses another one my our his her their friends family physio physios gps paramedics "
    "and but so then when while because if after before as what which staff reception there here "
    "where how let today life"
)


def find(text: str) -> list[Mark]:
    """Everything that may show who somebody is, in order; where two overlap, the longer one."""
    found = [
        Mark(match.start(), match.end(), what)
        for what, rule in _ALL
        for match in rule.finditer(text)
    ]
    kept: list[Mark] = []
    for mark in sorted([*found, *_capitals(text)], key=lambda one: (one.start, -one.end)):
        if kept and mark.start < kept[-1].end:
            if mark.end > kept[-1].end:
                kept[-1] = Mark(kept[-1].start, mark.end, kept[-1].what)
            continue
        kept.append(mark)
    return kept


def _capitals(text: str) -> Iterator[Mark]:
    """Words with a capital that do not begin a sentence, or begin one and do what people do."""
    inside = {m.group().lower() for m in _CAPITAL.finditer(text) if not _begins(text, m.start())}
    for match in _CAPITAL.finditer(text):
        word = re.sub(r"['’](?:s|ll|d|ve|m|re)?$", "", match.group()).lower()
        if word in _COMMON or len(word) < 2 or word in _PRONOUNS:
            continue
        is_shouted = match.group().isupper() and _is_shouting(text)
        at_start = _begins(text, match.start())
        if is_shouted or (at_start and not _is_somebody(text, match, word, inside)):
            continue
        yield Mark(match.start(), match.end(), NAME)


def _begins(text: str, at: int) -> bool:
    return at == 0 or bool(_BEGINS.search(text[max(0, at - 4) : at]))


def _is_somebody(text: str, match: re.Match[str], word: str, inside: set[str]) -> bool:
    is_owner = match.group().endswith(("'s", "’s"))
    return is_owner or word in inside or bool(_PEOPLE_DO.match(text, match.end()))


def _is_shouting(text: str) -> bool:
    """Most of it is in capitals: they mean nothing then."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def pieces(text: str) -> list[Piece]:
    """The whole text, in pieces with and without a mark."""
    found, place, parts = find(text), 0, []
    for mark in found:
        parts.append(Piece(text[place : mark.start]))
        parts.append(Piece(text[mark.start : mark.end], mark.what))
        place = mark.end
    parts.append(Piece(text[place:]))
    return [part for part in parts if part.text]
