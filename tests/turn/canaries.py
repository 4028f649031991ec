"""Made-up people whose data are planted in conversations, tidily and oddly spelled, to be searched for afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.account import AccountImport


@dataclass(frozen=True)
class Canaries:
    """A conversation full of personal data.

    Args:
        messages: what the borrower writes.
        needles: what must be found nowhere outside the vault, in any case of letters.
    """

    account: AccountImport
    messages: tuple[str, ...]
    needles: tuple[str, ...]


_ENGLISH = Canaries(
    account=AccountImport.model_validate(
        {
            "id": "canary-en",
            "creditor": "Harbor Light Bank",
            "product": "card",
            "actor_role": "original_creditor",
            "jurisdiction": "us",
            "region": "us-oh",
            "language": "en",
            "currency": "USD",
            "balance": "3120.00",
            "days_past_due": 91,
            "borrower": {
                "id": "canary-b-en",
                "name": "Ottoline Vandersloot",
                "phone": "+16145550187",
                "email": "ottoline.vandersloot@example.com",
                "date_of_birth": "1979-03-08",
                "id_last4": "7719",
                "address": "4417 Marigold Hollow Road, Dayton, OH 45402",
                "employer": "Thistledown Upholstery",
                "timezone": "America/New_York",
            },
            "contacts": [{"channel": "sms", "address": "+16145550187", "consent": True}],
        }
    ),
    messages=(
        "Hi, this is Ottoline Vandersloot, what is it about?",
        "my date of birth is March 8, 1979",
        "ottoline  VANDERSLOOT here again. how much do I owe?",
        "my number is (614) 555-0187, or 614.555.0187, write to Ottoline.Vandersloot@Example.com",
        "I lost my job at Thistledown Upholstery in September",
        "we live at 4417 Marigold Hollow Road, Dayton, OH 45402 with my husband Bartholomew Quigley",
        "my ssn is 219-09-9999 and the card is 4111 1111 1111 1111",
        "you can reach Bartholomew Quigley at bart.quigley@example.org or +1 (937) 555-0144",
        "I can pay 150 a month from my account 000123456789, routing number 021000021",
        "My new employer is Pemberton Aquatics LLC, ask for Mrs. Lucinda Farraday",
        "driver: my plate is, never mind. My passport number is X12345678",
        "O. Vandersloot, born 03/08/1979, id ending 7719",
        "my new address is 88 Juniperwood Lane, Apt 6C, Columbus, Ohio 43004",
        "and my phone once more: 6 1 4 - 5 5 5 - 0 1 8 7",
        "My National Insurance number is AB 12 34 56 C from when I lived in Leeds",
        "I write from 198.51.100.77 and my shop is https://ottoline-crafts.example.net/shop",
        "my wechat id is otto_vdsl88, add me there",
        "the loan account number is HL-00934471",
        "IBAN GB29 NWBK 6016 1331 9268 19 is the account of Philippa Oxenbridge",
        "mail her at p.oxenbridge (at) example (dot) com",
        "my other mail is ｏｔｔｏ.ｖ＠ｅｘａｍｐｌｅ.com",
        "phone: six one four five five five oh one four two",
        "my boss is Mr. Hieronymus Pellworth, 937-555-0168, he knows",
        "my daughter Clementine Vandersloot is ill",
        "born on the 8th of March 1979, as I said",
        "SSN 219099998, and the other card is 5500-0000-0000-0004",
        "+1-614-555-0163 is my new number",
        "my passport no. is 567812349 and my licence plate is HJK 4821",
        "I worked for Saltmarsh Logistics Inc. before that",
        "send the letter to 9 Quillfeather Court, Springfield, IL 62704",
        "my routing number is 122105155 and my account number is 7788990011",
    ),
    needles=(
        "vandersloot", "ottoline", "555-0187", "5550187", "555.0187", "ottoline.vandersloot@example.com",
        "march 8, 1979", "03/08/1979", "1979-03-08", "marigold hollow", "4417", "45402", "thistledown",
        "quigley", "bart.quigley@example.org", "555-0144", "219-09-9999", "4111 1111", "4111111111111111",
        "000123456789", "021000021", "pemberton aquatics", "farraday", "x12345678", "juniperwood", "43004",
        "ending 7719", "0 1 8 7", "ab 12 34 56 c", "198.51.100.77", "ottoline-crafts", "otto_vdsl88", "hl-00934471",
        "gb29 nwbk 6016", "nwbk60161331926819", "oxenbridge", "p.oxenbridge (at) example", "ｏｔｔｏ.ｖ",
        "otto.v@example.com", "one four two", "hieronymus", "pellworth", "937-555-0168", "clementine",
        "8th of march 1979", "219099998", "5500-0000-0000-0004", "5500000000000004", "614-555-0163", "567812349",
        "hjk 4821", "saltmarsh", "quillfeather", "62704", "122105155", "7788990011",
    ),
)  # fmt: skip

_CHINESE = Canaries(
    account=AccountImport.model_validate(
        {
            "id": "canary-zh",
            "creditor": "安和消费金融",
            "product": "consumer_loan",
            "actor_role": "original_creditor",
            "jurisdiction": "cn",
            "region": "cn-js",
            "language": "zh",
            "currency": "CNY",
            "balance": "15230.40",
            "days_past_due": 102,
            "borrower": {
                "id": "canary-b-zh",
                "name": "欧阳慕晴",
                "phone": "+8615400000377",
                "email": "ouyang.muqing@example.com",
                "date_of_birth": "1991-11-23",
                "id_last4": "331X",
                "address": "杭州市枫溪区听澜路167号3幢1204室",
                "employer": "杭州栖霞陶瓷有限公司",
                "timezone": "Asia/Shanghai",
            },
            "contacts": [{"channel": "sms", "address": "+8615400000377", "consent": True}],
        }
    ),
    messages=(
        "你好，我是欧阳慕晴，什么事？",
        "我的生日是1991年11月23日",
        "欧阳 慕晴本人，请问欠多少？",
        "我手机154 0000 0377，也可以发邮件到ouyang.muqing@example.com",
        "我原来在杭州栖霞陶瓷有限公司上班，上个月失业了",
        "我住在杭州市枫溪区听澜路167号3幢1204室，和我老公陈景行一起",
        "身份证号是330106199111230018，卡号6222 0212 3456 7890 128",
        "我微信号是muqing_oy91，QQ 2468013579",
        "陈景行的电话是１５４００００００３８８",
        "现在在苏州云岫茶业有限公司打零工，联系人林若兰",
        "每个月可以还1500，从工资卡6217001234567890123扣",
        "车牌苏A·8K27P，护照E12345678",
        "我搬家了，新地址是苏州市澄湖区棠梨巷29号2单元501室",
        "电话：一五四零零零零零三七七",
        "邮箱是muqing.ouyang＠example.com",
        "加我wx：oyang_tea2020，QQ号是 1357924680",
        "我弟弟叫欧阳慕远，电话154-0000-0399",
        "我是歐陽慕晴，繁體字也可以吧",
        "出生日期：1991.11.23",
        "我的网店是https://muqing-tea.example.cn/item/88，登录地址203.0.113.45",
        "贷款账号是8800223100471，从那里扣",
        "护照号G12345678，港澳通行证也有",
        "车牌是沪C·9K3M7",
        "我女儿在杭州枫溪外国语学校读书，她叫欧阳念慈",
        "我婆婆住在南京市玄武区成贤街118号，叫钟离采薇",
        "手机号 ＋８６ １５４ ００００ ０３７７",
        "幺五四零零零零零四一一是我新号码",
        "银行卡 6228 4800 1234 5678 918 是农行的",
        "我叫 欧 阳 慕 晴",
        "我同事司徒望舒也欠了钱，他的手机是15400000422",
    ),
    needles=(
        "欧阳慕晴", "欧阳 慕晴", "慕晴", "154 0000 0377", "15400000377", "ouyang.muqing", "1991年11月23日",
        "1991-11-23", "栖霞陶瓷", "听澜路", "1204室", "陈景行", "330106199111230018", "6222 0212",
        "6222021234567890128",
        "muqing_oy91", "2468013579", "１５４００００００３８８", "15400000388", "云岫茶业", "林若兰",
        "6217001234567890123", "8k27p", "e12345678", "棠梨巷", "501室", "一五四零零零零零三七七",
        "muqing.ouyang", "oyang_tea2020", "1357924680", "欧阳慕远", "154-0000-0399", "歐陽慕晴", "1991.11.23",
        "muqing-tea", "203.0.113.45", "8800223100471", "g12345678", "9k3m7", "枫溪外国语学校", "念慈", "成贤街",
        "钟离采薇", "１５４ ００００ ０３７７", "幺五四零零零零零四一一", "6228 4800 1234", "6228480012345678918",
        "欧 阳 慕 晴", "司徒望舒", "15400000422",
    ),
)  # fmt: skip

CANARIES = (_ENGLISH, _CHINESE)

# Spellings that redaction misses, by account: what is typed and what stays.
UNSEEN = (
    ("us-card-1001", "phone: six one four five five five oh one eight seven", "one eight seven"),
    ("cn-loan-3001", "我和我老公司徒景行一起住", "司徒景行"),
    ("cn-loan-3001", "现在在苏州云岫茶业有限公司打零工，找主管上官若兰就行", "上官若兰"),
)
