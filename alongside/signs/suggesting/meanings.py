"""Words with one meaning. A word may stand in several lines; it is matched by its root, whatever its ending.

A nurse or an editor may correct them. Meanings count for less than the words themselves.
"""

# fmt: off
MEANINGS: dict[str, str] = {
    "pain":
        "pain painful hurt sore agony ache achy tender soreness discomfort killing killer murder "
        "excruciating niggle nagging twinge pang jab stab stabbing throb throbbing gnawing grinding "
        "drilling stinging smarting torture aggro gip nipping stitch cramp burning",
    "ache": "ache achy aching dull nagging niggle gnawing throb throbbing toothache",
    "stab": "stab stabbing sharp knife jab jabbing shooting piercing needle dagger skewer",
    "nervepain":
        "electric shock shooting lightning zap jolt burning wire nerve sciatica radiating radiate fizzing "
        "hot poker shoots",
    "numb": "numb numbness dead deadened frozen asleep anaesthetic sensation",
    "tingling": "tingling tingle tingly prickling prickly fizzing buzzing ants needles",
    "weak":
        "weak weakness floppy flop strength power feeble limp useless buckle buckled lead jelly wobbly "
        "giveway heavy",
    "tight":
        "tight tightness squeezing squeeze squeezed constricted pressure vice clamp band belt strap corset "
        "hoop rope girdle crushing gripped grip fist",
    "swell":
        "swollen swelling swell swelled puffy puffed puff blown bloated balloon ballooned big bigger huge "
        "fat enlarged inflated blew bulge sausages chunky distended thick thicker filled puffiness size "
        "twice",
    "fluid":
        "fluid water liquid drain drained drainage litre litres pint pints tapped effusion waterlogged "
        "sloshing drowning gurgling",
    "lump":
        "lump lumpy bump nodule pea ball marble walnut grape swelling gland node knot egg bead mass growth "
        "cyst knobbly bobble golf pimple spot grain thickening hard gristle ridge bulge",
    "red":
        "red redness pink scarlet crimson inflamed flushed angry sunburn sunburnt blotch blotchy purple "
        "colour discoloured",
    "hot": "hot burning boiling warm roasting heat fire feverish",
    "cold": "cold freezing icy chill chilly ice",
    "itch": "itch itchy itching scratch scratching scratched claw clawing prickly crawling",
    "bleed": "bleed bleeding bled blood bloody haemorrhage red bloodstained",
    "bruise": "bruise bruised bruising purple",
    "smell": "smell smelly smelt stink stank stench odour pong reek honk",
    "weep": "weeping weepy wept oozing ooze leak leaking leaked pus discharge seeping weeps",
    "breathless":
        "breathless breathlessness puff puffed puffing pant panting gasp gasping wheeze wheezy wheezing "
        "winded huffing huff suffocating suffocated smothering breath breathe breathing air unfit lungs "
        "asthma oxygen blowing smothered",
    "cough":
        "cough coughing tickle tickly tickling hacking hack bark barking phlegm chesty splutter throat "
        "catarrh linctus whooping",
    "phlegm": "phlegm sputum spit spat mucus flem catarrh hanky hankie tissue handkerchief froth frothy",
    "voice":
        "voice hoarse hoarseness croaky croak husky raspy rasping whisper whispering squeak gravelly gruff "
        "laryngitis sing singing shout shouting",
    "heart": "heart pulse palpitations racing pounding fluttering thumping heartbeat",
    "chest": "chest lung breast rib breastbone",
    "suddenly": "suddenly overnight instantly abruptly acute collapse minutes",
    "head": "head headache skull temples brain scalp migraine",
    "dizzy":
        "dizzy dizziness giddy vertigo spinning spin spins woozy swimming swimmy whirling whirled "
        "labyrinthitis reeling dizzily",
    "balance":
        "balance unsteady wobbly wobble stagger staggering stumble stumbling lurch veer topple toppling "
        "trip tripping tripped fall falling fell falls clumsy sway tumble tottering bumpinto drunk drunken "
        "boat ship ataxia ataxic coordination walls doorways furniture steady",
    "drop": "drop dropped dropping drops fumble fumbled slipped slid grip grasp",
    "see":
        "see seeing sight vision eye eyes eyesight blurry blurred blur fuzzy hazy misty foggy smudge double "
        "telly read reading optician specsavers glasses blind cataract squint focus letters print",
    "hear": "hear hearing ear deaf deafness ringing ringin buzzing tinnitus",
    "face":
        "face cheek smile mouth eyelid lip chin droop dropped lopsided crooked wonky grin palsy "
        "facial",
    "speak":
        "speak speaking speech talk talking words word slur slurred slurring slurry mumbling gibberish "
        "gobbledegook garbled jumbled stammer stammering stutter tongue sentence sentences name names "
        "nonsense",
    "drunk": "drunk drunken drink tipsy booze sloshed",
    "confused":
        "confused confusion muddled muddle delirious delirium disorientated disoriented nonsense rambling "
        "raving hallucinating hallucinations hallucinated doolally bewildered recognise agitated fairies "
        "gaga",
    "seeingthings": "hallucinating hallucinations hallucinated spiders insects ghosts people",
    "forget":
        "forget forgetting forgot forgetful memory remember mislaid concentrate concentration recall "
        "dementia forgetfulness train",
    "mood":
        "moody snappy snap snapping angry anger irritable aggressive nasty rude temper swore swearing "
        "behaviour personality mood odd weird character strange shouting bite biting rage notherself "
        "withdrawn apathetic interest",
    "fit":
        "seizure convulsion fitting jerk jerking jerked jerks shook shaking twitch twitching twitched rigid "
        "stiff epileptic epilepsy blank blanked vacant absence froth frothing foaming thrash rolled",
    "twitch": "twitch twitching jerk jerking jumping flutter",
    "sleepy": "sleepy drowsy dopey drowsiness sleep sleeping asleep rouse woken wake doze",
    "collapse": "collapsed collapse fainted faint blackout",
    "low":
        "low down sad depressed depression miserable hopeless cry crying cried tears tearful weepy sob "
        "sobbing flat hopelessness antidepressants counselling joy grey pointless",
    "fear":
        "anxious anxiety panic panicky scared frightened terrified worry worried worrying fear dread "
        "dreading nerves jumpy stress stressed fret petrified nervous edge",
    "suicide": "suicide suicidal overdose samaritans kill",
    "vomit":
        "vomit vomiting vomited puke puking puked retch retching heave heaving spew spewing hurl chunder "
        "chundered throwing barf sick",
    "nausea": "nausea nauseous queasy queasiness seasick sick bilious gag gagging churning",
    "eat":
        "eat eating ate food meal dinner lunch breakfast tea appetite hungry hunger mouthful bite plate "
        "portion taste tasted cooking supper",
    "appetite": "appetite hungry hunger mouthfuls food fancy face taste",
    "full": "full stuffed fullness filled satiety quickly",
    "bloat":
        "bloated bloating bloat wind windy gas gassy belching burp burping burps indigestion heartburn "
        "reflux gaviscon rennies omeprazole antacid dyspepsia acid ibs",
    "swallow":
        "swallow swallowing swallowed stuck stick sticking lodged gullet throat choke choking choked lump "
        "gag puree mashed soup blended oesophagus",
    "tummy": "tummy stomach belly abdomen abdominal guts gut waist middle tum midriff trunk",
    "waist": "waist trousers jeans waistband zip skirt button trouser belt clothes",
    "bowel":
        "bowel poo stool stools motions toilet constipated constipation laxatives loo bunged senna ibs "
        "pooing",
    "constipated": "constipated constipation bunged blocked laxatives movicol senna straining strain",
    "diarrhoea": "diarrhoea squits loose watery runny skitters squitters imodium loperamide liquid "
        "diarrhea pooing",
    "wind": "wind fart farting farted gas burp",
    "wee":
        "wee weeing weed pee peeing peed urine urinate urinating bladder water cystitis widdle tinkle pass "
        "passing",
    "thirst": "thirsty thirst parched drinking drank drink quench pints dry",
    "calcium": "calcium hypercalcaemia hypercalcemia",
    "yellow": "yellow jaundice jaundiced yellowish yellowy sallow tan mustard custard "
        "canary orange tanned golden",
    "liver": "liver gallbladder gallstones hepatic bile",
    "hiccup": "hiccup hiccups hic hics hiccough hicup hickups",
    "tired":
        "tired tiredness exhausted exhaustion knackered shattered drained fatigue weary whacked zonked "
        "lethargic sleepy energy sluggish batteries battery washed wrecked flagging napping nap nodding "
        "done weariness worn",
    "unwell":
        "unwell ill poorly rough ropey rotten rubbish lousy grotty wrong notright malaise sorts weather "
        "colour crap peculiar instinct off",
    "thin":
        "thin thinner skinny gaunt slim slimmer weight stone pounds scales bony wasting shrinking shrunk "
        "scrawny loose hollow clothes size sizes diet dieting weightloss",
    "sleepless": "sleep insomnia awake wake tossing turning sleepless slept night bed asleep",
    "sweat":
        "sweat sweats sweating sweaty drenched soaked soaking wringing wet dripping flush flushes flushing "
        "nightie pyjamas sheets menopause",
    "fever":
        "fever temperature temp thermometer shiver shivering shivery shivers rigor rigors chills chill "
        "chattering feverish shaking trembling flu fluey",
    "infection": "infection infected infections bug bugs coldbug virus antibiotics septic sepsis",
    "pale": "pale white pasty grey colour anaemic anaemia ghost sheet iron milk",
    "treatment":
        "chemo chemotherapy treatment drip infusion drug tablets tablet pills cycle injection dose "
        "capecitabine docetaxel abemaciclib enhertu everolimus palbociclib herceptin onchemo medicine "
        "paclitaxel",
    "vein": "vein veins",
    "clot": "clot clots thrombosis embolism embolus emboli dvt thinners",
    "broken":
        "broke broken break breaking snap snapped fracture fractured crack cracked shattered crumbled "
        "collapsed pop popped fractures gave",
    "stand":
        "stand standing stood walk walking walked stairs step steps climb climbing foot walks walkin "
        "upstairs",
    "limp": "limp limping limped hobble hobbling hobbled lopsided stick crutch",
    "lift": "lift lifting lifted carry carrying kettle raise",
    "sex":
        "sex intercourse womb vagina vaginal period periods spotting menopause knickers pants wipe wiped "
        "monthlies change privates postmenopausal tamoxifen",
    "drag": "drag dragging trailing scuffing",
    "arm": "arm arms elbow sleeve forearm",
    "hand": "hand hands finger fingers thumb wrist fist palm fingerring knuckles fingertips glove",
    "leg": "leg legs calf shin ankle foot feet toes lower knee knees welly shoe thigh",
    "calf": "calf calves",
    "hip": "hip hips groin thigh thighs pelvis pelvic buttock",
    "back":
        "back spine lumbago vertebrae spinal backbone lower disc vertebra osteopath chiropractor "
        "shoulderblade backache lumbar",
    "neck": "neck collar nape throat",
    "collarbone": "collarbone supraclavicular",
    "bone": "bone bones skeleton boney",
    "rib": "rib ribs breastbone ribcage bra",
    "shoulder": "shoulder shoulders rotator frozen",
    "armpit": "armpit armpits deodorant shave shaving",
    "breast": "breast boob boobs breasts nipple nipples implant reconstruction "
        "mastectomy lumpectomy bust tit",
    "scar": "scar scars mastectomy lumpectomy",
    "skin": "skin rash patch patches spots blotches eczema",
    "mouth": "mouth tongue gum gums lips lip ulcer ulcers thrush cheeks",
    "jaw": "jaw tooth teeth chin dentist gum dentures extraction molar socket dental",
    "eye": "eye eyes eyelid eyeballs whites",
    "privates": "privates vagina bottom bum",
    "right": "right",
    "both": "both",
    "morning": "morning mornings breakfast waking woke",
    "night": "night nights bed bedtime nighttime",
    "line": "picc line port hickman cannula portacath catheter",
    "allergy": "allergic allergy reaction hives anaphylaxis anaphylactic welts swelled blotches",
}

# Part of the body: what lies in it. For the reasons that are shown.
PARTS: dict[str, str] = {
    "skeleton": "hip rib spine pelvis thigh shin collarbone breastbone shoulder bone skull jaw vertebra "
        "back neck knee ribs femur",
    "upper limb": "arm hand finger wrist elbow shoulder armpit thumb sleeve",
    "lower limb": "leg foot calf ankle knee thigh toe shin feet",
    "tummy": "bowel liver stomach belly tummy gut kidney womb bladder",
    "head": "head face eye ear mouth jaw brain skull cheek lip tongue tooth chin",
    "chest": "chest lung rib breast heart breastbone",
}
# fmt: on
