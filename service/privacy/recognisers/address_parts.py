"""The parts of postal addresses in English text: streets, units, towns, states, codes."""

from __future__ import annotations

import re

from service.privacy.words import words

_STATE_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|"
    "RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|"
    "Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|"
    "Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|"
    "West Virginia|Wisconsin|Wyoming"
)
STATE = rf"(?:{_STATE_CODES}|{_STATE_NAMES})\.?(?![A-Za-z])"
# Australia and Canada: state or province, and code.
ELSEWHERE = (
    r"(?:(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT|New South Wales|Victoria|Queensland|Western Australia|South Australia|"
    r"Tasmania),? [0-9]{4}(?![0-9])|"
    r"(?:(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NU|Ontario|Quebec|British Columbia|Alberta|Manitoba|Saskatchewan|"
    r"Nova Scotia|New Brunswick),? )?"
    r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9](?![A-Za-z0-9]))"
)
# Endings of street names that are hardly ever anything else, and those that are everyday words too.
_CLEAR = (
    "street|avenue|ave|avenida|road|rd|boulevard|blvd|lane|terrace|crescent|highway|hwy|parkway|pkwy|gardens|gdns|mews|cul-de-sac|"
    "freeway|turnpike|tpke|expressway|expy|causeway|cswy|driveway|esplanade|strasse|quay|wharf|cres|crst"
)
_WEAK = (
    "st|str|av|ln|drive|dr|court|ct|place|pl|way|wy|close|cl|circle|cir|square|sq|grove|gr|row|hill|hills|walk|trail|trl|tr|loop|alley|aly|rise|view|vw|"
    "green|park|broadway|ter|terr|pike|run|plaza|plz|crossing|xing|ridge|rdg|path|pass|bend|cove|cv|point|pt|landing|lndg|"
    "estate|estates|villas|cottages|croft|vale|yard|bridge|gate|heights|hts|meadow|meadows|mdws|manor|hollow|holw|creek|crk|glen|field|fields|"
    "junction|parade|promenade|drove|fold|garth|wynd|brae|bank|end|corner|corners|mount|side|paddock|paddocks|orchard|chase|"
    "spur|trace|trce|commons|common|village|vlg|vista|springs|spgs|falls|fls|ferry|mill|mills|bypass|spinney|dene|lea|copse"
)
CLEAR = frozenset(_CLEAR.split("|"))
WEAK = frozenset(_WEAK.split("|"))
UNIT = (
    r"(?:(?:flat|apt|apartment|unit|suite|ste|room|rm|floor|fl|lot|trailer|trlr|bldg|building|space|spc|block|studio|"
    r"penthouse|level|villa|house)"
    r"\.? ?(?:no\.? ?)?#? ?(?:[0-9]{1,5}[A-Za-z]{0,2}|[A-Za-z]?[0-9]{1,4}|"
    r"[A-Za-z](?![a-z]))(?:[-/][0-9A-Za-z]{1,3})?|# ?[0-9A-Za-z]{1,5}(?:-[0-9A-Za-z]{1,3})?|"
    r"[0-9]{1,2}(?:st|nd|rd|th) floor|(?:top|ground|first|second|third|upper|lower|garden|"
    r"basement) (?:floor(?: flat)?|flat))(?![A-Za-z0-9])"
)
POSTCODE = r"(?:[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|GIR ?0AA)(?![A-Za-z0-9])"
EIRCODE = r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) ?(?=[0-9A-Z]{0,3}[0-9])[0-9A-Z]{4}(?![A-Za-z0-9])"
ZIP = r"[0-9]{5}(?:-[0-9]{4})?(?![0-9A-Za-z]|[.,-][0-9])"
BARE_ZIP = ZIP + "(?! [0-9]{3})"  # else it may begin a telephone number
_NUMBER = r"[0-9]{1,6}(?:[A-Za-z](?![A-Za-z])|(?: ?[-/&] ?)[0-9]{1,5}[A-Za-z]?(?![A-Za-z])| 1/2)?"
_WORD = r"[^\W_][\w'.-]{0,20}"
_COMPASS = r"(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West|Northeast|Northwest|Southeast|Southwest)\.?(?![A-Za-z])"

