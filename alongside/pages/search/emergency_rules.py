"""The rules by which `emergencies` hears an emergency in what was typed.

One block for each sign. `_rule(sign, needs…, unless=…)`: every pattern of `needs` must be found among
the heard words and `unless` must not. Patterns are regular expressions over folded, mended words:
`shiver\\w*` is every word that begins so. An `unless` takes out what people type about something else
(a fit note, a seat belt, `tell my children`); thoughts of suicide have hardly any.
"""

import re
from dataclasses import dataclass

# Words that turn up in several rules.
CANT = (
    r"cant|wont|unable|stopped|not able|struggl\w+|trouble|no longer|difficulty|hardly" r"|barely"
)
SUDDEN = (
    r"sudden\w*|all of a sudden|out of nowhere|this morning|an hour|hours? ago"
    r"|since last night|just now|help|999|today|tonight|right now|came on"
)
LEGS = r"legs?|feet|foot|knees|thighs|lower half|waist down"
DEAD = (
    r"numb\w*|weak\w*|dead|no feeling|no sensation|cant feel|lost (?:all )?feeling"
    r"|paraly\w+|useless|floppy|lifeless"
)
ONE_SIDE = (
    r"one side\w*|(?:left|right) (?:hand )?side|down (?:my|her|his) (?:left|right)"
    r"|half (?:of )?(?:my|her|his) (?:face|body)"
    r"|(?:left|right|one) (?:arm|leg|hand|foot)|one half|side of (?:my|her"
    r"|his) (?:face|body)"
)
TUMMY = r"tummy|belly|stomach|abdomen|gut|guts|tum"
VOMIT = (
    r"vomit\w*|throw\w* up|threw up|being sick|been sick|sick (?:again|every|all|in"
    r"|and|with|for)|(?:and|keeps?|be|is|violently|projectile|green) (?:being )?sick"
    r"|puk\w+|heaving|retch\w*|everything (?:is )?coming (?:back )?up"
)
CHEMO = (
    r"chemo\w*|treatment|docetaxel|paclitaxel|taxol|taxotere|capecitabine|xeloda"
    r"|eribulin|vinorelbine|carboplatin|carbo|epirubicin|gemcitabine"
    r"|ibrance|palbo\w*|kisqali|ribo\w*|verzenios?|abema\w*|enhertu|trodelvy|kadcyla"
    r"|cycle|infusion|drip|neutrop\w*|low white|cancer drugs?|olaparib|pembro\w*"
    r"|keytruda|herceptin|phesgo"
)
HOT = r"3[789](?:[.,]\d+)?|4[01](?:[.,]\d+)?"
BLOOD = r"blood|bleed\w*|bled|haemorrhag\w*|hemorrhag\w*"
PERSON = (
    r"mum|dad|wife|husband|nan|gran\w*|sister|brother|partner|she|he|shes|hes|her|him"
    r"|friend|auntie?|daughter|son|me|us"
)


@dataclass(frozen=True)
class Rule:
    """All of `needs` must be found and `unless` must not."""

    sign: str
    needs: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None = None

    def holds(self, heard: str) -> bool:
        if self.unless and self.unless.search(heard):
            return False
        return all(need.search(heard) for need in self.needs)


def _rule(sign: str, *needs: str, unless: str = "") -> Rule:
    return Rule(
        sign,
        tuple(re.compile(rf"\b(?:{need})\b") for need in needs),
        re.compile(rf"\b(?:{unless})\b") if unless else None,
    )


