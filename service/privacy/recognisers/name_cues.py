"""The words around a person's name in English text, which say that it is one."""

from __future__ import annotations

import re

_RELATION = (
    r"wife|husband|hubby|spouse|fianc[eé]e?|son|daughter|brother|sister|bro|sis|sibling|mother|mom|mum|mama|dad|"
    r"father|papa|"
    r"step-?(?:dad|mom|mum|father|mother|son|daughter|brother|sister)|grand(?:ma|pa|mother|father|son|daughter|dad|"
    r"mum)|"
    r"partner|friend|best friend|buddy|lawyer|attorney|solicitor|barrister|accountant|boss|neighbou?r|ex(?:-(?:wife|"
    r"husband))?|"
    r"ex (?:wife|husband|partner|boyfriend|girlfriend)|manager|supervisor|landlord|landlady|girlfriend|boyfriend|"
    r"room-?mate|flat-?mate|house-?mate|cousin|uncle|aunt|auntie|aunty|nephew|niece|colleague|coworker|co-worker|"
    r"case ?worker|social worker|support worker|care worker|carer|caregiver|executor|guardian|trustee|nurse|doctor|"
    r"(?:brother|sister|mother|father|son|daughter)[- ]in[- ]law|godmother|godfather|twin|kid|baby|child|co-?signer|"
    r"guarantor|"
    r"advis[eo]r|counsel(?:l)?or|agent|tenant|employee"
)
# After these even a lower-case word is a name.
STRONG = re.compile(
    r"\b(?:(?:my|his|her|their|our|the|whose|your) (?:(?:full|legal|real|first|given|maiden|married|birth|own|"
    r"english|chinese|"
    r"christian|late \w+'s) ){0,2}name(?:'?s| is| was|:| -)?(?: not| now)?(?: actually| really)?|"
    r"(?:full |account |legal |first |borrower'?s? |customer'?s? |client |card ?holder'?s? )?name ?[:=-]|full name|"
    r"account name|"
    r"(?:my )?name(?:'s| is| was| isn't| is not|s)|name on (?:the|my|this|your) (?:account|card|loan|file|letter|"
    r"contract|bill)(?: is|:| was|'s)|"
    r"(?:he|she|they|who|it)(?: is|'s|'re|s)? (?:called|named)|(?:everybody|everyone|people|they|friends) calls? me|"
    r"i go by|(?:he|she) goes by|(?:known|addressed) as|"
    r"signed(?: by)?[,:]?|c/o|care of|(?:for the )?attn:?|attention:?|(?:borrower|account holder|card ?holder|"
    r"co-?signer|cosigner|"
    r"debtor|tenant|guarantor|applicant)(?: is|:| was|'s name is)|on behalf of|power of attorney (?:is held by|for)|"
    r"in the name of|under the name(?: of)?|(?:somebody|someone|anybody|anyone|nobody|no one|person|guy|man|woman|"
    r"lady|girl|rep|fella|bloke|gentleman) "
    r"(?:called|named|by the name of))[\s,]{1,3}(?!on (?:the|my))",
    re.IGNORECASE,
)
# After these a capitalised word is a name, and a lower-case one when it is a name and hardly anything else.
WEAK = re.compile(
    r"\b(?:this is(?: not| still)?|this isn't|that's|that is|it'?s(?: me)?,?|it is|it was|i'm(?: not)?|i am(?: not)?|"
    r"im(?: not)?|am|i, |me,|here is|here's|"
    r"calls me|under|(?:speak|speaking|spoke|spoken|talk|talked|talking|chat|chatted|dealt|deal|met|meet|live|living|"
    r"married) (?:to|with)|speaking as|"
    r"ask(?:ed|ing)?(?: for)?|just ask|tell(?:ing)?|told|call(?:ed)? me|call(?:ing)?|text(?:ing)?|contact|reach|ring|"
    r"phone|e-?mail(?:ed|ing)?|"
    r"write to|writing to|wrote to|add|remove|thank|message for|voicemail for(?: a)?|letters? (?:for|to)|"
    r"calls? (?:for|from)|mail for|looking for(?: a)?|"
    r"belongs? to|owed by|signed by|sent by|opened by|paid by|told by|gave|give|promised|from|for|by|to|with|and|&|"
    r"or|that|"
    r"(?:parents?|mother|father|mum|mom|dad|son|daughter|wife|husband|carer|guardian|widow|widower|friend|boss|"
    r"landlord|landlady|executor|estate|sister|brother) of|"
    r"who is|who's|whoever|is|was|as|know|between|than|forward (?:this|it) to|according to|no|not|wrong number for|"
    r"cousin|"
    rf"(?:my|his|her|our|their|your)(?: \w{{3,12}})? (?:{_RELATION})(?: is| named| called|,| -|:|"
    rf"'s name is)?(?: \()?|(?:{_RELATION})(?: is| named| called|,| -|:)|"
    r"(?:dear|hi|hello|hey|hiya|morning|afternoon|evening|regards|sincerely|faithfully|truly|respectfully|thanks|"
    r"thank you|"
    r"thx|cheers|yours|best|love|agent|named|called|advisor|rep|team|yes|yep|no|yeah|ok|okay|please|"
    r"pls),?)[\s,]{1,3}\(?",
    re.IGNORECASE,
)
# Of those, what makes even a word that no list has a name in small letters, unless it is a slip for a dictionary word.
FIRM = re.compile(
    r"(?:(?:parents?|mother|father|mum|mom|dad|son|daughter|wife|husband|carer|guardian|widow|widower|landlord|"
    r"landlady|executor|estate) of|calls me|under|this is|it'?s(?: me)?,?|i'm|i am|im|ask(?:ed)? for|(?:speak|spoke|"
    r"spoken|speaking|talk|talked) (?:to|with)|"
    rf"(?:my|his|her|our) (?:{_RELATION})(?: is| named| called|,)?|regards,?|sincerely,?|thanks,?|thx,?|cheers,?|"
    rf"dear)[\s,]{{1,3}}$",
    re.IGNORECASE,
)
GREETING = re.compile(r"(?:hi|hello|hey|hiya|dear|thanks|thank you|thx|cheers|ask|tell|told)[\s,]{1,3}$", re.IGNORECASE)
SIGN_OFF = re.compile(
    r"(?:regards|sincerely|faithfully|truly|thanks|thank you|wishes|cheers|yours|best|respectfully)[,.!]?\s*$",
    re.IGNORECASE,
)
# Of those, what makes even an everyday word in small letters a name: "ask for will", "my daughter hope".
CERTAIN = re.compile(
    rf"(?:ask(?:ed)? for|(?:speak|spoke|spoken|speaking) (?:to|with)|my (?:{_RELATION})(?: is| named|"
    rf" called)?)[\s,]{{1,3}}$",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sgt|Rev|Mister|Missus|mr|mrs|ms|dr|MR|MRS|MS|DR)\b\.?|"
    r"(?:Doctor|Attorney|Officer|Judge|Detective|Constable|Sergeant|Reverend|Pastor|Professor|Father|Sister|Agent|"
    r"Inspector|Deputy|"
    r"Captain|Nurse|Aunt|Auntie|Uncle|Señora?|Sra?|Herr|Frau|Madame|Monsieur|Councillor))\s{1,2}(?=[^\W\d_])"
)
NAMES_A_THING = re.compile(
    r"(?:\b(?:employer|company|business|school|firm|bank|street|user|brand|product|pet|dog|cat|file|lender|creditor|"
    r"college|university|work|host|domain)(?:'?s)? )$",
    re.IGNORECASE,
)
# What an unknown word does that is a person; a firm can do it too, so a model must not call it one.
SPEAKING_VERB = re.compile(
    r" (?:told|said|says|called|rang|phoned|promised|lives|lived|died|passed|knows|thinks|handles|signed|usually|"
    r"asked|is the one|"
    r"is my|was my|is our|and i\b|is (?:not|no longer)|who (?:is|was|lives|works))\b",
    re.IGNORECASE,
)
APART = re.compile(r" ?(?:[-:(] |,|$|\n)")
# What follows a name in the middle of a sentence that is an everyday word too.
GOES_ON = re.compile(
    r"\s*(?:[.,;:!?)\n&]|$|'s\b)|\s(?:is|was|has|had|will|can|would|could|and|or|to|at|on|in|for|from|about|said|"
    r"says|told|called|who|when|if|but|"
    r"because|so|not|the|my|her|his|me|you|i|we|they|he|she|this|that|with|by|as|isn't|wasn't|doesn't|didn't|does|"
    r"did|owes|pays|paid|lives|used|also|again|"
    r"instead|please|pls|yesterday|today|directly|first)\b",
    re.IGNORECASE,
)
# What follows a name at the start of a sentence.
SPEAKING = re.compile(
    r",? ?(?:here\b(?! is| are| for)|speaking\b|calling\b(?! me| you| my)|again[,.!]|writing\b)", re.IGNORECASE
)
_BEING = (
    r"(?:is|was|isn't|wasn't) (?:my|his|her|our|their|your|no longer|not|still|the (?:borrower|account|one|person)|"
    r"here|out|away|dead|deceased|"
    r"at work|at home|in hospital|on (?:the|my)|willing|going|a (?:friend|minor|widow|student))"
)
PERSON_VERB = re.compile(
    r"(?:'s (?:card|account|daughter|son|wife|husband|mother|father|mum|mom|dad|name|signature|phone|number|carer|"
    r"debt|loan|email)\b|"
    r" (?:told|said|says|called|rang|phoned|promised|signed|offered|asked|paid|pays|used|usually|always|never|wrote|"
    r"sent|emailed|texted|lost|died|passed|moved|lives|lived|works|worked|knows|knew|thinks|handles|handled|opened|"
    r"owes|owed|agreed|helped|helps|waived|"
    r"can|can't|cannot|could|couldn't|will|won't|has|hasn't|had|does|doesn't|did|didn't|from your|from the|"
    r"from collections|from hardship|"
    rf"and i\b|and my\b|{_BEING})\b)",
    re.IGNORECASE,
)
# What follows a word that is no name after all: "Grace period", "Will you", "May 5".
NOT_BEFORE = re.compile(
    r"(?:\s{1,2}|-)(?:\d|period|you\b|i\b|we\b|they\b|he\b|she\b|it\b|that\b|this\b|there\b|the\b|a\b|be\b|my\b|"
    r"not\b|card\b|payment|bill\b|sale\b|someone|"
    r"anyone|your\b|for the\b|of\b|to\b|up\b)",
    re.IGNORECASE,
)
# After "May Thompson" it tells that no question begins: "May Tom pay?" goes on otherwise.
STATES = re.compile(
    r"(?:'s\b| (?:is|was|has|had|told|said|says|lives|lived|paid|pays|wrote|died|signed|owes|did|can|cannot|can't)\b"
    r"|\s*(?:[.,;!\n]|$))"
)
PHRASE_END = re.compile(
    r"\s*(?:[.,;!?)\n]|$)|\s(?:and|at|on|in|when|who|he|she|about|said|says|told|is|was|instead|please|pls)\b",
    re.IGNORECASE,
)
# What makes a name one of a place or of a firm: "Travis County", "Ingrid Foods".
NO_PERSON_AFTER = re.compile(
    r"(?:'s)? (?:day\b|eve\b|disease\b|syndrome\b|law\b)|[ -](?:street|st\b(?!\.? [a-z])|road|rd\b|avenue|ave\b|blvd|"
    r"boulevard|lane|drive|bank\b|county\b|court\b|city\b|hospital|school|college|university|"
    r"academy|institute|church|clinic|airport|station|beach|springs|heights|bridge|island|airlines|bank(?:ing)?\b|"
    r"inc\b|llc\b|ltd\b|limited\b|plc\b|corp\b|gmbh\b|group\b|holdings|foods\b|hotels?\b|motors\b|store\b|stores\b|"
    r"mastercard|card\b|visa\b|credit\b|finance\b|financial\b|loans?\b|collections?\b|recovery\b|solutions\b|"
    r"services\b)",
    re.IGNORECASE,
)
# What makes a given name the second word of a place's: San Diego, St. Helena.
# "Gary, Indiana"
STATE_AFTER = re.compile(
    r",? (?:[A-Z]{2}\b(?<!\bI)|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Florida|Georgia|Illinois|Indiana|"
    r"Iowa|Kansas|Kentucky|Louisiana|Maine|"
    r"Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New [A-Z]|North [A-Z]|"
    r"South [A-Z]|Ohio|Oklahoma|Oregon|"
    r"Pennsylvania|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming|England|Scotland|Ireland|"
    r"France|Italy|Canada)"
)
# "Madison is two hours away"
PLACE_LIKE = re.compile(
    r" (?:is|was) (?:\w+ ){0,2}(?:hours?|miles|minutes|away|expensive|cheap|cold|hot|far)\b", re.IGNORECASE
)
PLACE_BEFORE = re.compile(
    r"\b(?:San|Santa|Santo|São|Sao|St\.?|Saint|Port|Fort|Ft\.?|Lake|Mount|Mt\.?|Los|Las|El|New|Cape|Rio|"
    r"Hurricane|hurricane|Storm|storm|Cyclone|Typhoon) $"
)
PLACE_PREPOSITION = re.compile(r"\b(?:in|to|near|of|around|outside|leave|leaving|visit|via|at)[ ]$", re.IGNORECASE)
# Sayings with a name inside.
NO_PERSONS = re.compile(
    r"\b(?:(?:for )?(?:pete|god|christ|heaven)'?s? ?sake|tom,? dick,? (?:and|or|&) harry|bob'?s your uncle|"
    r"mickey mouse|holy moses|sherlock|einstein|the joneses|"
    r"(?:such a|a|what a|being a|full|total|no) karen\b(?! [A-Z])|karen move|(?:rob(?:bing)? )?peter to pay paul|"
    r"rob peter|"
    r"jesus(?: christ)?(?=[ ,.!]+(?:how|what|please|christ|is lord|saves|loves|come on|god)|!)|"
    r"jack of all trades|every tom\b|smart alec|mercedes(?= (?:benz|car|van|on|lease|c-class|was|is on)))\b",
    re.IGNORECASE,
)
# After these a capitalised everyday word is no name: "I'll be Frank".
NOT_AFTER = re.compile(r"\b(?:be|being|been|so|very|too|pretty|really|am|are) $", re.IGNORECASE)
# "The Smith family", "the Marshall Plan": an article makes a thing of a name.
ARTICLE = re.compile(r"\b(?:the|The|THE) $")
ARTICLE_OF_PERSON = re.compile(r" (?:who|you|from|at|I\b|we\b)|\s*[.,?!]")
PARTICLES = frozenset(
    [
        "de",
        "la",
        "las",
        "los",
        "del",
        "da",
        "das",
        "do",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "ter",
        "te",
        "bin",
        "bint",
        "binti",
        "binte",
        "binti",
        "binte",
        "ibn",
        "al",
        "el",
        "di",
        "du",
        "le",
        "y",
        "e",
        "san",
        "st",
        "mac",
        "ap",
    ]
)
SUFFIX = re.compile(r",? (?:III|II|IV|Jr|Sr|jr|sr)\b\.?(?! [A-Z])")
