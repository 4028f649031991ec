"""Names of people, employers and addresses in English text: what counts, and what only looks like it."""

import pytest

from service.privacy import find_personal_data


def found(text: str, type: str) -> list[str]:
    return [text[entity.start : entity.end] for entity in find_personal_data(text, "en") if entity.type == type]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("my name is oluwaseyi bankole", ["oluwaseyi bankole"]),
        ("THIS IS MARCUS ELLINGTON CALLING YOU BACK", ["MARCUS ELLINGTON"]),
        ("Will Sarah call me back?", ["Sarah"]),
        ("ask for will at the desk", ["will"]),
        ("my daughter hope pays it", []),
        ("Mr. van der Berg told me so", ["van der Berg"]),
        ("I, Ekaterina V. Morozova, agree", ["Ekaterina V. Morozova"]),
        ("- Deb", ["Deb"]),
        ("Kind regards,\nAoife Brennan\nDublin", ["Aoife Brennan"]),
        ("Emeka, Nnedi and Chidi live here", ["Emeka", "Nnedi", "Chidi"]),
        ("Maria's card and Tom's loan", ["Maria", "Tom"]),
        ("tell maria thier letter came", ["maria"]),
        ("We moved to San Diego and Charlotte is next to us", ["Charlotte"]),
        ("We moved to Charlotte", []),
        ("Gary, Indiana is far", []),
        ("the Smith family lent it", []),
        ("any Tom, Dick or Harry", []),
        ("I'll be Frank with you", []),
        ("Ralph Lauren coat", []),
        ("I'm Catholic", []),
        ("this is rediculous", []),
    ],
)
def test_people_are_found(text: str, names: list[str]) -> None:
    assert found(text, "PERSON") == names


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Rose Cottage, Mill Lane, Ludlow SY8 1AB", ["Rose Cottage, Mill Lane, Ludlow SY8 1AB"]),
        ("i live at 1198 w 14th st, erie pa 16502 now", ["1198 w 14th st, erie pa 16502"]),
        ("29 Kilburn Park Road with a friend", ["29 Kilburn Park Road"]),
        ("9 Elm St\nApt 2\nUtica, NY 13501", ["9 Elm St\nApt 2\nUtica, NY 13501"]),
        ("RR 2 Box 115, Ada, OK 74820", ["RR 2 Box 115, Ada, OK 74820"]),
        ("55 Collins Street, Melbourne VIC 3000", ["55 Collins Street, Melbourne VIC 3000"]),
        ("It is 27 Bourbon Street.", ["27 Bourbon Street"]),
        ("I have 2 court dates and 1 drive a week", []),
        ("it ends 5 close friends ago", []),
        ("Leeds LS6 2AB", []),
    ],
)
def test_addresses_are_found_whole(text: str, addresses: list[str]) -> None:
    assert found(text, "LOCATION") == addresses


@pytest.mark.parametrize(
    ("text", "employers"),
    [
        ("i teach at lincoln middle school", ["lincoln middle school"]),
        ("I stock shelves at Walmart", ["Walmart"]),
        ("I bought it at Walmart", []),
        ("Harlow Textiles laid me off", ["Harlow Textiles"]),
        ("furloughed from Bramley & Sons in May", ["Bramley & Sons"]),
        ("I am a teller at Pioneer Savings Bank.", ["Pioneer Savings Bank"]),
        ("I work in Dallas", []),
        ("I work for Maria", []),
        ("i work at a primary school", []),
        ("my job and my bank, Lloyds, closed", []),
    ],
)
def test_employers_are_found(text: str, employers: list[str]) -> None:
    assert found(text, "ORGANIZATION") == employers


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        (
            "my ssn is two one nine, oh nine, nine nine nine nine",
            "US_SSN",
            "two one nine, oh nine, nine nine nine nine",
        ),
        ("it is john dot smith at gmail dot com", "EMAIL_ADDRESS", "john dot smith at gmail dot com"),
        ("t.brandt[at]example[dot]de", "EMAIL_ADDRESS", "t.brandt[at]example[dot]de"),
        ("(513) 555-0102 ext. 7741 please", "PHONE_NUMBER", "(513) 555-0102 ext. 7741"),
        ("mobile 0491 570 156", "PHONE_NUMBER", "0491 570 156"),
        (
            "card four one one one, one one one one, one one one one, one one one one",
            "CREDIT_CARD",
            "four one one one, one one one one, one one one one, one one one one",
        ),
        ("sort code 090128 acc 44556677", "BANK_ACCOUNT", "090128"),
        ("loan 90-4471-2208 is mine", "ACCOUNT_NUMBER", "90-4471-2208"),
        ("dob is july four nineteen seventy six", "DATE_OF_BIRTH", "july four nineteen seventy six"),
    ],
)
def test_spoken_and_spelt_numbers_are_found(text: str, type: str, value: str) -> None:
    assert found(text, type)[:1] == [value]


@pytest.mark.parametrize(
    "text",
    ["registration fee 120", "account balance 48211", "look at gmail.com", "a loan of 25000", "two hundred and fifty"],
)
def test_plain_figures_stay(text: str) -> None:
    assert find_personal_data(text, "en") == () or found(text, "URL") == ["gmail.com"]
