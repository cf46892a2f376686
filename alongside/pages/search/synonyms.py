"""Everyday words that mean the same. This is content: a nurse or an editor may correct it.

`PHRASES` join several words into one before they are compared; `SAME` lists single words, the first
of each line standing for all; `NEAR` lists words that often, not always, go together.
All are written folded: lower case, no apostrophes (`cant`). British spelling is enough.
"""

# (what people write, what stands for it). Applied in this order, on whole words.
PHRASES: list[tuple[str, str]] = [
    # numbers and codes on letters
    (r"stage (?:4|four|iv|1v)|stage4", "stage4"),
    (r"ca ?15 ?3", "ca153"),
    (r"ca ?27 ?29", "ca2729"),
    (r"(?:cdk|ckd) ?4 ?(?:and |or )?6i?", "cdk46"),
    (r"her ?2", "her2"),
    (r"ki ?67", "ki67"),
    (r"t ?dm ?1", "tdm1"),
    (r"t ?dxd", "tdxd"),
    (r"pd ?l ?1", "pdl1"),
    (r"x ray(s?)", r"xray\1"),
    (r"pet ct", "petct"),
    (r"de ?no?vo", "denovo"),
    (r"a (?:and|n) e|a e|casualty", "aande"),
    # what people say for the illness
    (
        r"(?:has |have )?(?:come|came|coming|comes|cme) ba+c?k|(?:be|is|its|got) back again",
        "comeback",
    ),
    (r"gone (?:in)?to (?:my|her|his|the)|got into (?:my|her|his|the)", "spread"),
    (r"(?:has |have |had )?(?:travel+ed|moved) to", "spread"),
    (r"second(?:a|e)?ry (?:breast )?cancer", "secondary breast cancer"),
    (r"no evidence of (?:active )?disease", "ned"),
    (r"triple neg(?:ative)?", "triplenegative"),
    (r"o?estrogen receptors?", "er estrogen receptor"),
    # the body
    (r"(?:number|no) (?:2|two)s?|bowel (?:motion|movement)s?", "poo"),
    (r"number (?:1|one)s?|pass(?:ing)? (?:water|urine)|waterworks", "wee"),
    (r"(?:go|going|went|been|get) (?:to|for) (?:the|a) (?:loo|toilet|bog)", "toilet"),
    (
        r"(?:short|out|shortness) of (?:breath|breathe|puff)|catch (?:my|her|his) breath",
        "breathless",
    ),
    (
        r"(?:cant|cannot|struggling to|hard to|difficulty|trouble|struggle to) breath?(?:e|ing)",
        "breathless cantbreathe",
    ),
    (r"(?:thro\w+|threw|chuck\w*|bring\w*|brought) (?:it |everything |food )?up", "vomit"),
    (r"(?:be|being|been|was|keep being|keeps being|violently) sick", "vomit"),
    (r"(?:feel\w*|felt) (?:so |really |very )?sick", "nausea"),
    (
        r"off (?:my|her|his) food|(?:not|wont|cant|doesnt want to|dont want to) eat(?:ing)?|no appetite",
        "appetite",
    ),
    (
        r"high temp\w*|raised temp\w*|temp(?:erature)? (?:of |is )?(?:3[89]|4[01])(?:\.\d)?",
        "fever temperature",
    ),
    (r"pins (?:and|n) needles", "tingling"),
    (r"wiped out|worn out|no energy|run down|done in|bone tired|dead beat", "tired"),
    (r"private parts|down below|down there", "privates"),
    (r"one side(?:d)?|(?:left|right)(?: hand)? side|down (?:my|her|his) (?:left|right)", "oneside"),
    # treatment
    (r"chemo ?therap\w*|kemo\w*", "chemo"),
    (r"radio ?thera\w*|rads", "radiotherapy"),
    (r"immuno ?thera\w*", "immunotherapy"),
    (
        r"hormone? ?(?:blockers?|tablets?|therapy|treatment|pills?)|hormonal (?:therapy|treatment)",
        "hormonetreatment",
    ),
    (r"side ?[ae]ff?ects?", "sideeffect"),
    (r"second opin\w*|2nd opin\w*|another opin\w*", "secondopinion"),
    (r"(?:stop|stopped|stops|stopping|not|isnt|aint|quit) work\w*", "stoppedworking"),
    (
        r"life expectancy|how long (?:can|do|will|could) (?:you|people|someone|women|men|we|one) live",
        "lifeexpectancy",
    ),
    (r"clinical trials?|drug trials?|research (?:stud\w+|trials?)", "trial clinical"),
    (r"end of life", "endoflife"),
    # work, money, law
    (r"sick (?:pay|leave|note)", "sickpay work"),
    (r"power of (?:at?torn\w+)|poa", "lpa attorney"),
    (r"laid off|made redundant", "sacked"),
    (r"(?:cant|can not|cannot) afford", "money afford"),
    (r"can not|cannot|unable to|couldnt|could not|carnt", "cant"),
    (r"do not|does not|doesnt|dosnt|didnt", "dont"),
    (r"will not|would not|wouldnt", "wont"),
]

