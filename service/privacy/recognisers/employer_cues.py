"""The words around an employer's or a school's name in English text, and the words such names end in."""

from __future__ import annotations

import re

from service.privacy.words import words

_CAPITALISED = r"(?:(?:St|Mt|Ft|Dr|Mr|Mrs)\. )?[A-Z0-9][A-Za-z0-9&'À-ɏ-]*(?:\.(?=[A-Z]))?"
NAME = (
    rf"(?P<value>(?:(?:St|Mt|Ft)\. |(?:[A-Z]\. ?){{1,3}})?[A-Z][A-Za-z0-9&'À-ɏ-]*(?:\.(?=[A-Z]))?"
    rf"(?:(?: (?:of|and|&|for|the|at|on|de|du|la|n|y|upon) (?:the )?| )(?! ){_CAPITALISED}){{0,6}}"
    r"(?:,? (?:Inc|LLC|Ltd|L\.L\.C|Corp|Co|PLC|Plc|plc|LLP|LP|GmbH|Pty Ltd|Pty|SA|AG)\b\.?(?= [a-z])|,? (?:Inc|LLC|"
    r"Ltd|Corp|PLC|LLP|GmbH)\b)?)"
)
_ROLE = (
    r"(?:(?:line |head |sous |school |shop |store |truck |delivery |bus |van |forklift |security |sales |registered |"
    r"staff |dental |care |"
    r"night |part[- ]time |full[- ]time |senior |junior |assistant |lead |warehouse |office |bank |social |home |"
    r"health |medical |legal ){0,3}"
    r"(?:teacher|teach(?:es|ing)?|nurse|nursing|driver|driv(?:e|es|ing|ing a truck)|cook(?:ing)?|cashier|clerk|guard|"
    r"technician|tech|engineer|cleaner|clean(?:ing)?|"
    r"manager|mechanic|welder|carer|caregiver|waitress|waiter|server|picker|packer|porter|receptionist|accountant|"
    r"assistant|aide|"
    r"janitor|custodian|chef|barista|bartender|operator|operative|worker|supervisor|foreman|machinist|electrician|"
    r"plumber|carpenter|"
    r"labou?rer|apprentice|apprenticeship|intern(?:ship)?|trainee|contractor|consultant|freelancer?|temp(?:ing)?|"
    r"temp|agent|rep|representative|"
    r"analyst|developer|programmer|designer|administrator|secretary|stylist|hairdresser|barber|trainer|instructor|"
    r"professor|lecturer|tutor|"
    r"coach|pharmacist|paramedic|dentist|doctor|therapist|courier|dispatcher|loader|stocker|merchandiser|butcher|"
    r"baker|roofer|painter|"
    r"landscaper|gardener|security|member|employee|colleague|housekeep(?:er|ing)|maid|dishwasher|host(?:ess)?|buyer|"
    r"planner|officer|"
    r"student|pupil|sophomore|freshman|junior|senior|undergrad(?:uate)?|postgrad(?:uate)?|ph\.?d(?: student)?|degree|"
    r"course|maths?|science|desk|shelves))"
)
# A text with none of these says nothing about an employer or a school; cheaper to see than the patterns.
TRIGGERS = frozenset(word.replace("_", " ") for word in words("english_work_words"))
# After these a capitalised name is the employer's or the school's.
DIRECT = re.compile(
    r"(?i:\b(?:(?:work(?:s|ed|ing)?|employed|employment)(?: (?:full[- ]time|part[- ]time|nights|days|there|now|"
    r"currently|only|mostly|weekends|overtime|shifts|remotely|today|as|hard)){0,3}"
    rf"(?: as an? [a-z -]{{2,30}}?)?,? (?:at|for|with|by|in|over at|out of)|{_ROLE} (?:at|for|with|in|of)|"
    r"(?:(?:a|my|the|her|his|new|old|second|full[- ]time|part[- ]time|main|day|last|our) ){0,3}jobs? (?:is |was |"
    r"offer )?(?:at|with|from|for|there at)|position (?:at|with)|role (?:at|with)|"
    r"(?:i'm|i am|i was|used to be|been|as|he's|she's|he is|she is|he was|she was) an? (?!(?:customer|client|member|"
    r"regular|shopper|victim|fan|user|borrower|visitor|patient|tenant)\b)(?:[a-z-]{2,16} ){1,4}?(?:at|for|with)|"
    r"(?:laid|let|put|kept|stood)(?: me| us| him| her| them| everyone)? (?:off|go|down)(?: last \w+| recently|"
    r" in \w+)? (?:from|by|at)|(?:fired|sacked|dismissed|terminated|suspended|axed)(?: \w+)? (?:from|by|at|with)|"
    r"(?:made )?redundant (?:from|by|at)|furlough(?:ed)? (?:from|by|at|with)|(?:resigned|retired|quit|retire) from|"
    r"retired (?:at|with)|"
    r"(?:my|his|her|our|their) (?:\w+'s )?(?:old |new |former |current |last |previous |only |main )?(?:employer|"
    r"company|workplace|place of work|school|college|"
    r"university|uni|firm)(?: is| was|,|:| called| named| -)?|(?:employer|company|place of work|workplace|school|"
    r"works at|occupation|work|college|university|"
    r"place of employment|current employer|employer name|name of employer) ?(?::|-|=|is|was)|"
    r"(?:been|years|months) (?:at|with)|got the (?:boot|sack|push|axe|chop) (?:from|by|at)|"
    r"(?:formerly|previously) (?:at|with|of)|(?:an|per) hour (?:at|with)|"
    r"(?:payroll|books|overtime|gigs?|benefits) (?:at|for|with|from)|"
    r"leave (?:from|at)|(?:i'm|i am|i was) with(?= [A-Z][\w' ]{2,30} (?:now|since|until|again|when|before|after))|"
    r"(?:do|does|doing|did|work|"
    r"working) (?:\w+ )?(?:nights|days|lates|earlies|shifts|mornings|weekends|evenings) (?:at|for)|"
    r"(?:final|first|second|third|last|senior|junior) year (?:at|of|in)|(?:run|own|opened|manage)(?= [A-Z][\w'&]+ )|"
    r"do(?:es|ing)? (?:hair|nails|security|maintenance|admin|reception|accounts) (?:at|for)|"
    r"in the (?:kitchen|office|warehouse|stockroom|bakery|deli|back) (?:at|of)|(?:shop )?steward (?:at|for|with)|"
    r"the (?:plant|factory|company|firm|restaurant|mill|warehouse) where i work(?:ed)?,|"
    r"strike at|hired on (?:at|with)|(?:pour|build|fix|load|unload|pack|stock|stack|sell|make|run|manage|serve|wait|"
    r"wash|paint|lay)(?:s|ing)? [a-z ]{2,20}? (?:at|for)|"
    r"(?:hired|taken on|recruited|headhunted) (?:at|by|with)|shifts? (?:at|for|with)|hours (?:at|with|from)|"
    r"(?:just )?start(?:ed|ing|s)?(?: a new job| work| my job| my new job)? (?:at|with)|"
    r"(?:study|studies|studying|studied|teach|teaches|teaching|taught)(?: \w+){0,2} (?:at|in)|"
    r"attend(?:ed|ing|s)?|enrol(?:led|ling|l)? (?:at|in|with)|graduat(?:ed|ing|e) from|(?:drop(?:ped)?|"
    r"dropping) out of|tuition (?:at|to|for)|go(?:es)? to school at|go(?:es|"
    r"ing)? to(?= (?:the )?(?-i:[A-Z])[^.,!?]{2,40} (?:school|elementary|academy|college|university|high|primary|"
    r"nursery)\b)|(?:quit|quitting)|"
    r"(?:drive|driving|drives|drove|deliver|delivering|delivers|temp|temping|contract|contracting|freelance|"
    r"freelancing|intern|interning|interned) (?:for|at|with)|"
    r"(?:pay ?check|pay ?cheque|payslip|pay ?stub|wages?|salary|pension|redundancy|severance|pay|bonus|commission|"
    r"last check|income)(?: \w+)? (?:is |are |comes? |was )?(?:from|at|with|by)|"
    r"paid (?:\w+ )?by|(?:boss|manager|supervisor|foreman|hr|human resources|colleagues?|coworkers?|payroll|"
    r"line manager|union rep) (?:at|from|with|in))\s{1,2})"
    r"(?:the )?" + NAME
)
# An employment word in the sentence, then a name of several words behind a preposition.
SOMEWHERE = re.compile(
    r"(?i:\b(?:work(?:s|ed|ing)?|jobs?|employed|shifts?|wages?|pay ?checks?|laid off|redundant|sacked|fired|hired|"
    r"furlough(?:ed)?|apprentice|contract(?:or|ing)?|"
    r"drives?|driving|clean(?:s|ing)?|nurse|teach(?:es|ing)?|cook|retired|run|manage|stock|position|role|career|"
    r"shop floor|i was with|security|reception|salary|hours)\b)"
    r"[^.!?;:\n]{0,45}?\b(?:at|for|with|by|from) (?:the )?" + NAME
)
# A preposition, then a name of several words that ends as those of firms do; unless money or a purchase is spoken of.
BEHIND_PREPOSITION = re.compile(r"\b(?i:at|for|with|from|by|left|leaving|joined|joining) (?:the )?" + NAME)
OF_MONEY = re.compile(
    r"\b(?:bills?|billed|debts?|owed?|loans?|cards?|account|bought|buy|order(?:ed)?|purchased?|letters?|calls?|called|"
    r"text|paid|pay|payments?|charged?|sold|creditor|collect\w*|sued?|patient|treated|visit(?:ed)?|appointment|policy|"
    r"bank|customer|shop(?:ped)?|invoice|refund|return(?:ed)?|store|hospital|ambulance|moved|live|stay(?:ed|"
    r"ing)?|statement|"
    r"dispute|settle\w*|sent|email)\b",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"(?<![A-Za-z])"
    + NAME
    + r"(?= (?:just |still |never |only |now |has |have |had |recently |finally |suddenly |also )?"
    r"(?i:laid (?:me|us|off|everyone|him|her|half|my|everybody)|"
    r"let (?:me|us|him|her|everyone|half|people|\w+ of us|[0-9]+ [a-z ]{2,12}?) go|"
    r"fired (?:me|us|him|her)|sacked (?:me|us|him|her)|dismissed me|terminated (?:me|my|us)|furloughed|cut (?:my|our|"
    r"me(?! off)|us(?! off)|everyone|all|back|his|her) ?|cut hours|reduced my|"
    r"clos(?:ed|ing) (?:down|its|their|the (?:plant|store|factory|branch|site|shop|warehouse|office|depot)|last|in|"
    r"on|and|for)|is closing|are closing|shut (?:down|its|the)|"
    r"made (?:me|us|him|her|everyone|half|\d+) ?\w* ?redundant|sent (?:me|us|everyone) (?:all )?home|"
    r"went (?:bankrupt|under|bust|into administration|out of business)|"
    r"folded|collapsed|pays? (?:me|us|him|her|every|weekly|monthly|fortnightly|on the)|paid me off|owes? me|"
    r"hasn't paid|haven't paid|didn't pay|doesn't pay|won't pay me|"
    r"stopped paying (?:me|us)|hired me|took me on|offered me a (?:job|position)|is my (?:employer|work|new job|job)|"
    r"are my employers?|"
    r"(?:where|and) i work))"
)
_ENDINGS = (
    "school|academy|college|university|institute|polytechnic|seminary|kindergarten|nursery|preschool|daycare|elementary|primary|"
    "conservatory|sixth form|"
    "hospital|clinic|infirmary|hospice|surgery|pharmacy|dental|dentistry|orthopedics|healthcare|health|medical "
    "center|medical centre|care homes?|nursing home|"
    "home|homes|care|logistics|freight|haulage|trucking|transport|couriers?|deliveries|shipping|shipbuilding|airlines?|airways|rail|"
    "foods?|bakery|bakeries|restaurant|kitchens?|grill|diner|cafe|café|bistro|pizzeria|pizza|pub|inn|tavern|brewery|catering|"
    "hotels?|resort|lodge|casino|spa|salon|gym|construction|builders?|building|roofing|plumbing|electric(?:al)?|joinery|carpentry|flooring|"
    "motors|automotive|auto|garage|tires|tyres|manufacturing|fabrication|industries|steel|metals?|aluminum|plastics|textiles|mills?|foundry|tools|"
    "engineering|technologies|technology|tech|software|systems|solutions|services|group|holdings|partners|associates|consulting|agency|staffing|recruitment|"
    "security|cleaning|cleaners|landscaping|lawn "
    "care|farms?|poultry|meats|dairy|packing|packaging|warehouse|warehousing|distribution|distribution cent(?:er|re)|"
    "stores?|market|supermarkets?|mart|outlet|pharmacies|retail|supply|supplies|hardware|furniture|press|media|studios?|energy|oil|"
    "gas|power|utilities|mining|"
    "council|authority|department|trust|foundation|church|county|district|schools|library|museum|theatre|theater|"
    "insurance|credit union|credit bureau|bank|"
    "bros|brothers|sons|inc|llc|ltd|limited|plc|corp|corporation|company|co|gmbh|llp|enterprises|international|ventures|labs?|laboratories|"
    "laundry|laundromat|animal "
    "hospital|vets|kennels|yard|shipyard|plant|works|factory|rigging|marine|lumber|timber|paper|printing|print|glass|paving|concrete"
)
ENDING = re.compile(rf"(?:^|[\s-])(?:{_ENDINGS})\.?$", re.IGNORECASE)
SCHOOL = re.compile(
    r"(?:School|Academy|College|University|Hospital|Clinic|Prison|Council|Warehouse|Factory|Elementary|District|"
    r"Institute)$"
)
_SURE_ENDINGS = (
    "(?:metal|steel|iron) works|"
    "garage|body shop|barbershop|nail salon|deli|daycare|"
    "school|academy|college|university|institute|elementary|hospital|clinic|hospice|infirmary|logistics|freight|haulage|couriers?|transport|"
    "foods|bakery|restaurant|grill|diner|cafe|bistro|pizzeria|pizza|hotel|casino|salon|construction|roofing|plumbing|motors|automotive|"
    "manufacturing|fabrication|industries|steel|engineering|technologies|software|systems|solutions|services|group|holdings|staffing|security|cleaning|"
    "landscaping|farms|poultry|distribution|warehouse|supermarket|mart|supply|furniture|energy|council|insurance|brothers|inc|llc|ltd|limited|plc|corp|"
    "aggregates|bottling|carpentry|joinery|scaffolding|catering|cleaners|bakers|butchers|castings|foundry|haulage|salon|"
    "nurseries|seafood|abattoir|vets|kennels|removals|upholstery|textiles|plastics|printers|packaging|laundry|"
    "nursing home|care home|care homes|dental|dental group|medical "
    "center|health|homecare|medical|bank|electric|auto|auto parts|lumber|trucking"
)
# In small letters: some words behind a cue, of which the last is what firms and schools end in.
SMALL = re.compile(
    r"\b(?:work(?:s|ed|ing)? (?:full[- ]time |part[- ]time |nights |days )?(?:at|for|with)|employed (?:at|by|with)|"
    r"jobs? (?:at|with)|"
    rf"{_ROLE}(?: \w+){{0,2}} (?:at|for|with)|gigs? (?:at|with)|"
    r"(?:am|was|i'm|im|as) an? (?:[a-z]+ ){1,3}(?:at|for|with)|"
    rf"(?:laid off|let go|fired|sacked|redundant|retired|hired|"
    rf"furloughed) (?:from|by|at)|"
    r"(?:study|studying|studies|student|teach|teaching|teaches|enrolled|shifts?|hours|started|starting|quit|attend|"
    r"attending|graduated) (?:at|from|in|with)|"
    r"on the (?:line|floor|tills?|road|bins|door|phones) (?:at|for|with)|(?:took|taken|kept) on (?:at|by|with)|"
    r"(?:hair|nails|lashes|nights|days|deliveries|security|reception) (?:at|for)|on strike at|pay ?day at|"
    r"(?:p45|payslip|wages|pay) from|(?:drive|driving|deliver|delivering|weld|paint|clean|roof|cook|bake) for|"
    r"my (?:employer|company|school|college)(?: is|:|,)?|employer:|company:) "
    rf"(?:the )?"
    rf"(?P<value>(?!(?:a|an|the|my|our|his|her|their|this|that|some|any|another|local|same|one|your|home|night|"
    rf"minimum|big|small|different|several|two) )"
    rf"(?:[a-z0-9&'.-]+ ){{1,4}}?(?:{_SURE_ENDINGS}))(?![a-z'-])"
    r"(?! (?:parts|repairs?|body|supply|center|centre|shop|company)(?![a-z]))"
    r"(?! (?:and|&) sons)"
)
EMPLOYING_BRANDS = words("english_employing_brands")
SMALL_BRAND = re.compile(
    r"\b(?:work(?:s|ed|ing)? (?:full[- ]time |part[- ]time |nights |days )?(?:at|for)|employed (?:at|by|with)|"
    r"jobs? (?:at|with)|shifts? at|"
    rf"(?:laid off|let go|fired|sacked|hired) (?:from|by|at)|{_ROLE} (?:at|for)|drive for|deliver for|(?:nights|"
    rf"shifts) at) "
    rf"(?P<value>burger king|home depot|best buy|dollar (?:general|tree)|taco bell|pizza hut|whole foods|"
    rf"trader joe's|five guys|marks and spencer|[a-z]{{3,20}}(?:'s)?)(?![a-z'-])"
)
