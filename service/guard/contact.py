"""Judging a contact: whether a message or call may go out now, and if not, when.

A pure function of the attempt and the rule packs. What does not interrupt the borrower is bound by nothing here, an
answer in a live session by what nobody else may read alone. What is unknown counts as no: a time zone, a consent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.calendars import is_public_holiday
from service.domain.contact import ConsentRecord, ContactAttempt, ContactVerdict, PastContact, medium_of
from service.domain.region import canonical_region
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.guard.contact_blocks import Asking, Bar, Cap, ConsentNeed, Window
from service.guard.contact_moments import moments_worth_trying
from service.guard.pack_schema import Rule
from service.guard.packs import PackBook

_UTC = ZoneInfo("UTC")


def judge_contact(attempt: ContactAttempt, book: PackBook) -> ContactVerdict:
    """Whether the attempt may go at its time under the packs that bind it.

    Windows are judged on the clock of every zone: the time must be allowed in all of them.

    Returns:
        The findings, none when it may go, and the next moment at which it may (at the attempt's own time, that time);
        None when waiting does not help within two months.
    """
    findings = contact_findings(attempt, book)
    if not findings:
        return ContactVerdict(next_allowed=attempt.at)
    return ContactVerdict(findings=findings, next_allowed=_Judge(attempt, book).next_moment(findings))


def contact_findings(attempt: ContactAttempt, book: PackBook) -> tuple[Finding, ...]:
    """The findings alone, for who does not ask when it would be allowed."""
    return tuple(_Judge(attempt, book).findings(attempt.at)) if attempt.interrupts else ()


def judge_rule(attempt: ContactAttempt, rule: Rule) -> tuple[Finding, ...]:
    """What one rule finds about an attempt at its time, whatever else holds (for the rule's own examples)."""
    if not attempt.interrupts:
        return ()
    return tuple(_Judge(attempt, None).of_rule(rule, attempt.at))


class _Judge:
    """One attempt under the rules that could bind it at some time."""

    def __init__(self, attempt: ContactAttempt, book: PackBook | None) -> None:
        self._attempt = attempt
        zones = [_zone(name) for name in attempt.zones]
        self._known = bool(zones) and None not in zones
        self._zones = tuple(zone for zone in zones if zone is not None)
        self._clocks = self._zones or (_UTC,)
        self._rules = self._binding(book) if book is not None else ()

    def _binding(self, book: PackBook) -> tuple[Rule, ...]:
        attempt = self._attempt
        region = canonical_region(attempt.region, attempt.jurisdiction)
        packs = book.composed(attempt.jurisdiction, region, attempt.creditor)
        rules = (item.rule for item in book.rules(packs, None))
        binding = [rule for rule in rules if rule.is_contact_rule and self._applies(rule)]
        # Counting is the dear part: what hours refuse needs none.
        return tuple(sorted(binding, key=lambda rule: rule.cap is not None))

    def _applies(self, rule: Rule) -> bool:
        """An unknown role is every role, an unknown product every product."""
        attempt, roles, products = self._attempt, rule.applies_to.actor_role, rule.applies_to.products
        return (not roles or attempt.actor_role is None or attempt.actor_role in roles) and (
            not products or attempt.product is None or attempt.product in products
        )

    def findings(self, moment: datetime) -> Iterator[Finding]:
        attempt = self._attempt
        if not self._known and not attempt.live_reply:
            yield _ZONE_UNKNOWN
        if _is_revoked(attempt):
            yield _REVOKED
        if not attempt.live_reply and any(
            hours.hold(local) for hours in attempt.quiet_hours for local in self._locals(moment)
        ):
            yield _QUIET
        for rule in self._rules:
            yield from self.of_rule(rule, moment)

    def of_rule(self, rule: Rule, moment: datetime) -> Iterator[Finding]:
        days = {local.date() for local in self._locals(moment)}
        if not self._applies(rule) or not any(rule.in_force(day) for day in days):
            return
        reason = self._reason(rule, moment)
        if reason is not None:
            yield _finding(rule, reason)

    def _reason(self, rule: Rule, moment: datetime) -> str | None:
        """Why a rule refuses the attempt at a moment."""
        attempt = self._attempt
        if rule.bar is not None:
            return _barred(rule.bar, attempt)
        if attempt.live_reply:
            return None
        if rule.window is not None and self._known and self._outside(rule.window, moment):
            return "outside the hours of contact"
        if rule.cap is not None:
            return self._over(rule.cap, moment)
        if rule.consent is not None:
            return self._lacks(rule.consent, moment)
        return None

    def _outside(self, window: Window, moment: datetime) -> bool:
        attempt = self._attempt
        if attempt.medium in window.exempt_channels or window.at_work not in (None, attempt.at_work):
            return False
        if window.agreed == "replaces" and attempt.agreed_hours:
            hours = attempt.agreed_hours
            return not all(any(span.hold(local) for span in hours) for local in self._locals(moment))
        return not all(self._inside(window, local) for local in self._locals(moment))

    def _inside(self, window: Window, local: datetime) -> bool:
        if window.holidays == "closed" and is_public_holiday(local.date(), self._attempt.jurisdiction):
            return False
        return any(span.hold(local) for span in window.hours)

    def _over(self, cap: Cap, moment: datetime) -> str | None:
        attempt = self._attempt
        if not _binds(cap.channels, attempt) or cap.at_work not in (None, attempt.at_work):
            return None
        counted = [past for past in attempt.history if _counts(cap, past, attempt)]
        if sum(self._within(past.at, moment, cap.days) for past in counted) >= cap.max:
            return f"{cap.max} in {cap.days} days were made already"
        if cap.cooldown_days is not None and any(
            past.outcome == "conversation" and self._within(past.at, moment, cap.cooldown_days) for past in counted
        ):
            return f"there was a conversation within {cap.cooldown_days} days"
        return None

    def _within(self, earlier: datetime, moment: datetime, days: int) -> bool:
        """Whether so many days have not yet passed, on any of the borrower's clocks."""
        if earlier > moment:
            return False
        return any(_naive(moment, zone) - _naive(earlier, zone) < timedelta(days=days) for zone in self._clocks)

    def _lacks(self, need: ConsentNeed, moment: datetime) -> str | None:
        attempt = self._attempt
        if not _binds(need.channels, attempt) or need.at_work not in (None, attempt.at_work):
            return None
        if need.may_ask is not None and attempt.purpose == "ask_consent":
            return self._asked_too_often(need.may_ask, moment)
        usable = [record for record in attempt.consents if _is_for(record, attempt) and record.revoked_at is None]
        if any(self._suffices(record, need, moment) for record in usable):
            return None
        return "no consent on record that suffices"

    def _suffices(self, record: ConsentRecord, need: ConsentNeed, moment: datetime) -> bool:
        if need.provenance and record.provenance not in need.provenance:
            return False
        if record.given_at > moment or (need.written and not record.written):
            return False
        ages = [
            (moment.astimezone(zone).date() - record.fresh_at.astimezone(zone).date()).days for zone in self._clocks
        ]
        return need.max_age_days is None or max(ages) <= need.max_age_days

    def _asked_too_often(self, asking: Asking, moment: datetime) -> str | None:
        asked = [past for past in self._attempt.history if past.purpose == "ask_consent" and not past.incoming]
        often = sum(self._within(past.at, moment, asking.days) for past in asked)
        return f"consent was asked for {often} times in {asking.days} days" if often >= asking.max else None

    def _locals(self, moment: datetime) -> tuple[datetime, ...]:
        return tuple(moment.astimezone(zone) for zone in self._clocks)

    def next_moment(self, findings: tuple[Finding, ...]) -> datetime | None:
        """The first moment from the attempt's time on without a finding."""
        lasting = {rule.id for rule in self._rules if self._lasts(rule)} | {_ZONE_UNKNOWN.rule_id, _REVOKED.rule_id}
        if any(finding.rule_id in lasting for finding in findings):
            return None
        moments = moments_worth_trying(self._attempt, self._rules, self._clocks)
        return next((moment for moment in moments if not any(True for _ in self.findings(moment))), None)

    def _lasts(self, rule: Rule) -> bool:
        """Whether waiting never ends what the rule refuses."""
        asking = rule.consent is not None and rule.consent.may_ask is not None
        asking = asking and self._attempt.purpose == "ask_consent"
        return rule.effective_to is None and not asking and (rule.bar is not None or rule.consent is not None)


def _barred(bar: Bar, attempt: ContactAttempt) -> str | None:
    if not _binds(bar.channels, attempt):
        return None
    flags = {flag.lower() for flag in attempt.flags}
    if bar.third_party and attempt.recipient != "borrower":
        return "somebody else than the borrower would get it"
    if bar.public and attempt.public:
        return "others could see it"
    if attempt.live_reply:
        return None
    raised = sorted(flags & set(bar.flags))
    if raised:
        return f"the account is marked {', '.join(raised)}"
    missing = sorted(set(bar.missing_flags) - flags)
    return f"the account is not marked {', '.join(missing)}" if missing else None


def _binds(channels: tuple[str, ...], attempt: ContactAttempt) -> bool:
    return not channels or attempt.medium in channels


def _counts(cap: Cap, past: PastContact, attempt: ContactAttempt) -> bool:
    """Whether an earlier contact is counted. What is not known about it counts."""
    if past.incoming or not past.interrupts or (cap.replies == "ignore" and past.live_reply):
        return False
    if cap.channels and medium_of(past.channel) not in cap.channels:
        return False
    if cap.at_work and not past.at_work:
        return False
    if cap.per in ("account", "debt") and _differ(past.account, attempt.account):
        return False
    if cap.per == "number" and _differ(past.address, attempt.address):
        return False
    if cap.counts == "contacts":
        return past.outcome != "attempted"
    return cap.counts == "attempts" or past.outcome == "attempted"


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _is_for(record: ConsentRecord, attempt: ContactAttempt) -> bool:
    """Whether a consent is for this channel, and for this address where both are known."""
    return record.channel.lower() == attempt.channel.lower() and not _differ(record.address, attempt.address)


def _is_revoked(attempt: ContactAttempt) -> bool:
    """Whether the borrower asked not to be reached here. Each time they write again, one answer may still go.

    A later consent of their own takes the revocation back.
    """
    records = [record for record in attempt.consents if _is_for(record, attempt)]
    revoked = max((record.revoked_at for record in records if record.revoked_at is not None), default=None)
    if revoked is None or any(r.revoked_at is None and r.given_at > revoked for r in records):
        return False
    if not attempt.live_reply:
        return True
    here = [past for past in attempt.history if past.channel.lower() == attempt.channel.lower()]
    spoke = max((past.at for past in here if past.incoming), default=revoked)
    return any(not past.incoming and past.at > spoke for past in here)


def _naive(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _finding(rule: Rule, reason: str) -> Finding:
    return Finding(
        rule_id=rule.id,
        family=rule.family,
        outcome=rule.outcome,
        layer="state",
        message=f"{rule.title}: {reason}",
        repair=rule.repair,
        citation=rule.citation,
    )


def _own(rule_id: str, family: Family, message: str, repair: str, citation: str) -> Finding:
    return Finding(
        rule_id=rule_id,
        family=family,
        outcome=Outcome.BLOCK,
        layer="state",
        message=message,
        repair=repair,
        citation=citation,
    )


_ZONE_UNKNOWN = _own(
    "guard.contact.zone",
    Family.CONTACT_TIME,
    "nobody knows what time it is where the borrower is",
    "Put the borrower's time zone, region or telephone number on the account.",
    "Invariant 5: a time zone that is unknown counts as no",
)
_QUIET = _own(
    "guard.contact.quiet_hours",
    Family.CONTACT_TIME,
    "the borrower asked not to be contacted at this hour",
    "Wait until the borrower's quiet hours are over.",
    "12 CFR 1006.6(b)(1)(i); CONC 7.9: times that are known to be inconvenient",
)
_REVOKED = _own(
    "guard.contact.revoked",
    Family.NO_CONSENT,
    "the borrower asked not to be contacted on this channel",
    "Use another way of contact that the borrower agreed to, or none.",
    "12 CFR 1006.14(h); 47 CFR 64.1200(a)(10)-(12)",
)