# Single words with the same meaning here. The first one stands for the line.
SAME: list[str] = [
    "mum mam mom mother mummy mumma mums mothers ma",
    "dad father daddy pa dads",
    "nan gran granny grandma nana grandmother nanna nans",
    "wife missus wifes",
    "husband hubby hubbie",
    "children kid kids child youngster youngsters toddler toddlers little littles",
    "relative family relatives relations loved",
    "secondary secondaries mets metastasis metastases metastatic metastasised metastasise metastatise",
    "brain cerebral",
    "liver hepatic",
    "bone bones skeletal skeleton boney bony",
    "spine spinal backbone vertebra vertebrae vertebral",
    "tummy stomach belly abdomen abdominal tum",
    "breast boob boobs breasts tit tits brest",
    "bottom bum arse backside buttock buttocks bums",
    "armpit underarm axilla axillary oxter armpits",
    "poo stool stools faeces poop crap shit turd pooed pooing",
    "wee urine pee urinate peeing weeing urinating piss weed peed urinary",
    "toilet loo bog lavatory",
    "diarrhoea runs trots squits",
    "constipated constipation bunged",
    "vomit vomiting puke puking puked retch retching heaving hurling vomits sick",
    "nausea nauseous queasy",
    "tired fatigue exhausted exhaustion knackered shattered weary drained tiredness fatigued zonked whacked",
    "breathless breathlessness puffed wheezy puffing panting gasping winded wheezing",
    "itch itchy itching itches itched",
    "lump lumps bump bumps nodule nodules",
    "swollen swelling swell swelled puffy swells",
    "ache aching aches achy ached",
    "sore tender hurt hurts hurting painful pain agony pains",
    "dizzy dizziness giddy vertigo lightheaded woozy",
    "confused confusion muddled disorientated disoriented muddle",
    "shiver shivering shivery rigors chills shivers rigor shaky",
    "temperature temp fever feverish temps",
    "weak weakness floppy feeble",
    "numb numbness",
    "tingling tingle tingly",
    "wobbly unsteady stagger staggering unbalanced",
    "fit seizure seizures fits fitting convulsion convulsions convulsing",
    "speak speaking speech talk talking spoke talks speaks",
    "sight vision eyesight",
    "rash rashes blotches blotchy",
    "bruise bruises bruising bruised",
    "clot clots thrombosis dvt",
    "skinny thin thinner slimmer gaunt",
    "sleep sleeping insomnia asleep slept",
    "cough coughing coughs coughed",
    "yellow jaundice jaundiced",
    "chemo chemotherapy",
    "radiotherapy radiation",
    "injection jab jabs injections shot needle jabbed",
    "drip infusion infusions intravenous iv drips",
    "tablet pill pills tablets capsule capsules",
    "drug medicine medicines drugs medication meds medications",
    "operation surgery operate operated op surgical operations surgeries",
    "scan scans scanned scanning",
    "doctor gp dr doctors gps",
    "oncologist onc oncology oncologists",
    "nurse nurses cns",
    "hospital hospitals infirmary",
    "letter letters report reports",
    "cure cured curable cures curative",
    "incurable uncurable uncureable incureable",
    "die dying death died dead dies",
    "survival survive surviving survivors",
    "prognosis outlook",
    "scared frightened afraid terrified fear fearful scary petrified fears",
    "anxious anxiety worried worry worrying nervous nerves worries stressed dread dreading panic "
    "panicking panicky",
    "sad low depressed depression miserable down",
    "cry crying tears weepy cries",
    "benefits benefit",
    "money cash finances financial",
    "pay cost costs paying paid price charge charges fee fees",
    "work job employer boss working works employment workplace",
    "sacked sack fired dismissed redundancy",
    "drive driving drives driver wheel behind",
    "licence license",
    "travel holiday holidays abroad fly flying flight travelling trip plane overseas vacation",
    "insurance insurer insure insured insurers",
    "exercise gym yoga pilates swim swimming running jogging",
    "food eat diet eating foods meals meal",
    "alcohol wine booze drinking beer",
    "supplement supplements vitamins vitamin herbal herbs remedies remedy",
    "sex intimacy intimate libido sexual intercourse lovemaking sexually",
    "vagina vaginal",
    "menopause menopausal",
    "flush flushes flash flashes",
    "period periods",
    "choose choice decide decision chosen deciding decides chose",
    "help support helps helping supporting supportive",
    "counselling counsellor therapist counselor counsellors",
    "carer carers caring",
    "tell telling told explain say explaining saying",
    "friend mate pal friends mates",
    "mean meaning means meant definition",
    "difference differ different differs",
    "big bigger grew grown growth grow growing larger enlarged",
    "small smaller shrunk shrink shrinking shrank",
    "spread spreading spreads",
    "start begin began starting started beginning starts",
    "find found detect detected finding finds",
    "ring call phone contact rang calling ringing telephone",
    "new recent recently sudden suddenly",
    "free freebie",
    "test tests testing tested",
    "gene genes genetic genetics mutation mutations inherited hereditary jeans",
    "man men male males bloke blokes",
    "reason cause causes caused why",
    "symptom symptoms sign signs",
    "stroke strokes",
    "burn burning burns",
    "suicide suicidal",
    "hair bald balding",
    "ulcer ulcers",
    "dentist dental teeth tooth",
    "stable unchanged",
    "progression progressed progressing progressive progress progresses",
]

# Words that often go together: (one, the other, how far the second counts for the first, 0 to 1).
NEAR: list[tuple[str, str, float]] = []

# Words that say little about which page is meant. Half of them are needed for good sentences only.
QUIET_WORDS = """
a an the and or of to in on at by for with from as is am are was were be been being it its this
that these those there here i im ive id ill my me mine myself you your youre we our us she her he
his him hers they them their do does dont did doing done have has had having will would can could
should shall may might must what whats which who how when where why if so but not no just get got
gets getting go going goes really very any some all about into than then too also up out off over
please like want wants know knows think thinks because shes hes theyre cancer breast thing things
one mean keeps keep still now ever even much many lot bit way
"""

# People and everyday words: they matter a little, because some pages are for families.
FAMILY_WORDS = """
mum dad wife husband sister brother partner daughter son nan friend aunt relative feel make take
stop day week month year time someone people person woman women help tell today last since long
need
"""
