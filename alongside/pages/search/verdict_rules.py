"""The patterns by which `verdicts` hears a personal question. See there for what they are for.

For each verdict: what is said (`…_SAID`), and what is said about something else (`NOT_…`). Patterns are
regular expressions over folded, mended words.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))


RELATIVE = (
    r"(?:my |our |his |her |the )?(?:mums?|dads?|nans?|gran\w*|mothers?|fathers?"
    r"|wifes?|wives|husbands?|partners?"
    r"|sisters?|brothers?|daughters?|sons?|aunt\w*|uncles?|cousins?|friends?|mates?"
    r"|girlfriends?|boyfriends?"
    r"|fiancee?s?|neighbours?|mother in law)"
)
WHO = rf"(?:i|we|she|he|{RELATIVE})"
WHOM = rf"(?:me|us|her|him|{RELATIVE})"
WHOSE = rf"(?:my|our|her|his|mums|dads|nans|wifes|husbands|sisters|partners|{RELATIVE}s)"
IS_WHO = (
    rf"(?:am i|are we|is (?:she|he|{RELATIVE})|shes|hes|i am|{RELATIVE} is|if (?:i am"
    r"|shes|hes))"
)
MODAL = r"(?:have|has|had|do|does|did|will|would|can|could|might|may|am|is|are|shall|should)"

DRUG = (
    r"(?:tablets?|pills?|capsules?|dose|doses|dosage|medicines?|medication|chemo"
    r"|morphine|oramorph|zomorph|mst|codeine|oxycodone|oxynorm|fentanyl|patch\w*"
    r"|paracetamol|cocodamol|ibuprofen|nurofen|aspirin|steroids?|dex\w*|pred\w*"
    r"|letrozole|femara|anastrozole|arimidex|exemestane|aromasin|tamoxifen"
    r"|fulvestrant|faslodex|zoladex|goserelin|palbo\w*|ibrance|ribo\w*|kisqali"
    r"|abema\w*|verzenios?|capecitabine|xeloda|everolimus|afinitor|alpelisib|piqray"
    r"|capivasertib|truqap|olaparib|lynparza|talazoparib|elacestrant|tucatinib|tukysa"
    r"|denosumab|xgeva|zometa|adcal|calcium|injections?|jab|herceptin|phesgo"
    r"|enhertu|kadcyla|trodelvy|loperamide|imodium|ondansetron|metoclopramide"
    r"|cyclizine|domperidone|laxatives?|senna|movicol|laxido|gabapentin|pregabalin"
    r"|amitriptyline|lorazepam|diazepam|zopiclone|temazepam|sertraline|citalopram"
    r"|antidepressants?|blood thinners?|apixaban|rivaroxaban|warfarin|clexane"
    r"|antibiotics?|painkillers?|sleeping (?:tablets?|pills?)|anti ?sickness|mouthwash"
    r"|insulin|drugs?|vitamin d)"
)

# -- prognosis ---------------------------------------------------------------------------------------
HOW_LONG = (
    r"how (?:much )?(?:long|longer|time)|how many (?:more )?(?:years|months|weeks|days"
    r"|summers|christmases|birthdays)"
)
TO_LIVE = (
    r"(?:got|left|live|lives|survive|survives|last|alive|around|be here|still here|die"
    r"|dies|dying|make it|(?:have|has)(?: left| with|$))"
)
LIVE = (
    r"(?:die|dies|dying|survive|make it|pull through|be alive|be here|be around"
    r"|still be (?:here|alive|around)|be gone|last|beat (?:this|it)|live)"
)
UNIT = r"(?:years|months|weeks|days|long)"
FUTURE = (
    r"(?:christmas|xmas|birthday|wedding|married|marry|graduat\w*|grow(?:ing)? (?:up"
    r"|old)|grown up|school|grandchild\w*"
    r"|grandkids?|born|baby|summer|next year|new year|spring|easter|anniversary"
    r"|retire\w*|forty|fifty|sixty|seventy|prom|uni"
    r"|university|old age|\d0(?:th)?|another \w+|turn \d+|reach \d+)"
)

PROGNOSIS_SAID = _any(
    # "How long have I got?": a length of time, one person, and living.
    rf"(?:{HOW_LONG}) (?:\w+ ){{0,4}}{MODAL} {WHO} (?:\w+ ){{0,3}}{TO_LIVE}",
    rf"(?:{HOW_LONG}) (?:\w+ ){{0,4}}{WHO} (?:is |has |have |will |might |may |can "
    rf"|could )?(?:\w+ )?{TO_LIVE}",
    rf"(?:{HOW_LONG}) (?:is )?(?:left|{IS_WHO} (?:\w+ )?(?:likely|going|expected) to"
    rf"|before {WHO} (?:die|pass|go))",
    rf"(?:{HOW_LONG}) (?:ive|i have|weve|shes|hes|{RELATIVE}s)(?: got)?(?: left| to live|$)",
    rf"(?:has|have|does|do) {WHO} (?:got |have )?(?:only )?(?:long|much time|(?:a few "
    rf"|many |\d+ )?{UNIT})(?: left| to live| or|$)",
    r"(?:years|months|weeks|days) or (?:even |just )?(?:years|months|weeks|days)",
    # "Am I dying?", "Will my mum make it?"
    rf"{IS_WHO} (?:\w+ )?(?:going to (?:\w+ )?)?(?:dying|die|survive|make it"
    r"|pull through|be alive|beat (?:this|it)|live long|see|get to see)(?! of boredom)",
    r"(?:will|when will|when do|when does|could|might|do you think"
    rf"|think) {WHO} (?:\w+ )?(?:going to )?{LIVE}",
    rf"(?:can|could|might) {WHO} live (?:another|to|until|till|long|for|past|\d+)",
    rf"(?:will|would|is|can|could|does) (?:it|this|that|the cancer|{WHOSE} cancer"
    rf"|stopping \w+|not having \w+)(?: \w+)? (?:going to )?(?:kill {WHOM}"
    rf"|mean {WHO} (?:will )?die)",
    rf"(?:will|would|am|is|can) {WHO} (?:\w+ ){{0,4}}(?:see|reach|get to|be able to see"
    rf"|make|be (?:here|there|around|alive|well)).*\b{FUTURE}",
    rf"will {WHO} (?:be|end up) (?:one of|among) (?:the|those) .*(?:surviv\w+|long|lucky)",
    rf"{IS_WHO} (?:\w+ )?(?:going to (?:\w+ )?)?(?:be (?:ok\w*|alright|all right|here"
    rf"|around)|get (?:better|worse)"
    r"|recover|outlive)",
    rf"will {WHO} (?:outlive|remember|be (?:ok\w*|alright)|get better|recover)"
    rf"|will my (?:\w+ ){{0,2}}remember me",
    rf"(?:what|when) (?:will|would|might) {WHO} die|die of$|(?:a|am i a) gone?r?$|kills? {WHOM}",
    rf"how (?:close|near) (?:to )?(?:death|the end|dying)|how (?:fast|quickly"
    rf"|soon) (?:will|does|do|is|am) {WHO}"
    r" (?:go downhill|decline|get worse|deteriorate|die|going)",
    rf"(?:think|reckon|hope) (?:ill|she will|shell|he will|hell"
    rf"|{WHO}) (?:\w+ )?(?:make it|last|live|be here|see|reach)",
    r"(?:hours|days|weeks|months) or (?:hours|days|weeks|months)|how (?:long"
    r"|many (?:days|weeks|months)) (?:now|left)?$",
    rf"(?:has|have|had) (?:\w+ )+(?:years|months) (?:so )?will i$|time ?(?:wise"
    rf"|scale) for {WHOM}|expect time",
    rf"(?:{HOW_LONG}).*{WHO}.*(?:left|\bnow$|like this|without (?:eating|food|drinking|treatment|chemo)"
    r"|stopped (?:eating|drinking|treatment|chemo)|stopping (?:treatment|chemo)|with \w+ mets|\bstage 4)",
    rf"(?:{HOW_LONG}) (?:with|for|at) .*(?:for|like) me|tell (?:me"
    rf"|us) (?:honestly )?(?:how long|when {WHO} (?:will|is going to) die)",
    rf"(?:have|has|got) {WHO} (?:got )?(?:time|longer|a year|another year)|(?:have|got) (?:i|we) time",
    r"borrowed time|time (?:is )?(?:nearly|almost|running) (?:up|out)|old bones"
    r"|one of the lucky|too much to hope for",
    rf"(?:will|can|could) {WHO} (?:\w+ )?(?:get|have|see) (?:another|one more|many more"
    rf"|any more|more) (?:\w+ )?"
    r"(?:years?|christmas\w*|birthdays?|summers?|time)|how many more .* will (?:i|we|she|he)",
    rf"(?:can|could|might) {WHO} (?:\w+ )?(?:survive|make it|pull through)|last (?:the"
    rf"|till|until|another) (?:week\w*|night|month|year)",
    r"(?:doctor|they|nurse|consultant|hospital)s? (?:\w+ )?(?:says?|said|told"
    r"|gave) .*(?:days|weeks|months|a year).*(?:is that|true|right|mean|what)",
    rf"how bad is (?:she|he|it|{RELATIVE})$|be well enough|average .* what about me"
    rf"|(?:odds|chances?) .*(?:for|of) (?:someone|somebody|people) like me",
    rf"(?:{HOW_LONG}) (?:are|is|do|did|would|can) (?:we|they|you|it"
    rf"|the doctors?) (?:\w+ ){{0,4}}(?:for {WHOM}|short|given)",
    rf"is this it$|(?:have|has|got) {WHO} (?:got )?(?:a future|long (?:with|together))|have a future",
    rf"(?:can|will|could) {WHO} last (?:till|until|to|the|another)|{WHO} (?:has|have"
    rf"|was|were) (?:been )?given (?:\w+ ){{0,2}}(?:days|weeks|months|years)",
    rf"longest {WHO} (?:can|could|will|might)|(?:{HOW_LONG}) (?:can|could"
    rf"|will) {WHO} (?:carry on|go on|keep going|hang on)$",
    rf"(?:see|last) (?:the|this) (?:year|month|week\w*|winter|summer) out"
    rf"|chance {WHO} (?:will |can |could )?(?:live|survive|make it)",
    rf"when (?:is|will|are) {WHO} (?:\w+ ){{0,3}}(?:die|pass|go\b|dying)"
    rf"|{IS_WHO} (?:\w+ )?(?:close to|near|nearing) (?:dying|death|the end)",
    # Figures about one person.
    rf"{WHOSE} (?:own |personal )?(?:life expectancy|prognosis|outlook|chances?|odds"
    r"|survival|life ?span|time (?:left|is running|running))",
    rf"(?:chances?|odds|likelihood) (?:of|that|do|does|have|has) (?:{WHOM}|{WHO}"
    r"|surviv\w+|making it|beating)",
    rf"(?:life expectancy|prognosis|outlook|survival) (?:for|of) (?:{WHOM}|{WHOSE}"
    r"|a \d+ year old)",
    # The end; and plans that stand or fall with it.
    rf"(?:{IS_WHO}|is this|is it) (?:\w+ )?(?:near(?:ing|ly)?|close to|at|approaching"
    r"|coming to|in) (?:the|her|his|my) (?:\w+ )?(?:end|last|final)",
    r"is (?:this|it) (?:the|her|his|my) (?:end|last (?:christmas|birthday|summer))"
    r"|(?:my|her|his|our) last (?:christmas|birthday|summer|holiday)",
    r"(?:bring|move|have|hold) .*(?:wedding|christmas|party|birthday|holiday|trip"
    r"|christening) (?:forward|early|sooner)",
    r"(?:should|shall|time|do) (?:\w+ )*(?:say|saying) (?:my |our |her )?goodbye\w*",
    r"(?:worth|point) (?:\w+ )?(?:renewing|buying|saving|planning|booking|paying"
    r"|getting a \w+) .*(?:next|years?|long|pension|future|here|time|christmas)",
    r"(?:worth|point|bother) (?:\w+ ){0,2}(?:buying|planning|renewing|saving|booking|starting|paying)"
    r" (?:\w+ ){0,4}(?:at this stage|now|anymore|any more|with stage 4|ahead|for the future)",
    rf"(?:can|should|shall) {WHO} (?:\w+ )?(?:plan|planning|book|renew|save|bother|buy)\b.*"
    r"(?:next year|in (?:a|two|three|five|ten|\d+) years?|years (?:time|ahead|away|from now)|future)",
)
# So plain that no general word in the same query takes it back.
PROGNOSIS_SAID_PLAINLY = _any(
    r"only (?:got |has |have )?(?:a few |\d+ |a couple of )?(?:hours|days|weeks|months|years)"
    r"(?: left| to live|$)",
    rf"(?:will|can|could|think|reckon) {WHO} (?:\w+ )?(?:make it|last|live|get) "
    rf"(?:to|till|until|past|as far as) (?:\w+ ){{0,3}}{FUTURE}",
)
NOT_PROGNOSIS = _any(
    r"(?:palliative|hospice|morphine|sr1) .*(?:because|when|only for|if) (?:i am|shes|hes) dying|not dying",
    # About people, or about a word.
    r"how long (?:can|do|could|will|would) (?:you(?! think)|people|women|men|someone"
    r"|a person|they|patients|most)|do people|feels? like (?:i am|shes|hes) dying",
    r"does (?:that|it|this|palliative|sr1|\w+ care|a hospice|hospice"
    r"|morphine|stage \w+) (?:always )?mean (?:that )?(?:i am|shes|hes|you are|its|the)"
    r" (?:dying|the end|end)",
    r"does (?:palliative|sr1|ds1500|\w+ care|a hospice|hospice|morphine) .*mean",
    r"(?:what|whats) (?:is|does|a|an)?\b.*\b(?:mean|meaning|on my letter)$",
    # What to tell somebody else.
    r"keeps? asking|(?:tell|explain|say to|talk to) .*(?:child|children|kids|son"
    r"|daughter|teen\w*|toddler|grandchild\w*)",
    # Another length of time: forms, waiting, work, side effects.
    r"sr1|ds1500|benefits?|pip|esa|claim|paid|pension age|off work|in hospital"
    r"|on the ward|wait\w*|appointment|results|certificate|prescription\w*|licence"
    r"|insurance|parking|hair|radiotherapy take|appeal",
    rf"how long (?:will|do|does|should|can|must) {WHO} (?:be|stay|keep|need to|take"
    r"|feel|get|sleep|remain) (?:on|in|off|taking|having|tired|sick|treatment|better"
    r"|side)",
    r"how (?:long|many \w+) (?:have|do|will|must) i (?:got |have )?to (?!live)",
    r"see (?:a|an|the|my|her|his) (?:\w+ )?(?:nurse|doctor|gp|consultant|oncologist"
    r"|dentist|specialist|physio|team|surgeon|dietitian|counsellor|results|scans?"
    r"|letter|notes)",
    r"able to (?:work|drive|exercise|eat|travel|have)|live (?:alone|normally|a normal"
    r"|at home)|last (?:chemo|scan|treatment|cycle|dose|session|appointment|resort)",
)

# -- diagnosis ---------------------------------------------------------------------------------------
COND = (
    r"(?:cancer\w*|spread\w*|secondar\w+|mets|metast\w+|tumou?rs?|malignan\w+|benign"
    r"|come back|came back|coming back|(?:it|is|its) back"
    r"|recurr\w+|return\w*|relaps\w+|stage (?:4|four)|terminal|sinister"
    r"|(?:blood )?clot|sepsis|stroke|compression|mscc|jaundice|lymphoedema|dvt|onj|ibc|pneumonitis"
    r"|fluid on (?:my|the|her) lungs?|inflammatory"
    r"|(?:in|gone to|went to|reached) (?:my|her|his|the)"
    r" (?:bones?|liver|lungs?|brain|spine|hip|ribs?|skin|nodes))"
)
PLACE = r"(?:bones?|liver|lungs?|brain|spine|hips?|ribs?|lymph nodes|nodes|ovaries|kidneys)"
SYMPTOM = (
    r"(?:pains?|lumps?|cough\w*|headaches?|ache\w*|rash\w*|bumps?|nodes?|glands?"
    r"|swelling|tiredness|back|hips?|shoulder|legs?|arm|neck|rib\w*|symptoms?|dizz\w+"
    r"|weight loss|breathless\w*|spots?|scans?|ct|mri|pet|x ?ray|biopsy|bloods?"
    r"|results?|markers?|nodule|lesion|shadow|test\w*|bruis\w*|scar|discharge|bleeding"
    r"|cancer)"
)
RESULT = (
    r"(?:scan|ct|mri|pet|x ?ray|biopsy|bloods?|results?|markers?|ca ?15 ?3|cea|calcium"
    r"|alp|alt|bilirubin|report|ultrasound|mammogram|platelets"
    r"|neutrophils|counts?|lfts|liver (?:tests?|results?|function|enzymes))"
)

DIAGNOSIS_SAID = _any(
    # "Is this lump cancer?", "Has it come back?": this body, and a condition.
    rf"(?:is|are|was) (?:it|this|that|these|they|mine|the cancer|(?:{WHOSE}|the|this"
    rf"|these) (?:\w+ ){{0,3}}{SYMPTOM}) (?:\w+ ){{0,5}}{COND}",
    rf"(?:could|can|might|would) (?:it|this|that|these|they|(?:{WHOSE}|the|this"
    rf"|these) (?:\w+ ){{0,3}}{SYMPTOM}) (?:all )?(?:be|mean) (?:\w+ ){{0,5}}{COND}",
    rf"does (?:it|this|that|(?:{WHOSE}|the|this|a"
    rf"|having) (?:\w+ ){{0,3}}{SYMPTOM}) (?:\w+ ){{0,3}}mean (?:\w+ ){{0,4}}{COND}",
    r"(?:has|have|did|must|might|may) (?:it|they|my cancer|the cancer|this"
    rf"|{WHOSE} (?:breast )?cancer|cancer) (?:have )?(?:\w+ )?(?:spread|come back"
    r"|came back|return\w*|progress\w*|grown|got worse|reached|moved|gone)",
    rf"(?:do|does|have|has|might|could|think|worried) (?:{WHO}) (?:actually |really "
    rf"|still |now |may |might )?(?:have |got )?(?:\w+ ){{0,2}}(?:{COND}|bone cancer)",
    rf"{IS_WHO} (?:\w+ )?(?:having a (?:stroke|fit|heart attack)|stage (?:\d|four"
    r"|three)|terminal|cancer free|in remission|riddled|clear of|getting worse)",
    rf"(?:is|are) {WHOSE} {PLACE} (?:\w+ )?(?:affected|involved|ok\w*|clear|cancer)",
    r"^is it back|(?:or|and) (?:is|has) it (?:\w+ )?(?:back|spread|come back)",
    rf"(?:what|which) stage (?:{IS_WHO}|is (?:my|her|his|it|mine)|cancer (?:do|have|is))",
    # Reading one person's results.
    rf"(?:{WHOSE}|last) (?:\w+ ){{0,3}}{RESULT}.*(?:is (?:that|it|this) (?:bad|good"
    r"|normal|serious|ok\w*|dangerous|worrying|cancer|high|low)|so (?:it|is|has|have"
    r"|does|i)|must (?:be|have|mean)|does (?:that|it|this) mean (?:its|it|i|the|my"
    r"|cancer))",
    rf"{WHOSE} (?:\w+ ){{0,2}}{RESULT} (?:\w+ ){{0,3}}\d+"
    rf"|{RESULT} (?:\w+ ){{0,3}}\d+(?:[.,]\d+)? (?:is (?:that|it|this)|bad|high|normal"
    r"|does|what|should|so|has|must)",
    rf"{RESULT} .*(?:is it|is that|has it|have i got"
    rf"|do i have) (?:\w+ ){{0,3}}(?:{COND}|bad|serious)|(?:raised|high|up) (?:is it"
    rf"|is that) {COND}",
    rf"what (?:do|does) {WHOSE} (?:\w+ )?(?:scan|ct|mri|bloods?|test|biopsy"
    rf"|pet)(?: \w+){{0,2}} (?:mean|show|say)(?: is| for|$)",
    rf"(?:read|interpret|look at|check|explain) {WHOSE} (?:\w+ )?(?:scan|bloods?|ct|mri"
    r"|tests?|biopsy|pet|results?|report)",
    # Asking for a diagnosis outright.
    rf"what (?:have i got|has (?:she|he|{RELATIVE}) got|do i have|is wrong with {WHOM}"
    rf"|is the matter with {WHOM}|is causing {WHOSE})|diagnose (?:me|my|her|this)",
    r"(?:do you|anyone|anybody) (?:think|reckon) (?:its|it|i|ive|shes|my|this)"
    rf"|{COND}.* what do you think",
    r"(?:tell me|tell|know|sure|worr\w+|wonder\w*) (?:if |whether |that )?(?:i|its|it"
    rf"|my|this|the|{WHO}) (?:\w+ ){{0,5}}{COND}.* (?:i have|ive got|sore|pain|ache"
    r"|lump|cough)",
    rf"(?:is|are) {WHOSE} (?:chemo|treatment|drug|tablets?|letrozole|ibrance|palbo\w*"
    r"|immunotherapy|cancer|tumou?rs?|mets) (?:\w+ )?(?:working|worse|spreading"
    r"|growing|shrinking|gone|active|progress\w*|back)",
)
# So plain that no general word in the same query takes it back.
DIAGNOSIS_SAID_PLAINLY = _any(
    r"is it serious (?:what )?(?:i|ive|she)|is (?:this|that"
    r"|it) (?:\w+ ){0,5}an? met$|is (?:the|my|her) (?:lump|cancer|tumou?r) back$",
    rf"has (?:the |my |her )?{DRUG} stopped working",
    rf"so is it (?:in )?(?:my|her|his|the) {PLACE}|(?:high|raised|up|sore|ache\w*"
    rf"|hurts?) is it (?:in )?(?:the |my )?{PLACE}",
    rf"do(?:es)? (?:these|this|those|my|her|his) (?:\w+ )?{SYMPTOM} mean (?:\w+ ){{0,3}}{COND}",
    rf"is {WHOSE} (?:\w+ ){{0,2}}(?:scan|ct|mri|blood|bloods|results?|markers?"
    rf"|report) (?:\w+ )?(?:bad|ok\w*|good|clear|normal|worse)"
    r"|do(?:es)? (?:my|her|his) (?:\w+ ){0,2}(?:scans?|results?|bloods?|report) look",
    r"(?:have|has|are) (?:my|her|his|mums) (?:\w+ )?(?:mets|tumou?rs?|lesions?"
    r"|secondaries) (?:\w+ )?(?:grown|spread|shrunk|gone|growing|worse|bigger)",
    rf"what have they (?:found|seen)|is (?:this|that|it) normal or .*{COND}"
    rf"|worried (?:about )?(?:my|her) (?:\w+ )?{RESULT}",
    rf"what is (?:this|these) (?:\w+ )?{SYMPTOM}|(?:have|has) {WHO} got (?:it|cancer"
    rf"|mets) (?:again|back)?$",
    r"^(?:has|is) (?:the|my|her|his) (?:chemo|treatment|drug|tablets?|letrozole) (?:stopped|not) work\w*",
    rf"(?:{RESULT}|creatinine|egfr|hb|haemoglobin|wcc"
    rf"|crp) (?:of )?(?:is )?\d+(?:[.,]\d+)? (?:\w+ )?(?:bad|high|low|ok\w*|normal"
    rf"|dangerous)",
    r"does it mean (?:its|it is|i have|ive|the cancer) (?:\w+ )?(?:growing|grown"
    r"|spread\w*|back|worse|got worse)",
    r"(?:has|have|is|mean) (?:mine|my one) (?:has )?(?:\w+ )?(?:back|come back|spread|grown|returned)",
    r"(?:check|diagnose|assess) (?:my|these|her|his) (?:\w+ )?symptoms|(?:my|her"
    r"|his) diagnosis from|will (?:my|her|his) scan be",
    rf"tell me (?:if|whether) (?:i|she|he|{RELATIVE}) (?:have|has|am"
    rf"|is) (?:\w+ )?{COND}|is (?:my|her|his|mums) (?:\w+ )?{SYMPTOM} (?:a |an "
    rf"|from )?(?:\w+ )?{COND}",
    r"(?<!why )(?:is it) (?:the )?(?:cancer|mets|back|spreading|growing|worse"
    r"|secondary|secondaries)(?: again)?$",
    rf"(?:do|does) (?:these|this|my|her|his) (?:\w+ )?symptoms? mean|tell me (?:its|it is) not {COND}",
    rf"{RESULT} (?:\w+ ){{0,4}}\d+.*(?:{COND}|what does (?:that|it|this) mean"
    rf"|should i (?:be )?worr\w+|for me)",
    rf"(?:{RESULT}|nodule|lesion|shadow|dark spot) .*(?:should i (?:be )?worr\w+"
    rf"|(?<!what )is it$|so is it (?:worse|bad|back|cancer))",
    r"mean (?:that )?(?:my|her|his|mums) (?:\w+ ){0,2}(?:is|has|are) (?:\w+ )?"
    r"(?:growing|grown|spread\w*|worse|back|progress\w*|come back)",
    rf"(?:what|whats) (?:do|would) you (?:think|say|reckon) (?:\w+ )?(?:it|this|{WHOSE}"
    rf"|i|shes)|can you tell (?:me )?(?:from|if|whether)",
    rf"have they missed|is {WHOSE} (?:cancer|tumou?r|it) (?:\w+ )?aggressive|(?:is"
    rf"|are) {WHO} having an? (?:\w+ )?"
    r"(?:relapse|recurrence|stroke|fit|heart attack|bleed)",
    r"(?<!how )(?<!why )(?:has|have|did) (?:it|they|the cancer|this) (?:\w+ )?"
    rf"(?:got|gone|get|gotten|travelled|jumped) (?:to|into|in) (?:{WHOSE}|the) {PLACE}",
    rf"look at (?:my|her|his|these|this) (?:\w+ )?{RESULT}|^think (?:i|ive|i have|shes) (?:\w+ )?{COND}",
    rf"{COND}.* what do you think",
)
NOT_DIAGNOSIS = _any(
    r"^(?!.*lumps?).*(?:scar|armpit|opposite|other breast|same breast|nodes|glands"
    r"|chest wall|over my operation)"
    r" .*(?:secondary|stage|spread)|spread if its|is (?:it|that|this) (?:bone|liver"
    r"|lung|skin|brain) cancer$",
    r"mention|interview|what to (?:tell|say)",
    # General questions.
    r"always|usually|ever|often|normally|generally|every|sometimes|automatically" r"|necessarily",
    r"how (?:would|will|do|can|could|should|did|is|does) (?:i|you|they|we|people"
    r"|doctors|it|my|cancer|breast)|where|when|why|who",
    r"is (?:it|this|that) (?:safe|ok\w*|normal|possible|true|worth|common|legal|better"
    r"|free|hard|easy|too|all right|different|the same|only|contagious|a disability"
    r"|classed|hereditary|genetic|rare)",
    r"what (?:do|does|is|are) (?!(?:my|her|his|mums|dads|wifes|wrong|the matter"
    r"|causing))(?!i have)",
    r"curable|cured|cure|my fault|own fault|did i|because of|catch|contagious"
    r"|inherit\w*|genetic\w*|family|in the genes",
    # Questions about words, kinds of cancer and causes that a page answers.
    r"(?:bone|liver|lung|brain) cancer or (?:still )?(?:breast|secondary)"
    r"|breast cancer or (?:bone|liver|lung|brain)|same (?:cancer|as)|new cancer"
    r"|two cancers|2 cancers|different|second cancer|count as|called",
    r"(?:ned|stable|palliative|progression|de ?novo|adjuvant|recurrence|lesion|uptake"
    r"|incurable|metastatic) mean",
    r"if (?:it|my|the|her) (?:\w+ )?(?:comes? back|spreads?|progress\w*|grows?)"
    r"|means? (?:i am |shes |hes )?(?:dying|the end)",
    r"local recurrence|disability|sick leave|work|boss|sack\w*|insur\w*|benefit\w*"
    r"|drive|driving",
    r"(?:does|can|will|could|did|is) (?:stress|sugar|alcohol|diet|wine|a biopsy"
    r"|surgery|hrt|exercise|massage|flying|deodorant)",
    r"can (?:it|cancer|the cancer|breast cancer) (?:spread|come back)",
)

# -- dose --------------------------------------------------------------------------------------------
IT = rf"(?:{DRUG}|it|them)"
ASK = (
    rf"(?:(?:should|can|could|may|shall|must|do|does|would|what if|if) {WHO}"
    rf"|{WHO} (?:should|can|could)|need to|ok\w* (?:to|if|for)|safe (?:to|if|for)"
    r"|(?:alright|all right|fine) (?:to|if|for)"
    r"|what (?:do|should|shall|happens)|is it (?:bad|dangerous|too|ok\w*|safe)"
    r"|too (?:much|many|late|soon)|how (?:much|many|often)|now what|what now)"
)
CHANGE = (
    r"(?:double|halve|half|skip|miss|crush|split|stop|quit|come off|pause|reduce"
    r"|increase|lower|up|cut(?: down)?|wean|restart|taper|leave off|stop taking|drop"
    r"|ditch|delay)"
)

SO_MANY = r"(?:half|one|two|three|four|five|six|\d+)"

DOSE_SAID = _any(
    # How much, how often, for one person.
    rf"how (?:much|many|often)(?: \w+){{0,3}} (?:should|can|could|do|does|shall|may"
    rf"|must|is it safe for|to give|would) (?:{WHO}|{WHOM}"
    rf"|you give)(?: \w+){{0,4}} (?:take|have|give|use|swallow|be on)",
    r"(?:what|which|right|correct|safe|maximum|max) (?:\w+ )?(?:dose|dosage|strength"
    rf"|amount)(?: \w+){{0,5}} (?:{WHO}|{WHOM})",
    rf"{WHOSE} (?:\w+ ){{0,2}}(?:dose|dosage) (?:\w+ ){{0,9}}(?:too|right|enough|wrong"
    r"|safe|correct|be (?:higher|lower|reduced|increased|changed|less|more))|(?:is"
    rf"|should|can|could) {WHOSE} (?:\w+ ){{0,2}}dose",
    r"\d+ ?(?:mgs?|mls?|mcg|milligrams?|micrograms?).*(?:a lot|too|enough|high|low"
    r"|normal|right|ok\w*|safe)",
    rf"{ASK}.*\d+ ?(?:mgs?|mls?|mcg|milligrams?|micrograms?)|\d+ ?(?:mgs?|mls?|mcg"
    rf"|milligrams?|micrograms?).*{ASK}",
    # Doubling, halving, stopping, leaving out.
    rf"{ASK}(?: \w+){{0,5}} {CHANGE}(?: \w+){{0,4}} {DRUG}"
    rf"|{ASK} (?:\w+ )?(?:stop taking|come off|double|halve|skip) {IT}",
    r"(?:change|lower|reduce|increase|raise|drop|halve|double|skip|adjust|split"
    rf"|doubled|skipped|halved|reduced) {WHOSE} (?:own )?(?:\w+ )?{DRUG}(?: myself|$)",
    rf"(?:stop|skip|halve|double|reduce|change) .*{DRUG} (?:myself|without (?:asking"
    rf"|telling))|(?:week|day|month|break|rest)s? (?:off|from) {WHOSE} {DRUG}",
    rf"double up|(?:stay|be|keep|come) off (?:of )?{WHOSE} (?:\w+ )?{DRUG}"
    rf"|miss(?:ed)? (?:a|one|1) (?:day|dose|tablet|pill|chemo)\b",
    rf"(?:restart|start|stop|carry on (?:with|taking)) (?:{WHOSE} )?{DRUG} (?:tomorrow"
    rf"|today|now|again|or|tonight|myself)",
    rf"too (?:many|much) (?:\w+ )?(?!calcium){DRUG}|double dose|re ?take"
    rf"|mix (?:\w+ )?{DRUG} (?:and|with) (?:\w+ )?{DRUG}",
    rf"(?:gave|given|took"
    rf"|taken) (?:{WHOM} )?(?:\w+ ){{0,3}}{DRUG} (?:\w+ ){{0,2}}(?:in the (?:morning"
    rf"|evening)|at (?:night|the wrong time)|by mistake)",
    rf"(?:somebody|someone) elses? {DRUG}|wrong {DRUG}|(?:start|take|open) (?:my|her"
    rf"|his) next (?:pack|box|cycle|lot|{DRUG}) (?:\w+ )?(?:early|late|now)",
    rf"how (?:many|long|much) (?:\w+ )?(?:days |weeks )?(?:can|could"
    rf"|should) {WHO} (?:go|be|do|manage) without (?:\w+ )?{DRUG}",
    rf"how (?:many|much) (?:mls?|mgs?|millilitres|spoons|drops|puffs) of"
    rf"|reduce (?:\w+ )?{DRUG} (?:from|by|to) \d+",
    rf"(?:do|does|should) {WHO} (?:still |carry on |keep |need |finish )?(?:taking "
    rf"|take |on |more |the packet of )*(?:my |her |his |with my |more "
    rf"|the packet of ){DRUG}(?: now| today| tonight)?(?: if| with| when|$| now)",
    rf"should {WHOSE} {DRUG} be|need more {DRUG}|skip (?:todays?|tonights?|tomorrows?"
    rf"|this) (?:\w+ )?{DRUG}",
    rf"do (?:i|we) give (?:{WHOM} )?(?:another|more|it again)|how (?:late|early"
    rf"|soon) (?:can|should|do) {WHO} (?:\w+ )?take",
    rf"(?:my|her|his|mums) (?:\w+ )?dose (?:\w+ ){{0,4}}(?:a lot|wrong|too|strong|weak"
    rf"|small)|(?:doubled|halved|skipped|upped) (?:my|her|his) (?:\w+ )?{DRUG}",
    rf"(?:took|had) (?:my|her|his) (?:\w+ )?(?:evening|morning|night|bedtime"
    rf"|daily) {DRUG} (?:this|as well|again|in|at)|(?:vomited|threw up|spat out) (?:my"
    rf"|her|his|the) (?:\w+ )?{DRUG}",
    rf"(?:do|does|should|can) {WHO} (?:need|have|get|be on|try) (?:a |an )?(?:bigger"
    rf"|higher|lower|smaller|stronger|weaker|extra|different) dose",
    rf"(?:mgs?|milligrams?) .*(?:correct|right|enough|normal)|{IS_WHO} on (?:enough"
    rf"|too much|the right) (?:\w+ )?|(?:in|on|during) my week off",
    rf"(?:stay|be|keep) off (?:\w+ )?{DRUG}",
    # A dose missed, doubled, or brought up.
    rf"(?:missed|forgot|forgotten|skipped|miss|forget) (?:\w+ ){{0,5}}{DRUG}",
    r"(?:vomited|threw up|sick|lost|dropped|late with|took|taken|had|given"
    rf"|gave)(?: \w+){{0,6}} {DRUG}.*(?:should|shall|can i|do i|do we|what|ok|okay|safe"
    r"|now|again|another|next|double|danger\w*|too (?:much|many))",
    r"(?:took|taken|gave|given|swallowed|had)(?: \w+){0,5} (?:twice|too many|double"
    r"|accidentally|by (?:mistake|accident)|instead of \d)|(?:accidentally"
    r"|mistakenly) (?:took|taken|gave|doubled)|took (?:two|2|three|3) .*(?:instead"
    r"|today|by)",
    # More, another, a number of tablets, another time of day.
    rf"{ASK}(?: \w+){{0,4}} (?:take|have|give|use|put on)(?: \w+){{0,3}} (?:more"
    r"|another|extra|two|three|four|\d+|half|double|less|fewer|both"
    rf"|again)(?: \w+){{0,3}} {IT}",
    rf"{ASK}(?: \w+){{0,3}} (?:take|have|give)(?: \w+){{0,2}} {DRUG} (?:early|earlier"
    r"|late|later|today|tonight|now|again|twice|at night|in the|every other|instead"
    r"|as well|more|than)",
    rf"(?:can|could|shall|ok\w* to|safe to) (?:{WHO} )?(?:give"
    rf"|put)(?: {WHOM})?(?: \w+){{0,2}} (?:more|extra|another|painkillers?|morphine"
    r"|oramorph|codeine|dose|steroids?|dex\w*)",
    rf"can {WHO} have (?:more|another|extra) {DRUG}",
    rf"(?:how many|how much|most|maximum|max) (?:\w+ )?{DRUG} .*(?:too (?:many|much)"
    rf"|for (?:me|her|him|mum|dad)|(?:can|should|could) {WHO}|in a day)",
    rf"should {WHO} (?:give|let) {WHOM}(?: \w+){{0,3}} {DRUG}|should {WHO} take (?:\w+ )?{DRUG} if",
    rf"{ASK} (?:\w+ ){{0,2}}(?:take|have) (?:\w+ ){{0,2}}{DRUG} (?:\w+ ){{0,3}}(?:late"
    rf"|early|every|instead)|{DRUG} (?:every other day|twice a day"
    rf"|once a day).*(?:ok\w*|safe|enough|right|allowed)",
    rf"(?:can|could|should|may) {WHO} (?:\w+ )?(?:take"
    rf"|have) (?:\w+ ){{0,2}}{DRUG} (?:\w+ )?(?:and|with|together with|on top of"
    rf"|alongside) (?:\w+ )?{DRUG}",
    # One instead of two; is that too many; should it go up.
    rf"(?:take|taking|taken|have|having|give|giving) (?:\w+ ){{0,4}}{SO_MANY}(?: \w+){{0,4}} instead of",
    rf"(?:is|are) (?:it )?{SO_MANY} (?:\w+ ){{0,3}}{DRUG}.*"
    r"(?:too (?:many|much)|enough|safe|right|ok\w*|a lot)",
    rf"(?:should|can|could|shall|does) {WHOSE} (?:\w+ )?{DRUG} (?:need to )?(?:go|be|come|get) "
    r"(?:up|down|higher|lower|stronger|increased|reduced|doubled|halved|put up|changed)",
    # Whether to take a medicine at all.
    rf"should {WHO}(?: \w+)? (?:take|be taking|start|stop|carry on with|keep taking"
    rf"|change|come off|be on|switch)(?: \w+){{0,4}} {DRUG}",
    rf"(?:do|does) {WHO} (?:still |really )?(?:need|have) to (?:keep |be )?tak(?:e"
    rf"|ing)(?: \w+){{0,3}} {DRUG}",
)
NOT_DOSE = _any(
    r"^they (?:want|are)|\bthey (?:want to|are going to) change",
    r"^why|luggage|plane|airport|customs|suitcase|in the car|with me to",
    r"pay|free|prescription charge|cost|benefits|pip|claim|parking|money|trial|study"
    r"|who (?:can|will|do|should|does)",
    r"how many (?:more )?(?:years|months|weeks|days)|how (?:often|many"
    r"|much)(?: \w+){0,2} (?:scans?|blood tests?|sessions?|fractions?|cycles?|people"
    r"|women|exercise|sleep|water|appointments?|radiotherapy|time)",
    r"break from treatment|(?:stop|refuse|say no to) (?:all )?treatment$|at work"
    r"|my boss|off work|school|nursery|drive|driving|dvla|vaccine\w*|covid|flu ?jab",
    r"stop working|stopped working|hair|second opinion|the pill|hrt|condoms?|(?:scan"
    r"|appointment|period) (?:\w+ )?(?:late|missed)|miss\w* (?:my |an? )?(?:scan"
    r"|appointment|period|work)",
)