STREET = re.compile(
    rf"(?<![\w$£€¥#.,/-])(?<![0-9]: )(?P<unit>{UNIT},? )?(?:no\.? )?(?P<number>{_NUMBER}),? "
    rf"(?P<name>(?:{_WORD} ){{1,4}}?)(?P<suffix>{_CLEAR}|{_WEAK})(?![A-Za-z'-])\.?"
    rf"(?: {_COMPASS}| (?-i:Upper|Lower)(?![A-Za-z]))?",
    re.IGNORECASE,
)
# A street whose kind comes first, or that has none: "Avenue of the Oaks", "County Road 12", "The Paddocks".
# The number behind the street, the code before the town.
EUROPE = re.compile(
    r"(?<![\w])(?:(?:Via|Viale|Corso|Piazza|Rue|Calle|Avenida|Rua|Praça|ul\.|Ulica|Al\.|Plaza|"
    r"Carrer) (?:d[aeio]l?l?[aeo]? |de la |św\. )?[A-ZÀ-Ž][\w'.-]{1,20}(?: [A-ZÀ-Ž][\w'-]{1,20}){0,2}"
    r"|[A-ZÄÖÜ][a-zäöüß]{2,20}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|straat|laan|gracht|kade|vej|gade|"
    r"gatan|vägen)),? [0-9]{1,4}[A-Za-z]?(?:/[0-9]{1,4})?(?![\w])"
    r"(?:, (?:[0-9]{2}-[0-9]{3} |[0-9]{4,5}(?: [A-Z]{2})? )?[A-ZÀ-Ž][\w'-]{2,20}(?: [A-ZÀ-Ž][\w'-]{2,20})?)?"
)
SOUTH_ASIA = re.compile(
    r"(?<![A-Za-z])(?:House|Plot|Flat|H\.? ?No\.?|"
    r"Door No\.?) (?:No\.? ?)?[0-9]{1,5}[A-Z]?(?:[-/][0-9A-Z]{1,5})?,? (?:(?:Road|Street|Lane|Sector|Block|Phase|"
    r"Cross|Main) (?:No\.? )?[0-9A-Z]{1,3}"
    r"|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2} (?:Road|Street|Nagar|Colony|Marg|Layout|Vihar|Enclave|Society|"
    r"Estate|Close|"
    r"Crescent))(?:, [A-Z][A-Za-z-]{2,20}(?: [A-Z][A-Za-z-]{2,20}){0,2}){0,4}(?:,? ?-? ?[0-9]{6}(?![0-9]))?"
)
KIND_FIRST = re.compile(
    rf"(?<![\w$£€¥#.,/-])(?P<unit>{UNIT},? )?(?P<number>{_NUMBER}),? (?:{_COMPASS} )?"
    rf"(?P<street>(?:(?:county|state|rural|farm|forest|township|private|old)(?: (?:to market|service))? )?(?:road|rd|"
    rf"route|rte|highway|hwy|cr|fm|sr|us|interstate)\.? [0-9]{{1,4}}[A-Za-z]?"
    rf"|(?:avenue|boulevard|place|via|rue|calle|camino|avenida|paseo|plaza|rua|corso|piazza|jalan|jln|lorong|"
    rf"lebuh|taman|ffordd|heol|stryd|"
    rf"rhodfa|maes|strada|sokak|soi|bóthar|sráid) (?:(?:of|de|del|la|las|"
    rf"los|el|the|du|des|y|yr|na|an) ){{0,2}}{_WORD}"
    rf"|(?-i:The) (?-i:[A-Z])[\w'-]{{2,20}})(?![A-Za-z0-9])(?: {_COMPASS})?",
    re.IGNORECASE,
)
STREET_CLEAR = re.compile(STREET.pattern.replace(f"|{_WEAK})", ")"), re.IGNORECASE)
BOX = re.compile(
    r"(?<![A-Za-z])(?:P\.? ?O\.? ?Box #? ?[0-9]{1,6}(?:-[0-9]{1,5})?|Post Office Box [0-9]{1,6}|(?:RR|HC|Rural Route|"
    r"Star Route|Route|Rte?\.?|R\.R\.) #?[0-9]{1,4},? (?:Box|#) ?[0-9]{1,5}[A-Z]?"
    r"|Box #?[0-9]{1,5}, (?:RR|HC|Rural Route|R\.R\.) ?#?[0-9]{1,3}|(?-i:General Delivery)(?=, [A-Z])"
    r"|PMB [0-9]{1,5}|(?:PSC|Unit|CMR) [0-9]{1,5},? Box [0-9]{1,6})(?![0-9])",
    re.IGNORECASE,
)
# A number, some words, and what only an address ends in.
TO_ZIP = re.compile(
    rf"(?<![\w$£€¥#.,/-])(?P<unit>{UNIT},? )?(?P<number>{_NUMBER}),? (?P<name>{_WORD}(?:(?:, ?|"
    rf" ){_WORD}){{0,7}}?)(?:, ?| )(?P<end>{STATE},? {ZIP})",
    re.IGNORECASE,
)
TO_POSTCODE = re.compile(
    rf"(?<![\w$£€¥#.,/-])(?P<unit>{UNIT},? )?(?P<number>{_NUMBER}),? (?P<name>{_WORD}(?:(?:, ?|"
    rf" ){_WORD}){{0,8}}?)(?:, ?| )(?P<end>{POSTCODE})",
    re.IGNORECASE,
)
CODE_AT_END = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<postcode>{POSTCODE})|(?P<zip>{STATE},? {ZIP})|(?P<eircode>{EIRCODE}))"
)
HOUSE = re.compile(
    r"(?:^|(?<=[\s:(]))(?P<house>(?:The |the )?(?:[A-Z][\w'-]{1,20} ){0,2}(?:[A-Z][\w'-]{1,20}|House|Cottage|Farm|"
    r"Lodge|Hall|Court|Rectory|Vicarage|Barn|Manor|Grange|Villa|Bungalow|Mill|Towers|Mansions|Point|Gardens|Croft|"
    r"Willows))$"
)
UNIT_AFTER = re.compile(rf",? ?(?:{UNIT})", re.IGNORECASE)
COMPASS_AFTER = re.compile(rf",? {_COMPASS}")
_TOWN_WORDS = r"[A-Z][A-Za-z'.-]{1,20}(?:[ -](?:[A-Z][A-Za-z'.-]{1,20}|upon|on|under|the|le|of|by|in|next)){0,4}?"
TOWN = re.compile(rf"(?:,\s?|\s)(?:in )?(?P<town>{_TOWN_WORDS})(?=,? ?(?:{STATE}|{POSTCODE}|{ZIP}))")
TOWN_AT_END = re.compile(
    r",\s?(?P<town>[A-Z][A-Za-z'-]{2,20}(?: [A-Z][A-Za-z'-]{1,20}){0,1})(?=\s*(?:[.,;!?)\n]|$| (?:and|since|with|but|"
    r"is|for|was|as|so|not|has)\b))"
)
# Up to four parts between commas, then a code; in any letters.
TO_CODE = re.compile(
    rf"(?:,? ?{_WORD}(?: {_WORD}){{0,3}}?){{1,4}}?,? ?(?:{STATE},? {ZIP}|(?P<postcode>{POSTCODE})|{ELSEWHERE}|"
    rf"{EIRCODE}|{BARE_ZIP})",
    re.IGNORECASE,
)
SMALL_STATE = re.compile(
    rf", ?(?P<town>[a-z]{{3,20}}(?: [a-z]{{3,20}})?),? (?P<state>{_STATE_CODES})"
    r"(?=\s*(?:[.,;!?)]|$| (?:was|is|and|since|with|for|but)\b))",
    re.IGNORECASE,
)
STATE_AFTER = re.compile(rf",? ?{STATE}")
CODE_AFTER = re.compile(rf",? ?(?:{POSTCODE}|{BARE_ZIP})", re.IGNORECASE)
DISTRICT_AFTER = re.compile(r",? (?:Dublin|dublin|DUBLIN) [0-9]{1,2}[Ww]?(?![0-9])(?:,? ?" + EIRCODE + ")?")
COUNTRY_AFTER = re.compile(
    r",? (?:Singapore [0-9]{6}(?![0-9])|USA|UK|U\.S\.A\.|United States|United Kingdom|England|Scotland|Wales|"
    r"Ireland|Northern Ireland)(?![A-Za-z])"
)
# What says that an address follows, before a street of which only small letters tell.
SAID_BEFORE = re.compile(
    r"(?:\baddress|\blives?|\bliv(?:ing|ed)|\bmoved|\bmoving|\bstaying|\bstay|\bat|\bto|\bfrom|\bhome|\bhouse|\bmail|"
    r"\bsend|\bplace|\bon|\bof|\bnear|\bsold|^)[^\w\n]{0,3}(?:(?:is|now|still|at|to|me|in|my|new|old|it|the) ?)*$",
    re.IGNORECASE,
)
# Words that no street's name holds.
NEVER = words("english_never_in_streets")
# No part of a street's name in small letters: "2 court dates and 1 drive".
NEVER_SMALL = words("english_never_in_small_streets")
NOT_A_TOWN = words("english_no_towns")
# A number and a street without its kind, before a unit or where a town follows: "2209 E Tamarack, Apt 6".
KINDLESS = re.compile(
    rf"(?<![\w$£€¥#.,/-])(?P<number>[0-9]{{1,5}}[A-Za-z]?) (?:(?P<compass>{_COMPASS}) )?"
    rf"(?P<name>[A-Z][a-z]{{3,15}}(?: [A-Z][a-z]{{3,15}})?)(?:(?P<unit>,? (?i:{UNIT}))|"
    rf", (?P<town>[A-Z][a-z]{{2,15}}))(?![\w])"
)
# Behind words that say that somebody lives there.
KINDLESS_AT = re.compile(
    r"\b(?i:(?:lived?|living|stay(?:ing|ed)?|address(?: is| was)?|moved|moving|mail(?: it)?|send(?: it)?|i was|"
    r"i am|i'm|im|"
    r"letters?|post) (?:\w{2,6} ){0,2}?(?:at|to|is|was):? )"
    r"(?P<address>(?P<number>[0-9]{2,5}) (?P<name>[A-Z][a-z]{4,15}))(?![\w]|[.,]?[0-9]| [A-Z])"
)
# House names before a county, as in Ireland; an Indian society before its six digits; villas and plots.
COUNTY = re.compile(
    r"(?<![\w'-])(?P<value>(?:[A-Z][a-z][\w'-]{1,18}(?: [A-Z][\w'-]{1,18}){0,2}, ){1,3}(?:Co\.?|County|"
    r"Cty\.?) [A-Z][a-z]{3,10}"
    rf"(?:,? {EIRCODE})?)(?![A-Za-z])"
)
SIX_DIGITS = re.compile(
    r"(?<![\w-])(?:(?i:flat|house|plot|villa|door|no|h\.?no|apt|"
    r"unit)\.? ?(?:no\.? ?)?)?(?:[A-Z]{1,2}[-/ ]?)?[0-9]{1,4}[A-Z]?"
    r"(?:[/-][0-9]{1,4})?,? (?:[A-Z0-9][\w.'-]{0,20}(?: [A-Z0-9][\w.'-]{0,20}){0,3}, ){1,5}"
    r"[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})? ?[-,–]? ?[1-9][0-9]{2} ?[0-9]{3}(?![0-9])"
)
VILLA = re.compile(
    r"(?<![\w-])(?:Villa|Plot|House|Apartment|Flat|Stand|Erf|Shop) (?:No\.? ?)?[0-9]{1,4}[A-Z]?, "
    r"(?:[A-Z0-9][\w'-]{0,15}(?: [A-Z0-9][\w'-]{0,15}){0,2}, ){1,3}[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?(?![\w])"
)
# What stands before a street: units, floors, houses with names.
BEFORE_STREET = re.compile(
    rf"(?:^|(?<=[\s:(,]))(?P<part>(?i:{UNIT})|(?i:(?:top|ground|first|second|third) floor (?:left|right|front|"
    rf"back|rear))|"
    r"[0-9][Ff][0-9]|(?i:block|blk|tower|wing|phase|house|room|bed|ward|c/o) [0-9A-Za-z]{1,3}|"
    r"(?:The |the )?(?:[A-Z][\w'-]{1,18} ){1,3}(?:House|Court|Cottage|Lodge|Hall|Mansions|Towers?|Heights|Point|"
    r"Buildings?|"
    r"Apartments|Farm|Wharf|Estate|Ward|Hostel|Centre|Center|Home|Residence|Shelter|Hospital|Unit|Block|Park|"
    r"Works|Barn|Mill|"
    r"Manor|Grange|Villas?|Place|Flats)|(?:the )(?:[a-z]{3,15} ){1,2}(?:hostel|shelter|lodge|cottage|house|flats)|"
    r"The [A-Z][\w'-]{2,18}),? $"
)
# Directly before the number: "HOUSE 22", "Apt 14".
KIND_BEFORE_NUMBER = re.compile(
    r"(?:^|(?<=[\s:(,]))(?:House|HOUSE|(?i:apt|apartment|flat|unit|villa|plot|room|suite|lot))\.? (?:no\.? )?$"
)
# A town in small letters where a message or clause ends, or before a small word.
TOWN_SMALL = re.compile(
    r",? (?P<town>[a-z]{3,15})(?=\s*(?:[.,;!?)\n]|$| (?:now|and|since|with|but|is|for|was|as|so|not|has|please|pls)\b))"
)
TOWN_KNOWN = re.compile(r",? (?P<town>[A-Z][A-Za-z'-]{2,20}(?: [A-Z][a-z'-]{1,20})?)(?![\w'-])")