RULES = [
    # Pressure on the spinal cord: legs, saddle, bladder and bowel, and its names.
    _rule(
        "s-mscc",
        LEGS,
        rf"{DEAD}|jelly|wobbl\w+|buckl\w+|giv\w+ way|gave way|heavy|lead|cant move|(?:wont"
        r"|not|stopped|dont) (?:work|working|do|move|hold|carry)|collaps\w+"
        r"|gone from under",
        unless=r"fingers|hand foot|neuropathy|swollen|swelling|one leg bigger|lymph\w*|clot|restless",
    ),
    _rule(
        "s-mscc",
        r"bum|bottom|saddle|backside|arse|privates?|private parts|between (?:my|her"
        r"|his) legs|genitals|down below|down there|groin|wip\w+",
        rf"{DEAD}|cant tell|tingl\w+",
    ),
    _rule(
        "s-mscc",
        r"cant|unable|stopped|lost control|lost all control|no control|control of"
        r"|loss of control|losing control|incontinen\w*|wet(?:ting)? (?:my|her|him)self"
        r"|numb\w*|weak|not working|doesnt work|havent been able",
        r"wee|weed|weeing|pee|peeing|urine|urinate|bladder|bowels?|go for a wee"
        r"|incontinen\w*|(?:my|her|him)self",
        unless=r"constipat\w*|sleep|stop weeing|stop peeing|stopped being|explain|touch (?:my"
        r"|her)self|cope|kill|harm|hurt|dress|look after|forgive|help myself|get (?:my"
        r"|her)self|bring myself|feel (?:like )?myself|trust",
    ),
    _rule("s-mscc", r"(?:poo\w*|soil\w*|mess\w*|wet\w*|pee\w*|wee\w*|piss\w*) (?:my|her|him)self"),
    _rule(
        "s-mscc",
        r"cant (?:walk|stand up|get up|stand)|stopped walking|legs wont",
        r"cant walk(?! and)|stand up|all of a sudden|sudden\w*|this morning|today|legs"
        r"|anymore|get up|since",
        unless=r"stand it|stand this|cant walk (?:up|far|to|without)|tired|breath\w*|stairs|hip",
    ),
    _rule(
        "s-mscc",
        r"mscc|(?:spinal )?cord comp\w+|spinal (?:cord|chord) (?:comp\w+|press\w+)"
        r"|pressure on (?:the|my|her|his) (?:spine|spinal cord)|cauda equina",
    ),
    _rule("s-mscc", r"electric\w*|shocks?", r"spine|back", unless=r"arm|fingers"),
    _rule(
        "s-mscc",
        r"(?:cant|dont|no longer|not) (?:feel|tell|know)|no (?:feeling|sensation)",
        r"when|if|that|going|need",
        r"wee|weeing|pee|peeing|poo|toilet|bladder|bowels?|wip\w+",
    ),
    _rule(
        "s-mscc",
        LEGS,
        r"back pain|back|spine",
        r"funny|odd|strange|weird|tingl\w*|wobbl\w*|shak\w*|unsteady|not right"
        r"|like they (?:are|belong)",
        unless=r"funny about|feet up",
    ),
    # A band of pain from the spine.
    _rule(
        "s-band-pain",
        r"band|belt|corsett?|girdle|hoop|strap|rope|clamp\w*|vice|vise|bandage|squeez\w+"
        r"|wrap\w*|radiat\w+",
        r"round|around|pain|tight\w*|ribs|middle|waist|trunk|chest|tummy",
        unless=r"gastric|seat belt|hair|wrist|watch|bra|belt on|new hole|rubber|resistance"
        r"|support band|chest (?:squeez\w+|pain)|gift|wrap up|wrap presents|heart",
    ),
    _rule(
        "s-band-pain",
        r"pain\w*|shoot\w*|stab\w*|burn\w*|agony|ache",
        r"from (?:my|her|his|the) (?:spine|back|neck)|(?:spine|back) (?:round|around|to"
        r"|through)",
        r"round|around|front|tummy|belly|ribs|sides?|chest|arms|legs",
    ),
    _rule(
        "s-band-pain",
        r"pain|shoot\w*|sciatica|burn\w*|electric\w*",
        r"both (?:my |her |his )?(?:legs|arms|sides)|down (?:my|her|his) (?:arms|legs)",
        unless=r"fingers|ache all over|swollen",
    ),
    _rule("s-band-pain", r"radicular|girdle pain|nerve root"),
    _rule(
        "s-band-pain",
        r"pain\w*|burn\w*|electric\w*|agony|ache|gripp\w*|crush\w*|tight\w*|pull\w*|stripe",
        r"(?:all |right |going |goes |comes |wraps? |shoots? )*(?:round|around) (?:my|her"
        r"|his|the|me|both|to (?:my|her|the)) ?(?:body|middle|trunk|tummy|ribs|waist"
        r"|sides?|front|chest|belly|stomach|back)?",
        unless=r"ribs? (?:sore|tender)|bra line|bra|around the house|eyes?|port|picc|line|nails"
        r"|mouth|nose|ankles?|scar|belt on|round the clock|all over|implant|stoma|finger"
        r"|wrist|heart|face|neck",
    ),
    # A broken bone.
    _rule(
        "s-fracture",
        r"broke\w*|break|snap\w*|fractur\w*|crack\w*|crunch|popp?(?:ed)?|gave way|went",
        r"bones?|arm|leg|hip|ribs?|wrist|shoulder|vertebrae?|spine|thigh|femur|pelvis"
        r"|collarbone|ankle|elbow",
        unless=r"stop\w*|prevent\w*|strength\w*|strong\w*|risk|avoid|before|will|might|may|could"
        r"|can|likely|fragile|thin|feels? like|healing|years? ago|drugs?|injection\w*"
        r"|went (?:to|for|into|on|up|down|back|away)|bone scan|worried|blood|cancer went"
        r"|impending|break from|treatment",
    ),
    _rule(
        "s-fracture",
        r"(?:broke|broken|snapped|fractured|cracked)",
        r"bones?|arm|leg|hip|ribs?|wrist|shoulder|vertebrae?|thigh|femur|pelvis|collarbone"
        r"|ankle|elbow",
        r"nothing|cough\w*|sneez\w*|turn\w*|lift\w*|getting|no reason|just|slight\w*|only"
        r"|bed|think",
        unless=r"stop\w*|prevent\w*|strength\w*|feels? like",
    ),
    _rule(
        "s-fracture",
        r"patholog\w+ fracture|heard (?:a|something) (?:crack|snap|pop|crunch)\w*"
        r"|collapsed vertebra\w*|broken (?:bone|hip|arm|leg|rib)",
    ),
    _rule(
        "s-fracture",
        r"fell|fall\w*|trip\w*|stumbl\w*|slip\w*|knock\w*|bump\w*|twist\w*|sudden\w*",
        rf"(?:{CANT}) (?:\w+ )?(?:move|put (?:any |my |her )?weight|walk|stand|get up|lift)"
        r"|get up|bent|funny angle|out of shape|agony|cant move",
        unless=r"asleep|side of|one side|stroke|feel (?:my|her)|speak|legs? (?:numb|weak)",
    ),
    _rule(
        "s-fracture",
        r"arm|leg|wrist|shoulder|ankle|thigh|hip",
        r"bent|funny angle|wrong angle|out of shape|deformed|sticking out",
    ),
    _rule(
        "s-fracture",
        r"sudden\w*|snap\w*|crack\w*|pop",
        r"pain|agony",
        r"cant use|cant move|wont move|cant bear weight|cant put",
        unless=r"one side|stroke",
    ),
    # Very high calcium.
    _rule(
        "s-hypercalc-severe",
        r"h[iy]percalc\w*|thirst\w*|drink\w*|parched|calcium|peeing|weeing|constipat\w*"
        r"|dehydrat\w*",
        r"confus\w*|muddl\w*|rambl\w*|drows\w*|sleepy|nodding off|cant wake|cant rouse|nonsense|no sense"
        r"|vomit\w*|being sick|twitch\w*|jerk\w*|fit|heart\w*|spaced|dopey|fairies"
        r"|not with it|coma|crisis|danger\w*|very high|severe|emergency|hospital|too high",
        unless=r"alcohol|wine|tablets|supplement\w*|coughing when|choking|choke\w*|heartburn|vitamin",
    ),
    # Pressure in the head.
    _rule(
        "s-raised-pressure",
        r"headache\w*|migraine\w*|(?:my |her |his |your )?(?:head|skull)",
        rf"{VOMIT}|vomit|sick|drows\w*|sleepy|blur\w*|double|stay awake|awake|worst"
        r"|thunderclap|sudden\w*|severe|explod\w*|burst\w*|split\w*|agonising|cant see"
        r"|slumped|wake up fully|confus\w*",
        unless=r"sick of|over|ahead|bend\w*|stoop\w*|head of|sickness tablets|waking|hurts when"
        r"|every day|awake at|in my head i|bursting when|worried sick|neck veins",
    ),
    _rule(
        "s-raised-pressure",
        r"hydrocephalus|(?:raised )?(?:intra|inter)cranial|(?:swelling|pressure"
        r"|bleed\w*) (?:on|in) (?:the|my|her|his) brain|brain (?:pressure|swelling|bleed)",
    ),
    _rule(
        "s-raised-pressure",
        r"pressure|pounding",
        r"head|eyes|behind my eyes",
        r"vomit\w*|sick|throw\w* up|blur\w*",
    ),
    # A fit.
    _rule(
        "s-seizure",
        r"seizures?|seizing|(?:a|had|having|another|first|epileptic|big|her|more"
        r"|brain) fits?|fitting|convuls\w*|epilep\w*|tonic|fits",
        unless=r"fits? (?:for|to|in|into|note|around|enough|and well)|keep\w* fit|get\w* fit"
        r"|stay\w* fit|fit note|fitting in|drive|driving|dvla|licence|license|bra|clothes"
        r"|sleeve|kit|wheel|note",
    ),
    _rule(
        "s-seizure",
        r"rigid|stiff|floor|eyes rolled|rolled (?:back|up)|foam\w*|bit(?:ten)? (?:my|her"
        r"|his) tongue|blacked out|blank",
        r"shak\w*|shook|jerk\w*|twitch\w*|eyes|mouth|respond\w*|tongue|went|floor|spell\w*"
        r"|stares?|staring",
        unless=r"stiff (?:neck|joints|jaw|hands)|go blank in",
    ),
    _rule(
        "s-seizure",
        r"jerk\w*|twitch\w*|jumping|spasm\w*",
        r"own|cant stop|wont stop|keeps?|cant control|face|cheek|arm|hand",
        unless=r"diaphragm|hiccup\w*|muscle twitches tired|job",
    ),
    _rule(
        "s-seizure",
        r"zoned out|staring into space|blank spells?|funny turns?|lost a few minutes"
        r"|absences?|wont respond|unresponsive|not responding",
        unless=r"doctor|nurse|hospital|helpline|council|email|treatment|drug|chemo",
    ),
    _rule(
        "s-seizure",
        r"shak\w*|jerk\w*|stiff|collapsed|on the floor",
        r"(?:wont|cant|not|doesnt) (?:wake\w*|respond\w*|answer\w*)|unconscious|passed out",
    ),
    # One side of the body, speech: a stroke or pressure on the brain.
    _rule(
        "s-one-sided-weakness",
        r"stroke|tia|hemipar\w+|hemipleg\w+",
        unless=r"stroke my|strokes my|risk of",
    ),
    _rule(
        "s-one-sided-weakness",
        r"face|mouth|smile|eyelid",
        r"drop\w*|droop\w*|fallen|lopsided|slid\w*|sagg\w*|crooked|melted",
        unless=r"gradual\w*|eye drops|food drop\w*",
    ),
    _rule(
        "s-one-sided-weakness",
        ONE_SIDE,
        rf"{DEAD}|heavy|tingl\w+|wont|cant|drag\w*|limp|pins|lost use|clumsy|drop\w*"
        r"|lean\w*|trail\w*|cant lift|gone",
        unless=r"swollen|swelling|swell|puff\w*|lymph\w*|bigger|tight|lie on|itch\w*|hearing|deaf"
        r"|see to|cant see|rib\w*|chest|headache|mastectomy|fluid|lung|breast|sleep|nose"
        r"|gone red|red|collapsed|gone hard|finger\w*|shoulder|weeks|weight on|hot",
    ),
    _rule(
        "s-one-sided-weakness",
        r"(?:keep\w* )?drop(?:ping|ped|t)|drops",
        r"things|cups?|everything|mugs?|plates?|phone|pen|stuff|kettle|glass",
        unless=r"money|hints",
    ),
    _rule(
        "s-one-sided-weakness",
        r"(?:drag\w*|trail\w*) (?:my|her|his|one|a) (?:foot|leg|left|right)|(?:leg|foot"
        r"|arm) (?:is |keeps )?(?:dragging|trailing|drags)|(?:hand|arm"
        r"|leg) (?:\w+ )?(?:sudden\w*|all of a sudden)|sudden\w* (?:\w+ )?(?:clumsy|weak"
        r"|numb)|foot (?:is )?(?:trailing|dragging)|lost (?:the )?use of (?:my|her"
        r"|his) (?:arm|hand|leg)|cant (?:grip|lift (?:my|her|his) arm|use (?:my|her"
        r"|his) (?:arm|hand|leg))|hand wont|arm wont|arm (?:has )?gone weak|(?:one|arm|leg"
        r"|hand) (?:has )?gone (?:dead|limp|floppy|weak)|with one hand",
    ),
    _rule(
        "s-speech",
        r"slur\w*|garbl\w*|gibberish|mumbl\w*|jumbl\w*|aphasi\w*|dysphasi\w*|disphasi\w*"
        r"|stammer\w*|stutter\w*|incoherent\w*|babbl\w*",
        unless=r"letter|report|email",
    ),
    _rule(
        "s-speech",
        r"(?:cant|lost|unable to|trouble|difficulty|struggl\w*|stopped"
        r"|hard) (?:\w+ )?(?:speak\w*|talk\w*|speech)",
        unless=r"(?:speak\w*|talk\w*) (?:to|about|with|and)|voice|croak\w*|hoarse|husky|throat"
        r"|kids|children",
    ),
    _rule(
        "s-speech",
        r"words?|sentences|speech|talking|talks|language|names?",
        r"cant get|come out|coming out|comes out|wrong|find\w*|cant find|form|funny|mixed"
        r"|muddled|drunk|pints|make sense|cant say|cant think of|lost|gone|slow|strange"
        r"|odd|weird|pissed",
        unless=r"tell|children|kids|explain|letter|report|mean\w*|scan|nurses?|drug|husband wont"
        r"|talking to|finding a|find someone|find out|help with|wrong thing|hospital"
        r"|doctor|someone|talk about|lost my|voice|talking about",
    ),
    _rule(
        "s-speech",
        r"sounds? (?:\w+ )?drunk|cant be understood|people cant understand (?:me|her|him)"
        r"|cant understand what (?:she|he|mum|dad)|cant read or write|wrong (?:name"
        r"|word)s?",
    ),
    # A clot in the lung, and other reasons to be fighting for breath.
    _rule(
        "s-pe",
        r"breath\w*|inhal\w*|breathing|air|gasp\w*",
        rf"{SUDDEN}|fight\w*|gasp\w*|blue|grey|gray|collaps\w*|faint\w*|pass(?:ed|ing) out"
        r"|racing|pound\w*|sharp\w*|stab\w*|knife|knives|cant get|struggling for|clammy"
        r"|sweaty",
        unless=r"gasping after|few steps|stairs|mouth|air ?port|aircraft|steps",
    ),
    _rule(
        "s-pe",
        r"cant breathe?|struggling to breathe?|hard to breathe?|stopped breathing"
        r"|fighting for breath|not breathing",
        unless=r"nose|lying|lie|flat|deep|drip|infusion|stairs|catch",
    ),
    _rule(
        "s-pe",
        r"sharp|stab\w*|knife|knives|dagger|piercing|crushing",
        r"chest|breath\w*|inhale|lung",
        unless=r"rib\w* (?:sore|tender)|years|weeks|breastbone",
    ),
    _rule(
        "s-pe",
        r"heart",
        r"rac\w*|pound\w*|attack|thump\w*|clappers|flutter\w*|very fast",
        unless=r"heart trace|flush\w*|anxi\w*|scan|before",
    ),
    _rule(
        "s-pe",
        r"heart attack|collapsed(?! vertebra\w*| lung| bone| spine)|pass(?:ed|ing) out"
        r"|unconscious|blacked out|fainted|pulmonary embol\w*"
        r"|(?:blood )?clots? (?:\w+ ){0,6}lungs?|oxygen (?:level\w* )?(?:dropp\w*|low"
        r"|fall\w*|is \d+)|(?:low|dropping) oxygen|lung clots?|chest pain (?:and|with)"
        r"|crushing",
    ),
    _rule(
        "s-pe",
        r"cough\w* (?:up |out )?(?:\w+ )?blood|blood when i cough",
        unless=r"streak\w*|specks?|flecks?|tinged?|stain\w*|spots?|bit of|little|pink",
    ),
    # Bleeding.
    _rule(
        "s-heavy-bleeding",
        BLOOD,
        r"wont stop|not stop\w*|cant stop|doesnt stop|keeps? (?:coming|bleeding|on)"
        r"|pour\w*|gush\w*|soak\w*|spurt\w*|loads|lots|heavy|heavily|everywhere|flood\w*"
        r"|towel|through|burst|hours?|stem|vomit\w*|throw\w* up|sick|puk\w*|full of"
        r"|squirt\w*|a lot|massive|black|dripping down|non stop|pints? of",
        unless=r"blood (?:clots?|tests?|counts?|pressure|cells?|results|sugar|bank|thinners?$)"
        r"|bloods|sick (?:pay|note)|through the blood|period|blood stream|blood and lymph"
        r"|travel\w*|cough\w*|heavy (?:and|arm|legs?)",
    ),
    _rule(
        "s-heavy-bleeding",
        r"gush\w*|spurt\w*|haemorrhag\w*|soaked (?:through|in blood)|(?:towel|dressing"
        r"|pad)s? (?:\w+ )*(?:soak\w*|keeps coming|through)",
        unless=r"sweat\w*|night|sheets|discharge|nightie|pyjamas",
    ),
    _rule(
        "s-heavy-bleeding",
        BLOOD,
        r"blood thinners?|apixaban|warfarin|rivaroxaban|clexane",
        r"bleeding|bleed|bled",
    ),
    _rule("s-heavy-bleeding", r"wound|tumour|ulcer|breast", r"burst|pouring|gushing|squirting"),
    _rule(
        "s-heavy-bleeding",
        r"black|tar|tarry|coffee grounds?",
        r"poo\w*|stools?|tar|grounds?|tarry|vomit\w*|sick",
    ),
    _rule(
        "s-heavy-bleeding",
        r"(?:rectal|back passage|bottom|bum|wound|tumour|breast|ulcer) (?:is |has been "
        r"|has started )?bleed\w*|bleed\w* from (?:my|her|his|the) (?:bottom|bum"
        r"|back passage|breast|wound|tumour|ulcer)|haemorrhage|hemorrhage",
        unless=r"vagina\w*|wipe|after sex|little|spot\w*|bit of",
    ),
    _rule(
        "s-heavy-bleeding",
        r"nosebleed|nose bleed\w*|nose",
        r"wont stop|not stop\w*|hour|heavy|pouring|gushing",
    ),
    # A blocked bowel.
    _rule("s-bowel-block", r"bowels?|gut|intestin\w*", r"block\w*|obstruct\w*|twist\w*|impact\w*"),
    _rule(
        "s-bowel-block",
        r"cant (?:poo\w*|pass|fart|go)|no (?:poo\w*|bowel movement|wind|gas)|(?:havent"
        r"|hasnt|not) (?:poo\w*|pass\w*|been|gone|had a poo|opened)|stopped pooing"
        r"|constipat\w*|nothing coming out|not passing",
        r"vomit\w*|sick|throw\w* up|cramps?|swollen|hard|agony|bloat\w*|wind|gas|fart",
        unless=r"nausea|feeling sick|sick of|thirst\w*|alternating|loose|wee|breathless|prescription",
    ),
    _rule("s-bowel-block", TUMMY, r"rock|rigid|board|solid|drum", unless=r"fluid"),
    _rule(
        "s-bowel-block",
        rf"{TUMMY}|cramps?",
        r"swollen|hard|distend\w*|bloat\w*|cramps?|agony|doubled",
        r"vomit\w*|throw\w* up|being sick|and sick|is sick|green|cant poo|pass wind",
    ),
    _rule(
        "s-bowel-block",
        r"vomit\w*|sick|throw\w* up|bringing up",
        r"green|brown|like poo|smell\w* (?:of|like) poo|faec\w*",
    ),
    _rule("s-bowel-block", r"cant (?:fart|pass (?:wind|gas))|not passed wind|no wind"),
    # Fever or illness during treatment.
    _rule(
        "s-neutropenic-sepsis",
        r"fever\w*|temperature|temps|shiver\w*|chills|rigors?|hot and cold|burning up"
        rf"|boiling|freezing|cant get warm|{HOT}|infection|teeth chattering|sweat\w* and"
        r"|shaking|flu ?y?",
        CHEMO,
        unless=r"flush\w*|risk of|avoid\w*|catch|room temperature|flu ?jab|vaccin\w*"
        r"|before i start|line|age|aged|i am \\d|years old|hands shaking|mg|3 weekly"
        r"|week 3|at 3[789]|prevent\w*|aches after|bone",
    ),
    _rule(
        "s-neutropenic-sepsis",
        r"fever\w*|(?:high|raised|low|has a|got a|have a|running a|my|her|his|mums"
        r"|wifes) temperature|temperature (?:of|is|was|wont|has|over|above|since|gone|up"
        r"|and|high|\d)|shiver\w*|burning up|rigors?|chills|thermometer|hot and cold"
        r"|teeth chattering|feverish|shaking and (?:cold|hot)",
        unless=r"flush\w*|room|hay fever|yellow fever|hay|scarlet|line|port|picc|red skin"
        r"|water temperature|shower|outside|weather|prosecco|cellulitis",
    ),
    _rule(
        "s-neutropenic-sepsis",
        rf"\b(?:{HOT})\b",
        r"degrees|temperature|thermometer|fever|shiver\w*|hot|feel|had|ill",
        unless=r"\d+ ?(?:years|mg)|i am \d+|at \d+|aged \d+|turned",
    ),
    _rule(
        "s-neutropenic-sepsis",
        r"(?:feel|feels|feeling|felt|so|very|really|quite|suddenly|been|am|is|shes"
        r"|hes) (?:\w+ )?(?:ill|rotten|poorly|awful|terrible|unwell|dreadful|grotty|rough"
        r"|flu\w*|lousy|ghastly|fluey)|(?:cold|infection|virus|bug) or (?:something|worse)"
        r"|low neutrophils (?:\w+ )*(?:ill|unwell|poorly)",
        CHEMO,
        unless=r"stop\w*|years|too ill to work|months|guilt\w*|low|sad|immuno\w*|scan|benefit\w*"
        r"|work|travel|always|normal|decide|children|refus\w*",
    ),
    _rule("s-neutropenic-sepsis", r"neutropeni\w+ (?:sepsis|fever)|febrile|neutropenic"),
    # Sepsis.
    _rule("s-sepsis", r"sepsis|septic\w*|septisemia|blood poison\w*", unless=r"septic tank"),
    _rule(
        "s-sepsis",
        r"mottl\w*|marbl\w*|(?:blue|grey|gray|purple|mauve|ashen) (?:lips|skin|face|fingers|hands"
        r"|and)|(?:lips|skin|face|fingers) (?:\w+ )?(?:blue|grey|gray|purple|mauve|ashen)"
        r"|(?:is|gone|went|going|goes|turned|shes|hes) (?:grey|blue|gray|ashen)",
        unless=r"scar|patch|bruis\w*|veins|bend|hair|eyes|skin mets|chemo curl",
    ),
    _rule(
        "s-sepsis",
        r"blotchy|patchy|clammy",
        r"skin|legs|cold|arms|breath\w*",
        unless=r"chest|scar|breast|red patch",
    ),
    _rule(
        "s-sepsis",
        r"(?:no|not|hasnt|havent|not had a|no) (?:weed|peed|wee|pee|urine|passed urine"
        r"|been for a wee|passed water|weeing|had a wee)",
        r"day|yesterday|hours|last night|morning|today|ill|since",
    ),
    _rule("s-sepsis", r"breathing", r"fast|rapid\w*|quick\w*|shallow"),
    _rule(
        "s-sepsis",
        r"feels? like (?:shes|hes|i am) dying|never felt (?:this|so) ill"
        r"|rash (?:\w+ )*(?:glass|fade|blanch\w*)|infect\w+ (?:\w+ )*(?:very ill|downhill"
        r"|so ill)|very ill (?:\w+ )*infect\w+|downhill fast|(?:hands"
        r"|feet) (?:\w+ ){0,3}(?:icy|ice cold|freezing) (?:\w+ )*(?:fever|hot|ill)",
    ),
    # Sudden confusion.
    _rule(
        "s-acute-confusion",
        r"confus\w*|muddled|rambl\w*|agitated|doolally|incoherent|not with it"
        r"|away with the fairies",
        rf"{PERSON}|sudden\w*|overnight|since|gone|went|getting|become|drows\w*|sleepy"
        r"|restless|hours|became|keeps|acute|night|infection|days|hours",
        unless=r"confus\w* (?:about|by|with|what|which|why|over|how|between|on what)|confusing"
        r"|(?:told|said|letter|forms?|options|benefits|results|report|explain\w*|words?"
        r"|difference)|days of the week|muddled about|^i am (?:so |very )?confused$",
    ),
    _rule(
        "s-acute-confusion",
        r"delirium|delirious|hallucinat\w*|paranoid|acute confusion|disorient\w*",
    ),
    _rule(
        "s-acute-confusion",
        r"not making (?:any )?sense|(?:making|makes|talking|talks|speaking) (?:no sense"
        r"|rubbish|nonsense|gibberish|absolute)|seeing (?:things|people|insects|spiders"
        r"|animals|her dead|bugs|ghosts)|see(?:s|ing)? (?:insects|spiders|bugs|ghosts"
        r"|people who|things that|things which|people that|people in)|(?:not|doesnt|didnt"
        r"|dont|cant|hasnt) (?:know|recogni\w+|remember) (?:who (?:i am|we are|shes|hes"
        r"|anyone)|me|us|where (?:shes|hes|she|he|i)|her own|his own|what (?:day|year)"
        r"|anyone|anybody)|where (?:shes|hes)$|thinks (?:shes|hes|i am|we|its) |poisoning"
        r"|climb\w* out of bed|pull\w* at|pluck\w* at|picking at the (?:air|sheets)"
        r"|talking to people who",
        unless=r"dont know who (?:to|i|can|does)|hospice|doctor|the end|husband thinks"
        r"|pull\w* at (?:my|the) (?:scar|heart)|letter|report|thinks its her fault"
        r"|thinks (?:its|shes|im|we) (?:\w+ )?(?:catch|lying|getting|going to|lazy|normal"
        r"|menopause)",
    ),
    # Allergic reaction.
    _rule(
        "s-allergic",
        r"anaphyl\w*|anaphal\w*|anafil\w*|epipen|allergic (?:reaction|to|shock)|hives"
        r"|welts|nettle rash",
        unless=r"hay fever",
    ),
    _rule(
        "s-allergic",
        r"throat|tongue|lips?|face|eyes|mouth",
        r"clos\w*|swell\w*|swollen|tight\w*|blown up|too big|puff\w*",
        r"drip|infusion|injection|tablet\w*|treatment|drug|medicine|after|since|during"
        r"|reaction|itch\w*|wheez\w*|throat|tongue|lips?|breath\w*|antibiotic\w*",
        unless=r"glands?|morning|lumps?|ulcers?|sore mouth|lymph\w*|weeks|mastectomy|radiotherapy"
        r"|food|lump in",
    ),
    _rule(
        "s-allergic",
        r"reaction|swell\w* up|swelled up|came up in|rash and swelling",
        r"to|during|after",
        r"drip|infusion|injection|treatment|docetaxel|paclitaxel|carboplatin|herceptin"
        r"|phesgo|chemo\w*|antibiotic\w*|drug|tablets?|medicine",
        unless=r"skin reaction|radiotherapy|legs?|weeks|arm|immuno\w*|belly|tummy|ankles?"
        r"|bruis\w*|side effects?|what reaction",
    ),
    _rule(
        "s-allergic",
        r"wheez\w*|itch\w*|faint|blotch\w*|hot and|flushed|bumps",
        r"after|during|since|new",
        r"drip|infusion|injection|tablet|treatment|drug|medicine|herceptin|phesgo"
        r"|docetaxel|paclitaxel|antibiotic\w*",
        unless=r"weeks|months|flush(?:es)?\b|liver|immuno\w*|letrozole",
    ),
    # A blocked vein in the chest.
    _rule(
        "s-svco",
        r"face|neck|head and neck",
        r"swollen|swell\w*|puff\w*|balloon\w*|purple|bloated|moon|doubled in size"
        r"|ballooned|swelled|swole|dark",
        unless=r"glands?|lumps?|lymph|node|base of|above|collar ?bone|side of|lumpy|cough\w*"
        r"|steroids? face",
    ),
    _rule(
        "s-svco",
        r"veins?",
        r"neck|chest",
        r"bulg\w*|stick\w*|stand\w*|show\w*|blue|big|blocked|swollen|popping",
    ),
    _rule("s-svco", r"svco|superior vena cava|svc syndrome|vena cava"),
    _rule(
        "s-svco",
        r"head|face",
        r"full|burst\w*|tight|pressure",
        r"bend\w*|stoop\w*|lean\w*|lie down|lying",
    ),
    _rule("s-svco", r"collar|shirt|neck", r"tight\w*", r"breath\w*|chok\w*|swollen|face|arms"),
    # Thoughts of suicide: no exception may hide them.
    _rule(
        "s-suicidal",
        r"lethal|fatal (?:dose|amount)|enough (?:\w+ )?to kill (?:me|myself|her|him)"
        r"|(?:tablets|pills|morphine) (?:\w+ )*to (?:die|end)",
    ),
    _rule(
        "s-suicidal",
        r"suicid\w*|sucid\w*|kill(?:ing)? (?:my|her|him)self|end(?:ing)? (?:it all|my life"
        r"|her life|his life|it now|it tonight|it$|it for|my own life|things)|want (?:to"
        r"|it to) end it|tak(?:e|ing) (?:my|her|his) own life|tak(?:e|ing) (?:my|her) life"
        r"|self harm\w*|(?:harm|hurt|cut|hang|drown|shoot)(?:ing)? (?:my|her|him)self"
        r"|overdos\w*|od on|topping myself|top myself|do myself in|do away with (?:my|her"
        r"|him)self",
    ),
    _rule(
        "s-suicidal",
        r"(?<!dont )(?<!not )(?<!didnt )want(?:s|ed|ing)? (?:to )?(?:just )?die|(?:wish"
        r"|want|rather) (?:i|she|he|to) (?:was|were|be|is) dead|rather be dead|wish (?:i"
        r"|she|it) (?:\w+ )?(?:wouldnt|wont|didnt|hadnt|not|never|could just not) (?:wake"
        r"|woken|been born)|wish i (?:wont|could not) wake|better off (?:dead"
        r"|if (?:i|she|he) (?:was|were|wasnt)"
        r"|without (?:me|her|him))|(?:ready|time) to end it|hope i (?:dont|never) wake"
        r"|never wake up|not wak(?:e|ing) up",
        unless=r"die (?:at home|in (?:a|the|hospital|my own|peace)|with dignity)",
    ),
    _rule(
        "s-suicidal",
        r"(?:dont|doesnt|not|no longer|didnt|never) (?:really |even )?(?:want|wanting"
        r"|wants|wanted)(?: to)? (?:\w+ )?(?:be here|live|living|wake|exist|be alive"
        r"|carry on|go on|keep going|keep living|face another|be around|life|continue)"
        r"|dont see (?:the|a|any) point (?:in )?(?:living|going on|carrying on|being|life"
        r"|anymore|any more)|(?:no|any) (?:point|reason) (?:in |to )?(?:living|live"
        r"|going on|go on|carrying on|carry on|being here|life)"
        r"|nothing (?:left )?to live for|whats the point (?:in |of )?(?:living|life"
        r"|going on|carrying on)|what is the point (?:in |of )?(?:living|life|going on"
        r"|carrying on|anymore)|(?:sick|fed up|tired|done) (?:of|with) (?:living|life"
        r"|being alive|it all)|reasons? to (?:carry on|go on|live|be here|keep going|stay)"
        r"|want it (?:all )?to (?:stop|end) (?:for ?ever|now|please)|ready to go now"
        r"|life (?:is )?not worth|not worth living",
    ),
    _rule(
        "s-suicidal",
        r"cant (?:go on|carry on|do this (?:any|no) ?more|do it any ?more|do this anymore"
        r"|take (?:it|this|any|much) (?:any|more|anymore|no|longer)\w*|live like this"
        r"|face (?:another|any more)|keep going|keep on|bear (?:it|this) any|see a way out"
        r"|see any way)",
        unless=r"cant go on (?:holiday|the|a|my|with (?:chemo|letrozole|work|treatment))|work\w*",
    ),
    _rule(
        "s-suicidal",
        r"tak(?:e|ing) all (?:my|the|of|her|these)|(?:whole|all) (?:the |of )?(?:packet|bottle|box"
        r"|lot)|stockpil\w*|saving up (?:my|tablets|pills)|(?:burden|bother) (?:to"
        r"|on) (?:everyone|everybody|them|my|people|the)|i am a burden|such a burden"
        r"|not safe (?:on my|by my|with my|at home alone|alone)|cant keep (?:my"
        r"|her)self safe|crisis (?:line|team)|samaritans|lifeline|jump(?:ing)? (?:off"
        r"|in front)|walk(?:ing)? (?:out )?in front of|had enough (?:of (?:life|living"
        r"|it all|everything|all this|this life)|and want\w*|want)|want (?:it|this"
        r"|it all) (?:all )?(?:to be )?over|wants? out|giv(?:e|en|ing) up on life"
        r"|tired of (?:living|life|being alive)|disappear for ?ever|dark thoughts"
        r"|world (?:would be |is )?better (?:off )?without|goodbye (?:letter|note)"
        r"|say goodbye and|plan(?:ning)? to die|how to die|ways? to die"
        r"|easiest way to (?:die|go)",
        unless=r"dose late",
    ),
]
