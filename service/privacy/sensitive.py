"""Which kinds of sensitive statement a message holds: they shorten how long it is kept."""

from __future__ import annotations

import re

# Health: GDPR art. 9 and PIPL art. 28. Family: the borrower's own household in distress, a relative's illness included.
_ENGLISH_ILLNESS = (
    r"(?:(?:breast |lung |skin )?cancer|chemo(?:therapy)?|radiotherapy|tumou?rs?|leuk(?:a?)emia|(?:a|had|"
    r"another|his|her|my) (?:mini[- ])?stroke(?! of)|"
    r"heart (?:disease|surgery|condition|failure|bypass)|(?<!me )(?<!you )heart attack|pacemaker|"
    r"diabet(?:es|ic)|dialysis|kidney (?:failure|disease|transplant)|"
    r"epilep\w{2,4}|seizures?|multiple sclerosis|\bms\b(?= and|,|\.|$| for| since| diagnosis)|"
    r"parkinson'?s|arthritis|fibromyalgia|lupus|asthma(?:tic)?|copd|pneumonia|sepsis|tuberculosis|"
    r"depression|(?:i'?m|i am|been|being|feeling|severely|clinically|very|is|was) depressed|"
    r"antidepressants?|anxiety|bipolar|ptsd|schizophreni\w{1,2}|panic attacks?|"
    r"mental(?:ly)? (?:health|ill|illness|breakdown)|nervous breakdown|psychiatr\w{1,6}|eating disorder|ocd|adhd|"
    r"disab(?:led|ility|ilities)|wheelchair|amputat\w{2,4}|paraly[sz]ed|(?:i'?m|i am|he's|she's|is|went|"
    r"born|going) (?:partially |legally |nearly |completely )?(?:deaf|blind)|blind in|hard of hearing|"
    r"surgery(?! hours)|surgical|(?:an |my |the )operation on my|hospitali[sz]ed|(?:in|into|out of|from) "
    r"(?:the )?(?:hospital|icu|nicu|a&e|intensive care)(?! (?:canteen|kitchen|laundry|reception))|on life "
    r"support|"
    r"in a coma|expecting (?:a baby|our|my|twins|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)\w{0,7})|chronic (?:\w{1,10} )?(?:pain|fatigue|illness|condition)|(?:lost|losing) (?:my|his|"
    r"her) (?:sight|hearing|vision|eyesight|leg|arm|memory)|(?:my|a|his|her) (?:therapist|psychologist|"
    r"counsell?or|oncologist|surgeon|specialist)|in therapy|counsell?ing|insulin|inhaler|on oxygen|signed "
    r"off work|(?:car|bike|motorbike|work|bad|serious|motorcycle) (?:accident|crash)|can'?t walk|(?:very|"
    r"really|too|seriously|so|been|fall(?:en)?|fell|is|i'?m|was) (?:ill|unwell)|(?:an|my|his|her|serious|"
    r"mental|long) illness|hospice|\w{3,12}itis|(?:lymph|melan|sarc|carcin|myel|glauc|hemat)\w{0,3}oma|"
    r"(?:cerebral|bell'?s) palsy|scoliosis|sclerosis|crutches|plaster cast|(?:pregnancy|birth|surgery|"
    r"medical|have) complications|carrying (?:twins|a baby)|(?:psychiatric|cancer|maternity|hospital|"
    r"mental) ward|mobility (?:aid|scooter|issues)|blood (?:clot|pressure)|hernia|ulcer|migraines?|"
    r"pregnan(?:t|cy)|miscarr\w{3,6}|stillb\w{3,5}|lost (?:the|my|our) baby|premature(?:ly)?|bed rest|"
    r"maternity|(?:just|recently) gave birth|postnatal|postpartum|ivf|"
    r"hiv|aids(?! (?:and|in))|hepatitis|covid|autis\w{2,3}|down'?s syndrome|dementia|alzheimer'?s|overdosed?|"
    r"(?:drug|alcohol|gambling|opioid) addict(?:ion|ed)?|addict(?:ion|ed to (?:drugs|alcohol|pills|"
    r"opioids|gambling|painkillers))|alcoholi(?:c|sm)|rehab|sectioned|"
    r"(?:on|my|his|her|diabetes|heart|of) medication|diagnos(?:ed|is)|terminal(?:ly ill)?|sick leave|off "
    r"sick|long[- ]term sick|seriously ill|critically ill|(?:i was|got|badly|been|i'm|seriously) injured|"
    r"my injur(?:y|ies)|"
    r"(?:broke|broken|fractured|shattered) (?:my|his|her|a) (?:leg|arm|back|hip|ankle|wrist|neck|spine|"
    r"pelvis|foot|hand)|chronic (?:pain|illness)|"
    r"suicid\w{1,3}|kill(?:ing)? myself|end(?:ing)? my (?:own )?life|end it all|self[- ]harm\w{0,3}|"
    r"don'?t want to (?:live|be alive|be here)(?: any ?more)?|no reason to live|transplant|biopsy|"
    r"cirrhosis|concussion)"
)
_ENGLISH_RELATIVE = (
    r"(?:my|our|his|her) (?:late |elderly |youngest |eldest |little |older |younger |\w{1,4}[- ]year[- "
    r"]old )?(?:wife|husband|spouse|mother|mom|mum|father|dad|son|daughter|brother|sister|baby|child|"
    r"kids?|"
    r"children|partner|boyfriend|girlfriend|fianc\w{1,2}|parents?|grandm\w{1,6}|grandf\w{1,6}|grandad|nan|"
    r"gran|nephew|niece|uncle|aunt|in-?laws?|mother-in-law|father-in-law|twins?|boy|girl|family)"
)
_ENGLISH_LOSS = (
    r"(?:died|dies|(?:has |have |had |just |recently ){0,3}passed(?: away| on)?\b(?! (?:the|my|his|her|a|on "
    r"the|it|that))|is dying|was dying|left (?:me|us)\b|walked out|was killed|is gone|is (?:very |so |"
    r"really |seriously |gravely )?(?:ill|sick)|"
    r"got (?:very |really )?sick|took (?:his|her) own life|is in (?:a )?(?:hospice|care home)|is missing|"
    r"is in (?:jail|prison)|needs (?:full[- ]time|constant) care)"
)
_CHINESE_ILLNESS = (
    "癌|肿瘤|结节|囊肿|化疗|放疗|靶向药|中风|脑梗|脑溢血|脑出血|心脏病|心梗|心脏支架|支架手术|搭桥|"
    "糖尿病|透析|肾病|肾衰|尿毒症|癫痫|抑郁|焦虑症|重度焦虑|躁郁|双相|精神病院|精神疾病|精神类|(?:得了?|"
    "有|患|确诊|犯)精神病|"
    "精神分裂|失眠症?|(?:[一-三]级)?残疾|伤残|瘫|轮椅|(?<!这)(?:做|动|开|了|完|台|次|大|场|后|前|要|等|"
    "术)手术|手术(?:费|后|台|室|做|了|很|刚)|住院|怀孕|有孕|孕(?:期|吐|妇|检|产|晚期|早期|"
    "[0-9一二三四五六七八九]{1,2}(?:周|个月))|怀上|流产|小产|早产|坐月子|生完孩子|生完[一二三]胎|"
    "剖腹产|难产|产假|哺乳期|试管|不孕|艾滋|HIV|肝炎|乙肝|肝硬化|肝腹水|新冠|自闭|痴呆|阿尔茨海默|帕金森|"
    "唐氏|脑瘫|确诊|病假|骨折|骨裂|摔断|砸断|断了[腿手胳]|(?:腿|胳膊|手|腰|脚|肋骨)(?:摔|断|折|伤|砸)|"
    "受(?:了)?(?:重)?伤|工伤|重伤|烧伤|烫伤|截肢|植物人|昏迷|ICU|重症|抢救|病危|重病|大病|绝症|生病|"
    "得(?:了)?[一-鿿]{0,4}病|患(?:有|了)|病重|病倒|卧病|卧床|瘫痪|旧病|"
    "自杀|不想活|活着没意思|活不下去|轻生|割[一-鿿]?腕|流感|甲流|发高?烧[一-鿿]{0,3}(?:天|周|礼拜)|"
    "压迫神经|拄拐|拐杖|跳楼|寻短见|了结自己|想死了算|吃药治疗|一直在?吃药|长期吃药|抗抑郁|白血病|再障|"
    "血友病|高血压|低血压|冠心病|脊柱炎|脊椎病|腰椎|腰间盘|颈椎病|红斑狼疮|类风湿|关节炎|痛风|"
    "哮喘|肺炎|肺结核|尘肺|矽肺|肺病|肝病|胃病|胃出血|肠梗阻|阑尾炎|甲亢|甲状腺|青光眼|白内障|视网膜|"
    "失明|看不见了|眼睛瞎|聋|哑人|哑巴|听力障碍|车祸|(?:戒毒|酗酒|酒精依赖)|产后|更年期综合|康复(?:期|"
    "治疗|训练|费|中心)|病退|低保.{0,4}残|病(?:了|着|得)|看病|治病|住了?[一-鿿0-9]{1,4}院|"
    "躺在?[一-鿿]{0,3}(?:医院|病床|床上)|想死|撑不下去了|开了?刀|[轧断割切砸压绞]断|(?:手|脚|腿|胳膊|"
    "手指|脚趾|肋骨|脊柱)[一-鿿]{0,4}(?:断了|骨折|受伤|残了|截)|洗胃|安眠药|"
    "得了?[一-鿿]{1,6}[疹症瘤疮痨疟]|炎(?![热夏黄])|综合[征症]|梗塞|穿孔|息肉|溃疡|疱疹|湿疹|增生|"
    "突出症?[,，。]|坏死|积水|血栓|感染|心律|血压高|血糖高|(?:医生|大夫)(?:说|让|叫|嘱咐|"
    "建议)[一-鿿]{0,3}(?:静养|休息|住院|卧床|不能|复查|手术)|治疗|病历|诊断|医药费|药费|医疗费|护理费|"
    "输液|先天性|聋|肾源|坐轮椅|重疾|骨髓|移植|器官衰竭|心衰"
)
_CHINESE_RELATIVE = (
    "老公|老婆|丈夫|妻子|爱人|媳妇|先生|太太|父亲|母亲|父母|爸|妈|爹|娘|儿子|女儿|闺女|孩子|小孩|娃|宝宝|"
    "爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈母娘|丈人|哥|弟|姐|妹|家人|家属|家里老人|老人|"
    "老伴|男友|女友|对象|"
    "未婚[夫妻]|侄|外甥|孙子|孙女"
)
_CHINESE_LOSS = (
    "去世|过世|离世|病逝|病故|逝世|离开了(?:我|我们|人世)|不在(?:了|人世)|走了(?!亲|进|过|几|很|一)|刚走|"
    "没了(?!工作|钱|收入)|双亡|牺牲|出(?:了)?事(?!情)|失踪|走得(?:早|突然|急)|死了|身亡|遇难|溺水|夭折|"
    "坐牢|进去了|跟人跑|跑了|病(?!毒)|住院|抛弃|丢下|扔下"
)
_STATEMENTS = {
    "health": re.compile(rf"\b{_ENGLISH_ILLNESS}\b|{_CHINESE_ILLNESS}", re.IGNORECASE),
    "family": re.compile(
        
            r"\b(?:divorc(?:e|ed|ing)(?! from reality)|separated from my|we(?:'ve| have)? (?:just |recently "
            r")?(?:separated|split up|broke up)|(?:wife|husband|partner|i) (?:and i )?(?:are |have |'ve "
            r")?separated|"
            
        r"custody|child support|alimony|domestic (?:violence|abuse)|abus(?:ive|ed by my)|"
        r"(?:hits|beats|hit|beat|abuses|abused) me\b(?! with)|restraining order|women'?s (?:refuge|shelter)|"
        
            r"widow(?:ed|er)?|funeral|buried (?:my|our|him|her)|(?:i'?m|i am|now|newly|recently|legally) "
            r"separated|bereave\w{1,5}|griev(?:e|ing)|grief|orphan\w{0,3}|foster care|took (?:my|our|the) (?:kids|"
            r"children)|single (?:mom|mum|mother|dad|father|parent)|"
            
        
            r"death in (?:the|my|our) family|my late (?:wife|husband|father|mother|dad|mum|mom|son|daughter|"
            r"partner|brother|sister)|"
            
        
            r"(?:we|i) (?:have |just |recently )?lost (?:my|our) (?:\w{1,8} )?(?:wife|husband|mother|mom|mum|"
            r"father|dad|son|daughter|brother|sister|baby|child|partner|parents?|grandm\w{1,6}|grandf\w{1,6}|nan)|"
            
        r"(?:he|she) (?:cheated|walked out|left me)|left me for (?:another|someone)|walked out on (?:me|us)|"
        
            rf"{_ENGLISH_RELATIVE} (?:\w{{1,10}} ){{0,2}}?{_ENGLISH_LOSS}|{_ENGLISH_RELATIVE}(?:,)? "
            rf"(?:[\w']{{1,12}} ){{0,6}}?{_ENGLISH_ILLNESS}\b)|"
            
        
            r"离(?:了)?婚|分居|抚养权|抚养费|赡养费|家暴|虐待|(?:老公|老婆|丈夫|男人|前夫|对象|男友|他|她|"
            r"喝).{0,8}打(?:我|骂我|了我)(?!的?(?:电话|手机|座机|单位|公司|办公))|"
            
        
            r"丧偶|丧事|后事|奔丧|守孝|守寡|寡妇|葬礼|出殡|单亲|孤儿|婚外情|出轨|离异|下葬|安葬|火化|守灵|遗体|"
            r"头七|白事|(?:被|让)(?:老公|丈夫|老婆|男人|前夫|对象|男友|他|她|爸|继父)[一-鿿]{0,2}打|"
            
        rf"(?:{_CHINESE_RELATIVE})[^,，。.!?！？;；\n]{{0,8}}?(?:{_CHINESE_LOSS}|{_CHINESE_ILLNESS})",
        re.IGNORECASE,
    ),
}  # fmt: skip
# Figures of speech that hold such a word.
_SAYINGS = re.compile(
    r"\b(?:gave|giving|give) (?:me|you|us|him|her) (?:nearly |almost )?(?:a |another )?(?:heart attack|"
    r"stroke|panic attack)|stroke of (?:luck|genius)|injured nobody|nobody (?:was|is) injured|"
    r"divorced from reality|addicted to (?:paying|shopping|your)|suicidal (?:rates?|interest|plan)|"
    r"financial(?:ly)? (?:suicide|cancer|crippl\w+)|(?:phone|car|laptop|battery|card|app) (?:has |just "
    r")?died|"
    r"doctors? surgery hours|手术刀|跑了一?趟|车祸现场|财务自杀|自杀式|经济瘫|系统.{0,4}瘫|网络?.{0,2}瘫|"
    r"瘫痪了?(?:的)?系统|病毒|毛病真|有病(?:吧|啊|么|吗)|神经病|穷病|红眼病|相思病|选择困难症|强迫症|懒癌|"
    r"直男癌|拖延症|通病|(?:公司|老板|生意|系统|平台).{0,4}病|医药代表",
    re.IGNORECASE,
)


def sensitive_kinds(text: str) -> frozenset[str]:
    """The kinds ("health", "family") of sensitive statement in a folded text."""
    said = _SAYINGS.sub(" ", text)
    return frozenset(kind for kind, statement in _STATEMENTS.items() if statement.search(said))
