"""A console source in memory, with one conversation that has something of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from service.domain.knowledge import Passage
from service.domain.money import Money
from service.domain.negotiation import Decision, Instalment, Quote, StateChange
from service.domain.privacy import Entity, IdentityClaim, Redaction
from service.domain.reading import Proposal, Reading
from service.domain.trace import Attempt, Trace
from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Act, Emotion, Family, Outcome, Signal, State
from service.domain.writing import Draft, Fact, Rapport, Say
from service.review import (
    ConversationDetail,
    ConversationFilter,
    ConversationRow,
    Original,
    Page,
    RevealRecord,
    RevealRefused,
    Reviewer,
    TurnRecord,
)

KEY = "fbr_reviewer_for-tests-only"
CODE = "one-time-code"
MARIE = Reviewer(id="key_1", name="Marie Okafor")
START = datetime(2026, 11, 2, 9, 14, 5, tzinfo=UTC)
CLEAR_NAME = "Dana Whitfield"
ORIGINAL = f"I'm {CLEAR_NAME}. I lost my job, could I pay $300 a month?"


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def quote() -> Quote:
    instalments = tuple(
        Instalment(number=number, due_on=date(2026, 11 + number, 4), amount=usd("625.00")) for number in (0, 1)
    )
    return Quote(
        id="quo_7",
        account_id="acc_1",
        kind="instalments",
        balance=usd("1250.00"),
        discount=usd("0.00"),
        discount_percent=Decimal(0),
        total=usd("1250.00"),
        down_payment=usd("625.00"),
        cadence="monthly",
        count=1,
        instalments=instalments,
        residue=usd("0.00"),
        expires_on=date(2026, 11, 16),
        authority="us-card@2026-09-01",
    )


def passage() -> Passage:
    return Passage(
        id="us-hardship#pausing",
        document="us-hardship",
        title="Help when money is tight",
        heading="Pausing payments",
        text="If you have lost your job, you can ask for smaller payments.",
        source="Harbor Light Bank hardship policy, section 3",
        version="0a1b2c3d4e5f",
        jurisdiction="us",
        language="en",
        topic="hardship",
        effective_from=date(2026, 1, 1),
        score=0.71,
    )


def finding(span: tuple[int, int] | None) -> Finding:
    return Finding(
        rule_id="us.threat.arrest",
        family=Family.THREAT_ARREST,
        outcome=Outcome.BLOCK,
        layer="pattern",
        message="The text threatens arrest.",
        citation="15 U.S.C. 1692e(4)",
        repair="Say nothing of police or prison.",
        span=span,
        move=0,
    )


def stopped_attempt() -> Attempt:
    text = "We will have you arrested, <PERSON_1>. <script>alert(1)</script>"
    draft = Draft(
        moves=(Rapport(rapport="We will have you arrested."), Say(say="offer.instalments", wording=1)),
        text=text,
        author="agent",
        prompt="writer@3",
        model="small-1.5b",
        raw='{"moves": [{"rapport": "We will have you arrested."}]}',
    )
    verdict = Verdict(
        outcome=Outcome.BLOCK, findings=(finding((8, 25)),), normalised=f"we will have you arrested, {CLEAR_NAME}"
    )
    return Attempt(draft=draft, verdict=verdict)


def passed_attempt() -> Attempt:
    draft = Draft(
        moves=(Say(say="offer.instalments"),),
        text="Thank you, <PERSON_1>. You could pay $625.00 now and $625.00 on December 4, 2026.",
        author="scripted",
        prompt="scripted@1",
    )
    return Attempt(draft=draft, verdict=Verdict(outcome=Outcome.ALLOW, packs=("us@1", "core@1"), milliseconds=3.25))


def trace(number: int = 1) -> Trace:
    return Trace(
        turn_id=f"trn_{number}",
        conversation_id="cnv_1",
        number=number,
        inbound_id="msg_2",
        outbound_id="msg_3",
        redaction=Redaction(
            text="I'm <PERSON_1>. I lost my job, could I pay $300 a month?",
            entities=(Entity(type="PERSON", start=4, end=18, score=1.0, pseudonym="<PERSON_1>"),),
            identity_claims=(IdentityClaim(field="date_of_birth", matched=True),),
            sensitive=frozenset({"health"}),
        ),
        reading=Reading(
            signals=frozenset({Signal.HARDSHIP_JOB_LOSS, Signal.PROPOSES_PLAN}),
            emotion=Emotion.ANXIOUS,
            language="en",
            proposal=Proposal(amount=Decimal(300), cadence="monthly"),
            evidence={Signal.HARDSHIP_JOB_LOSS: "pattern:lost_job", Signal.PROPOSES_PLAN: "classifier:0.93"},
        ),
        decision=Decision(
            act=Act.COUNTER_PROPOSAL,
            change=StateChange(to=State.NEGOTIATING, cause="proposes_plan"),
            quotes=(quote(),),
            reasons=("term_above_authority",),
            topics=("hardship",),
        ),
        passages=(passage(),),
        conditions=("us", "verified"),
        facts=(Fact(name="balance", type="money", value="1250.00", text="$1,250.00", source="ledger"),),
        options=("offer.instalments", "cite.1"),
        attempts=(stopped_attempt(), passed_attempt()),
        sent="Thank you, <PERSON_1>. You could pay $625.00 now and $625.00 on December 4, 2026.",
        act=Act.COUNTER_PROPOSAL,
        author="scripted",
        held=False,
        state_before=State.VERIFIED,
        state_after=State.NEGOTIATING,
        versions={"service": "0.1.0", "authority": "us-card@2026-09-01"},
        milliseconds={"redact": 8.0, "read": 4.0, "decide": 1.0, "write": 40.0, "guard": 7.0},
        notes=("guard: stopped every draft of the model",),
    )


def row(number: int = 1, **changes: object) -> ConversationRow:
    values: dict[str, object] = {
        "id": f"cnv_{number}",
        "state": State.NEGOTIATING,
        "borrower": f"borrower-{number:04d}",
        "creditor": "Harbor Light Bank",
        "language": "en",
        "jurisdiction": "us",
        "last_act": Act.COUNTER_PROPOSAL,
        "last_at": START + timedelta(minutes=number),
        "created_at": START,
        "turns": 2,
        "blocked": 1,
    }
    return ConversationRow.model_validate({**values, **changes})


def detail(erased_at: datetime | None = None, reveals: tuple[RevealRecord, ...] = ()) -> ConversationDetail:
    record = TurnRecord(
        trace=trace(),
        received_at=START,
        sent_at=START + timedelta(seconds=1),
        delivered_at=START + timedelta(seconds=2),
        audit_hash="9f" * 32,
        audit_previous="3c" * 32,
    )
    return ConversationDetail(
        row=row(), product="credit_card", owed=usd("1250.00"), days_past_due=62, plan=quote(), turns=(record,),
        erased_at=erased_at, reveals=reveals,
    )  # fmt: skip


class MemorySource:
    """A `ConsoleSource` over fixed rows and the one sample conversation."""

    def __init__(self, rows: tuple[ConversationRow, ...] = ()) -> None:
        self.rows = rows or (row(1), row(2, state=State.AGREED, language="zh", jurisdiction="cn", creditor="云杉银行"))
        self.codes = {CODE}
        self.active = True
        self.erased_at: datetime | None = None
        self.reveals: list[RevealRecord] = []

    def list_conversations(self, wanted: ConversationFilter, /) -> Page:
        matching = [row for row in self.rows if _matches(row, wanted)]
        first = (wanted.page - 1) * wanted.page_size
        return Page(
            rows=tuple(matching[first : first + wanted.page_size]),
            total=len(matching),
            page=wanted.page,
            page_size=wanted.page_size,
            jurisdictions=("cn", "uk", "us"),
        )

    def conversation(self, conversation_id: str, /) -> ConversationDetail | None:
        return detail(self.erased_at, tuple(self.reveals)) if conversation_id == "cnv_1" else None

    def reveal(
        self, conversation_id: str, message_id: str, reviewer: Reviewer, reason: str, /
    ) -> Original | RevealRefused | None:
        if (conversation_id, message_id) != ("cnv_1", "msg_2"):
            return None
        if len(reason) < 10:
            return RevealRefused(problem="say in at least 10 characters why this is needed")
        if self.erased_at is not None:
            return RevealRefused(problem="the borrower was erased: the original is gone for good", gone=True)
        kept = reason.replace(CLEAR_NAME, "<PERSON_1>")
        self.reveals.append(RevealRecord(message_id=message_id, reviewer=reviewer.name, reason=kept, at=START))
        return Original(
            message_id=message_id, text=ORIGINAL, incoming=True, reason=kept, at=START, audit_hash="7e" * 32, turn=1
        )

    def check_login(self, key: str, /) -> Reviewer | None:
        return MARIE if key == KEY else None

    def redeem_code(self, code: str, /) -> Reviewer | None:
        if code not in self.codes:
            return None
        self.codes.remove(code)
        return MARIE

    def is_active(self, reviewer_id: str, /) -> bool:
        return self.active and reviewer_id == MARIE.id


def _matches(row: ConversationRow, wanted: ConversationFilter) -> bool:
    return (
        (wanted.state is None or row.state is wanted.state)
        and (wanted.language is None or row.language == wanted.language)
        and (not wanted.jurisdiction or row.jurisdiction == wanted.jurisdiction)
        and row.id.startswith(wanted.query)
    )
