"""Made-up borrowers that the tests share."""

from datetime import date

from service.domain.account import Person

MARIA = Person(
    id="b-1",
    name="Maria Lopez",
    phone="+1 212 555 0143",
    email="maria.lopez@example.com",
    date_of_birth=date(1988, 3, 14),
    id_last4="4821",
    address="48 Larch Street, Apt 3B, Albany, NY 12207",
    employer="Hillcrest Bakery LLC",
)
XIAOYAN = Person(
    id="b-2",
    name="彭晓燕",
    phone="13800138000",
    email="xiaoyan@example.cn",
    date_of_birth=date(1988, 3, 14),
    id_last4="002X",
    address="浙江省杭州市西湖区文三路88号3栋1201室",
    employer="杭州云帆物流有限公司",
)
