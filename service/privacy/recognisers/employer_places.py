"""What else says in English text that a name is the borrower's employer or school: trades, pay, roles, classes."""

from __future__ import annotations

import re

from service.privacy.recognisers.employer_cues import NAME

_TRADES = (
    r"weld|fit|fix|clean|drive|driv|sew|paint|roof|tile|plaster|haul|deliver|pick|pack|cook|bake|brew|code|wire|plumb|"
    r"install|groom|guard|translate|translat|type|typ|temp|coach|mow|mine|min|fish|log|dig|pave|lay|nurse|cater|farm|"
    r"scaffold|labour|labor|hod|survey|draught|design|edit|proofread|blast|press|iron|stitch|butcher|fillet|milk|shear|"
    r"pour|mix|bend|grind|solder|assemble|assembl|test|inspect|audit|moderate|dispatch|detail|valet|wash|launder|care|"
    r"keep|do|run|manage|work"
)
# After these a capitalised name is the employer's or the school's.
DIRECT = re.compile(
    r"(?i:\b(?:"
    r"(?:work(?:s|ed|ing)?|shifts?|jobs?|gig|line|till|nights|days|road|employed|driver|clerk|nurse|cook|cleaner)"
    r"(?: [a-z]+){0,2} ?(?:@|w/)|"
    rf"(?:i|we|who|that|and|used to|to|husband|wife|partner|son|daughter|he|she) (?:now |still |also |only |"
    rf"mostly |just )?"
    rf"(?:{_TRADES})(?:s|es|ed|ted|t|ing|ting)? (?:(?:the|my|their|a|"
    rf"for a living)? ?[a-z]{{3,12}} ){{0,2}}(?:for|with)|"
    r"(?:do|doing|does|did) (?:hair|nails|lashes|brows|tattoos|massage|security|maintenance|admin|reception|accounts|"
    r"payroll|deliveries|nights|days|cleaning|the books|bar|bar work|doors|tyres|bodywork|groundwork) (?:at|for|with)|"
    r"on (?:the (?:line|till|tills|checkout|floor|clock|forklift|bins|boats|rigs|road|door|desk|phones|wards?|"
    r"payroll|books|board|crew|team|night shift|day shift)|strike|shift|nights|days|lates|earlies|leave|probation|"
    r"placement|site|zero hours|furlough|sick leave|maternity(?: leave)?|lunch|break)(?:,? [a-z]+){0,6}? (?:at|"
    r"for|with)|"
    r"pay ?day (?:at|from|with)|(?:p45|p60|p11|w-?2|1099|pay ?slips?|pay ?stubs?|pay ?checks?|notice|a warning|"
    r"marching "
    r"orders|severance|tips|back ?pay|sick pay|holiday pay|commission) (?:from|at|with)|"
    r"(?:garnish(?:ed|ing)?|dock(?:ed|ing)?) (?:my |his |her )?(?:check|pay|wages?|paycheck) (?:at|from)|"
    r"(?:temp|temping|staffing|employment|recruitment|nursing|cleaning|care|modelling) agency,?|"
    r"(?:my|the|our) (?:new |old |last |current )?(?:employer|workplace|company) (?:now|is now|is called|"
    r"was called|at the moment is)|employer (?:now|is now|then|at the time)|"
    r"(?:trabajo|trabajaba|laboro|empleado|chamba) (?:en|para|con)|"
    r"(?:i|we|he|she) (?:just |recently |only |finally )?(?:joined|left|"
    r"quit) (?=(?:the )?(?-i:[A-Z])[\w'&-]+ (?-i:[A-Z]))|"
    r"(?:gcses?|a[- ]levels?|masters|mba|nvq|btec|diploma|placement|apprenticeship|training|exams|finals|classes|"
    r"courses?|term|semester|freshers|year (?:[0-9]{1,2}|one|two|three|four)|(?:first|second|third|fourth|"
    r"final)[- ]year"
    r"(?: student)?|(?:9|10|11|12)th grade|sixth form|residency|internship|fellowship|"
    r"rotation) (?:[a-z]+ )?(?:at|with)|"
    r"(?:ring|rang|rung|ringing|call|called|calling|phone|phoned|phoning) (?:me |him |her )?at work,? (?:at )?"
    r")\s{1,2}|"
    r"\b(?:new|last|current|old|previous|latest|first|second|day|main|next|my) job(?! (?:at|with|from|for|is|was)\b)"
    r"[^A-Za-z0-9\n]{1,8})"
    r"(?:the )?" + NAME
)
# Before these a capitalised name is the employer's.
BEFORE = re.compile(
    r"(?<![A-Za-z])"
    + NAME
    + r"(?=(?i:,? where (?:i|i've|i have|i'd|my (?:husband|wife|partner|dad|mum|mom|son|daughter)) ?(?:'ve |have |"
    r"used to |"
    r"still |now )?(?:work|teach|taught|drive|drove|clean|cook|stud|weld|temp|train)|"
    r"[\"'\u201d\u2019]? (?:as|is|was) (?:my |the |our |his |her )?(?:current |new |old |last |former |main )?"
    r"(?:employer|workplace|place of work)\b|"
    r",? (?:and |but )?(?:i'm|im|i am|i was) (?:only |just |still |also |"
    r"now )?an? [a-z]{3,14}(?: [a-z]{3,14})? there\b|"
    r",? that(?:'s| is| was) (?:where i work|my (?:job|work|employer|workplace|school))\b|"
    r" (?:docked|garnished|halved|slashed|froze|stopped) (?:my|our|everyone's|all our|his|her) |"
    r" (?:put|moved|switched) (?:me|us|everyone|him|her) (?:all )?on (?:part|short|zero|reduced|half|nights|"
    r"days|two|three|four|a )|"
    r" (?:won't|wont|will not|can't|don't|doesn't) (?:give|pay) (?:me|us) (?:any |more |for |my |the |overtime|hours|"
    r"holiday|sick)|"
    r" (?:laid|paid) off|"
    r" (?:gave|handed) (?:me|us|him|her) (?:my|our|his|her|the) (?:notice|cards|p45|marching orders|pink slips?)))"
)
# A name that must end as those of schools do.
AT_SCHOOL = re.compile(
    r"\b(?i:(?:i'm|im|i am|i was|am|is|was|were|he's|she's|been|go|goes|went|going|start|starts|started|starting|year|"
    r"back) (?:still |now |currently |back |only )?(?:at|to|in)|into|nursery at|kids? (?:at|to)) (?:the )?" + NAME
)
SCHOOL_ENDING = re.compile(
    r"(?:School|Academy|College|University|Comprehensive|Elementary|High|Grammar|Primary|Prep|Polytechnic|Tech|"
    r"Institute|"
    r"Seminary|Sixth Form|Nursery|Conservatory|Uni)$"
)
_ROLES = (
    r"(?:[A-Za-z-]{3,14} ){0,2}(?:deckhand|carrier|lineman|forklift|paralegal|clerk|driver|nurse|teacher|welder|fitter|"
    r"mechanic|cook|chef|waiter|waitress|server|barista|bartender|cashier|cleaner|carer|caregiver|aide|technician|tech|"
    r"engineer|manager|supervisor|foreman|operator|operative|assistant|receptionist|secretary|accountant|bookkeeper|"
    r"guard|porter|picker|packer|labou?rer|roofer|plasterer|bricklayer|joiner|carpenter|plumber|electrician|sparky|"
    r"apprentice|trainee|intern|analyst|developer|designer|editor|officer|agent|adviser|advisor|consultant|executive|"
    r"director|co-?ordinator|administrator|lecturer|tutor|student|pupil|stylist|barber|groomer|baker|butcher|"
    r"fishmonger|machinist|seamstress|courier|trucker|loader|dispatcher|scaffolder|surveyor|steward|stewardess|pilot|"
    r"captain|mate|skipper|janitor|custodian|caretaker|gardener|landscaper|housekeeper|salesman|salesperson|rep|buyer|"
    r"planner|translator|interpreter|representative|owner|partner|associate|paramedic|pharmacist|therapist|hygienist)"
)
# "Deckhand, Blue Heron Ferries": a role, a comma or a line, and a name that ends as those of firms do.
BEHIND_A_ROLE = re.compile(
    rf"(?:^|(?<=[\n.,:;(]) ?|\b(?i:i'm|im|i am|as|job:|occupation:|am) (?i:an? )?)(?i:{_ROLES})(?:, ?| - |"
    rf" \u2013 |\n|: )"
    r"(?:the )?" + NAME
)
# Such a name in the same sentence as, or after, words that only employment has.
BESIDE_WORK = re.compile(
    r"(?i:\b(?:my job|my work|at work|to work|foreman|overtime|pay ?slips?|pay ?day|wages?|payroll|redundan\w+|"
    r"laid off|"
    r"on strike|the plant|the yard|the mill|the factory|self[- ]employed|employer|shift|shifts|before that|p45|"
    r"hourly|an hour|boss|apprentic\w+|proof of income|gross)\b)[^!?\n]{0,40}?(?<![A-Za-z])" + NAME
)
# An office of the firm before its name: "HR at Caldwell Printing".
OFFICE_BEFORE = re.compile(
    r"(?:HR|Hr|Payroll|Reception|Human Resources|Head Office|Personnel|Accounts) (?:at|of|in|for) (?:the )?"
)
