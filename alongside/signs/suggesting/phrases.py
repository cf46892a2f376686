"""Words that mean something only together. Applied in this order, on whole words of a folded text."""

# fmt: off
# (what people write, what stands for it)
PHRASES: list[tuple[str, str]] = [
    # what cannot be done
    (r"(?:could|can|would|will|wont) ?n(?:o)?t|wont", "cant"),
    (r"(?:did|do|does|was|were|is|are|had|has|have) ?n(?:o)?t", "not"),
    (r"(?:not|no) able to|unable to|struggl\w+ to|trouble|difficulty|difficult to|hard to|impossible to|no"
     r" can|failed to|hardly able to",
     "cant"),
    (r"(?:could|can) (?:hardly|barely|scarcely)", "cant"),
    # little words that look like signs and are none
    (r"(?:see|saw|seen|seeing|seein) (?:the |a |my |her |his |an )?(?:gp|doctors?|nurse|consultant|physio"
     r"|osteopath|specialist|anyone|why|someone)",
     "doctor"),
    (r"(?:come|came|coming|comes|is it|it was|it is|got it|been) back(?! up)|back again", "again"),
    (r"(?:go|went|going|get|got|look|looking|sent|send|rang|ring|call|called|bounce\w*|straight|and|then"
     r"|way|held|put) back",
     "again"),
    (r"back (?:to|in|at|then|and forth|home|of it|off|on|from|when)(?! pain)", "again"),
    (r"(?:not|cant|never|nothing) (?:\w+ )?(?:feel |felt |feeling |quite |been )?right(?! (?:arm|leg|hand"
     r"|side|eye|shoulder|foot|hip|breast))",
     "notright unwell"),
    (r"right (?=through|round|down|up|away|now|from|before|after|at|into|in|across|on|off|good|enough)|all"
     r" right|alright",
     ""),
    (r"(?:a|my|her|the|no|another|one|stinking|heavy|bad) colds?(?! (?:hand|feet|sweat|sore))|colds",
     "coldbug infection"),
    (r"(?:cant|not|longer) fit", "tight"),
    (r"fit (?=and|as|for|enough|with|on|into|in)|keep(?:ing)? fit|very fit|so fit", ""),
    (r"(?:a|having|had|took|taking|first|another) (?:\w+ )?fits?(?= |$)", "convulsion"),
    (r"(?:fall|falls|fell|falling|fallen|drop|dropped|dropping|nod\w*|doz\w*) (?:fast )?(?:asleep|off to"
     r" sleep)",
     "asleep"),
    (r"(?:fell|fall|falling) (?:apart|to pieces|to bits)|went to (?:pieces|bits)|in bits|(?:not|cant)"
     r" cop(?:e|ing)",
     "notcoping low"),
    (r"(?:put|putting|gain\w*) (?:\w+ )?weight(?: on)?(?! (?:on|through))|weight gain", "bigger gain"),
    (r"(?:sick|fed up|tired) of|off sick|sick (?:note|leave|pay)", "work"),
    (r"hair (?:fell|falling|fall|loss|came)(?: out)?", "hairloss"),
    (r"hot ?water bottles?|heat (?:pad|pack)s?|deep heat", "heatpad"),
    (r"wee (?=bit|dry|cough|bumps?|lumps?|hard|tiny|small|sore|while|spots?|man|girl|boy|lass|thing|rash"
     r"|walk|pain)",
     "small "),
    (r"(?:put it|put that|put this) down to|thought (?:it|that|this|i|id) (?:was|were|had|must be|might be)",
     "thoughtit"),
    # parts of the body
    (r"back passage|rear end|bum hole", "bottom"),
    (r"down (?:below|there)|private parts|lady bits|undercarriage|nether regions?|between (?:my|her) legs",
     "privates"),
    (r"shoulder ?blades?", "shoulderblade back"),
    (r"breast ?bone|chest bone", "breastbone"),
    (r"collar ?bones?|collerbone", "collarbone"),
    (r"tail ?bone|small of (?:my|her|his|the) back", "lower back"),
    (r"rib ?cage", "ribs"),
    (r"(?:under|beneath) (?:my|her|his|the) (?:arms?|arm ?pits?)|under ?arms?|arm ?pits?", "armpit"),
    (r"wedding (?:ring|band)|rings?(?= (?:off|on|were|was|got|get|stuck|tight|fell|too|cant|fall))",
     "fingerring"),
    (r"(?:left|right)(?: hand)? half|one side(?:d)?|(?:left|right)(?: hand)? side|half (?:of )?(?:my|her"
     r"|his) (?:face|body)|half of (?:me|her|him)",
     "oneside"),
    # head and nerves
    (r"pins (?:and|an) needles", "tingling"),
    (r"cant (?:\w+ )?feel|no (?:feeling|sensation)|(?:lost|lack of|loss of|losing) (?:all |the"
     r" )?(?:feeling|sensation)",
     "numb"),
    (r"head ?aches?|sore heads?|bad heads?|migrain\w*|hangover", "headache"),
    (r"(?:head|skull|heads) (?:\w+ )?(?:ach|hurt|pain|pound|throb|bang|thump|split)\w*", "headache"),
    (r"(?:pain\w*|pressure|ache|banging|pounding|thumping|throbbing|splitting|pain was) (?:\w+ )?(?:in |on"
     r" )?(?:my |her |his |the )?(?:head|skull|temples)",
     "headache"),
    (r"light ?headed", "dizzy"),
    (r"black(?:ed)? ?out|pass(?:ed|ing) out|keel(?:ed)? over|lost consciousness", "collapsed"),
    (r"(?:two|double) (?:of )?(?:everything|them|the telly|tellies|people|nurses?)|saw two|see(?:ing|s) two",
     "double vision"),
    (r"(?:bump|bumped|bumping|bumpin|bang|banged|banging|walk|walked|walking|crash\w*|knock|knocked"
     r"|knocking|veer\w*) (?:\w+ )?(?:in ?to|off)(?! (?:the )?(?:shops?|work|town))",
     "bumpinto"),
    (r"(?:not|never|no longer|no) (?:being |been )?(?:my|her|him)self|different person|(?:like"
     r" )?(?:an)?other person",
     "notherself"),
    (r"(?:in|down|into) the (?:fridge|oven|freezer)", "oddplace"),
    (r"woke (?:me )?up|wake(?:s|ning)? (?:me )?up|woken|waking", "wake"),
    (r"(?:end|ending|ended|take|taking) (?:my|her|his|your) (?:own )?life|end(?:ing)? it(?: all)?|(?:kill"
     r"|killing|top) (?:my|her|him)self",
     "suicide"),
    (r"(?:want\w*|ready|wish\w*|rather|beg\w*|better) (?:i |she |he )?(?:to |was |be |were )?(?:die|dead)"
     r"|better off (?:without|if|dead)",
     "suicide"),
    (r"(?:not|cant) want to (?:be here|live|wake up|go on|carry on)|reason to (?:live|carry on|go on)"
     r"|carry on living",
     "suicide"),
    # breath, heart and chest
    (r"(?:short|shortness|out|lack) of (?:breath|breth|breathe|puff|air)|short breath", "breathless"),
    (r"(?:catch|get|caught|lost|lose|losing) (?:my|her|his|your|the) (?:breath|breth|wind|puff)(?: back)?",
     "breathless"),
    (r"cant (?:\w+ )?(?:breathe|brethe|breath)|cant (?:get|suck|take) (?:any |enough |my )?(?:air|breath)"
     r"|no (?:air|breath)|(?:struggl|fight)\w* for (?:breath|air)",
     "cantbreathe breathless"),
    (r"all of a sudden|out of (?:the blue|nowhere)|suddenly|at once|in an instant|sudden", "suddenly"),
    (r"nose ?bleeds?|bloody nose|noses? (?:\w+ )?(?:bled|bleeding|bleeds|leaking blood|poured|pouring)",
     "nosebleed"),
    (r"going to die|about to die|thought i was dying|felt (?:like )?i was dying", "dying"),
    # food, tummy and toilet
    (r"(?:throw|threw|thrown|chuck|bring|brought|brung|come|came|coming|throwing|chucking|bringing"
     r"|chucked) (?:it |it all |everything |food |all |my \w+ )?(?:back )?up(?! (?:blood|bloody|red|in))",
     "vomit"),
    (r"(?:be|being|been|was|were|is|violently|kept being|so|got|as) sick", "vomit"),
    (r"(?:feel|feeling|felt|feels) (?:so |really |very |a bit |right |constantly |always )?sick",
     "nausea"),
    (r"sick (?=as a|in the|every|each|on )", "vomit "),
    (r"morning sickness|sickness", "nausea vomit"),
    (r"off (?:my|her|his|your|their) (?:food|dinner|tea|meals?|grub)|gone off (?:my |all )?food",
     "appetite"),
    (r"(?:look|looked|looking|looks|like|being|was|were|felt|feel) (?:\w+ )?(?:months )?(?:pregnant"
     r"|expecting)|baby (?:was |is )?due|baby bump",
     "looks pregnant"),
    (r"wrong way", "wrongway"),
    (r"tight as a drum|hard as a (?:rock|board)|like a (?:drum|rock)", "tight hard"),
    (r"(?:passing|pass|passed) (?:water|urine|any urine|any water)|waterworks|number ones?", "wee"),
    (r"(?:water|urine|urinary|wee|pee|bladder) infections?", "wee wee infection"),
    (r"number twos?|bowel (?:motion|movement|habit)s?|bowels (?:open|opened|moved)", "poo bowel"),
    (r"(?:go|going|went|been|gone|get|getting|run|running|rushing|up|trip|trips) (?:and down )?(?:to|for)"
     r" (?:the|a) (?:loo|toilet|bog|lav|ladies|bathroom)",
     "toilet"),
    (r"the (?:runs|trots|squits|skits|squitters|skitters)|(?:had|got|having|bad|terrible|awful) (?:runs"
     r"|trots)|runs (?=on|that|all|every|from|for|after)",
     "diarrhoea "),
    (r"(?:lost|lose|losing|loosing|dropped|shed|shedding) (?:\w+ ){0,3}(?:weight|stone|pounds?|kilos?|kg"
     r"|lbs?|sizes?)|weight (?:\w+ )?(?:loss|dropped|dropping|down|fell)",
     "weightloss weight"),
    (r"(?:falling|fell|fall|fallen|dropping|dropped|drop|coming|hanging|hung) off (?:of )?(?:me|her|him)"
     r"|skin and bones?",
     "weightloss"),
    (r"(?:trousers|skirt|knickers|jeans|pants|clothes) (?:\w+ )?(?:falling|fell|hanging|hung) (?:down|off)"
     r"|dress sizes?|belt (?:\w+ ){0,3}(?:hole|notch)",
     "weightloss"),
    (r"(?:put|putting|bear|bearing|take|taking|full|any|my) (?:\w+ )?weight (?:on|through) (?:it|my|her"
     r"|his|the|that|one|this)|weight ?bear\w*",
     "stand"),
    # all over, and treatment
    (r"knocked for six|cream crackered|done (?:in|for)|dead beat|worn out|wiped(?: out)?|running on empty"
     r"|no (?:energy|oomph)|burn(?:ed|t) out",
     "tired"),
    (r"(?:bone|dog) tired|bone weary|no get up and go|got up and gone|out of steam|run ?down", "tired"),
    (r"(?:high|raised|a) temp(?:erature)?|temp(?:erature)? (?:of |was |is )?(?:3[789]|4[01])(?:[. ]\d+)?"
     r"|(?:3[89]|4[01])(?:\.\d+)?(?: degrees|c)?",
     "fever"),
    (r"side ?effects?", "sideeffect"),
    (r"immun\w* (?:therap\w*|treatment|drugs?)|immunotherapy|pembro\w*|keytrud\w*|nivolumab|atezo\w*"
     r"|opdivo|tecentriq|checkpoint\w*|ipilimumab|durvalumab",
     "immunotherapy"),
    (r"(?:after|since|during|following|post|on|had|having|my|from) (?:my |the |her |his |last"
     r" )?(?:chemo\w*|docetaxel|paclitaxel|taxol|taxotere|capecitabine|xeloda|palbo\w*|ibrance|ribociclib"
     r"|kisqali|fec|epirubicin|carboplatin|vinorelbine|eribulin)",
     "onchemo chemo"),
    (r"(?:picc?|hickman|midline)(?: line| arm)?|(?:pick|central) line|port ?a ?cath"
     r"|(?:my|the|her|his) (?:port|picc|line)",
     "picc line"),
]
# fmt: on
