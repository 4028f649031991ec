"""The closed lists: every word that stages, records and interfaces use for the same thing."""

from enum import StrEnum
from typing import Literal

Language = Literal["en", "zh"]
Channel = Literal["web", "terminal"]
Author = Literal["agent", "scripted", "person"]
WritingMode = Literal["assembled", "free"]
ActorRole = Literal["original_creditor", "servicer", "third_party_collector", "debt_buyer"]
Cadence = Literal["once", "weekly", "biweekly", "semimonthly", "monthly"]


class Signal(StrEnum):
    """What a borrower's message does; several may hold at once."""

    GREETING = "greeting"
    ASKS_BALANCE = "asks_balance"
    ASKS_POLICY = "asks_policy"
    PROPOSES_PLAN = "proposes_plan"
    ACCEPTS_OFFER = "accepts_offer"
    REJECTS_OFFER = "rejects_offer"
    CANNOT_PAY = "cannot_pay"
    HARDSHIP_JOB_LOSS = "hardship_job_loss"
    HARDSHIP_ILLNESS = "hardship_illness"
    HARDSHIP_BEREAVEMENT = "hardship_bereavement"
    HARDSHIP_DIVORCE = "hardship_divorce"
    PROMISES_TO_PAY = "promises_to_pay"
    ALREADY_PAID = "already_paid"
    DISPUTES_DEBT = "disputes_debt"
    IDENTITY_THEFT = "identity_theft"
    WRONG_PERSON = "wrong_person"
    THIRD_PARTY_SPEAKING = "third_party_speaking"
    DECEASED = "deceased"
    BANKRUPTCY = "bankruptcy"
    HAS_ATTORNEY = "has_attorney"
    STOP_CONTACT = "stop_contact"
    STOP_CHANNEL = "stop_channel"
    INCONVENIENT_TIME = "inconvenient_time"
    ASKS_HUMAN = "asks_human"
    COMPLAINT = "complaint"
    THREATENS_REGULATOR = "threatens_regulator"
    SELF_HARM = "self_harm"
    DOMESTIC_ABUSE = "domestic_abuse"
    ASKS_IF_AI = "asks_if_ai"
    PROMPT_INJECTION = "prompt_injection"
    ABUSIVE = "abusive"
    MINOR = "minor"
    LANGUAGE_SWITCH = "language_switch"
    PAYMENT_PROBLEM = "payment_problem"
    CHITCHAT = "chitchat"


class Emotion(StrEnum):
    CALM = "calm"
    ANXIOUS = "anxious"
    ANGRY = "angry"
    SAD = "sad"
    HOPELESS = "hopeless"
    GRATEFUL = "grateful"
    CONFUSED = "confused"


class State(StrEnum):
    """Where a conversation stands."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    PAUSED = "paused"
    WITH_PERSON = "with_person"
    STOPPED = "stopped"
    CLOSED = "closed"


class Act(StrEnum):
    """The dialogue act of an outgoing message: what the engine decided to do."""

    # Before the person is verified
    OPEN = "open"
    ASK_VERIFICATION = "ask_verification"
    RETRY_VERIFICATION = "retry_verification"
    LOCK_VERIFICATION = "lock_verification"
    # The debt
    WELCOME_VERIFIED = "welcome_verified"
    STATE_BALANCE = "state_balance"
    ANSWER_QUESTION = "answer_question"
    EXPLORE_HARDSHIP = "explore_hardship"
    ASK_AFFORDABLE = "ask_affordable"
    OFFER_PLAN = "offer_plan"
    RESTATE_PROPOSAL = "restate_proposal"
    COUNTER_PROPOSAL = "counter_proposal"
    ASK_WHICH_OFFER = "ask_which_offer"
    CONFIRM_PLAN = "confirm_plan"
    RECALL_PLAN = "recall_plan"
    ACKNOWLEDGE_REJECTION = "acknowledge_rejection"
    REFER_TO_PERSON = "refer_to_person"
    NOTE_PROMISE = "note_promise"
    CHECK_PAYMENT = "check_payment"
    HELP_PAYMENT = "help_payment"
    INFORM_TIME_BARRED = "inform_time_barred"
    # Rights and crisis
    SUPPORT_CRISIS = "support_crisis"
    SUPPORT_SAFETY = "support_safety"
    CONFIRM_STOP = "confirm_stop"
    CONFIRM_CHANNEL_STOP = "confirm_channel_stop"
    LOG_DISPUTE = "log_dispute"
    LOG_IDENTITY_THEFT = "log_identity_theft"
    RESPECT_ATTORNEY = "respect_attorney"
    RESPECT_BANKRUPTCY = "respect_bankruptcy"
    CONDOLE_ESTATE = "condole_estate"
    APOLOGISE_WRONG_PERSON = "apologise_wrong_person"
    DECLINE_THIRD_PARTY = "decline_third_party"
    PROTECT_MINOR = "protect_minor"
    CONNECT_PERSON = "connect_person"
    LOG_COMPLAINT = "log_complaint"
    RESPECT_TIME = "respect_time"
    # Conversation
    CONFIRM_AUTOMATED = "confirm_automated"
    DECLINE_INSTRUCTIONS = "decline_instructions"
    CALM_ABUSE = "calm_abuse"
    CLARIFY = "clarify"
    SMALL_TALK = "small_talk"
    SWITCH_LANGUAGE = "switch_language"
    KEEP_PAUSED = "keep_paused"
    KEEP_STOPPED = "keep_stopped"
    WAIT_FOR_PERSON = "wait_for_person"
    HOLD_NOTICE = "hold_notice"


class Family(StrEnum):
    """What kind of harm a finding is about."""

    THREAT_ARREST = "threat_arrest"
    THREAT_INTIMIDATION = "threat_intimidation"
    THREAT_LEGAL_FALSE = "threat_legal_false"
    IMPERSONATION = "impersonation"
    AI_DENIAL = "ai_denial"
    HARASSMENT_SHAMING = "harassment_shaming"
    THIRD_PARTY = "third_party"
    CREDIT_MISLEADING = "credit_misleading"
    UNAUTHORISED_FEE = "unauthorised_fee"
    PROPERTY_SEIZURE = "property_seizure"
    FALSE_URGENCY = "false_urgency"
    SECRETS_REQUEST = "secrets_request"
    COERCIVE_BORROWING = "coercive_borrowing"
    LEGAL_ADVICE = "legal_advice"
    IGNORING_RIGHTS = "ignoring_rights"
    VULNERABILITY_MISHANDLED = "vulnerability_mishandled"
    DISCRIMINATION = "discrimination"
    UNAUTHORISED_PROMISE = "unauthorised_promise"
    TIME_BARRED = "time_barred"
    PRIVACY_LEAK = "privacy_leak"
    UNGROUNDED_NUMBER = "ungrounded_number"
    UNGROUNDED_CLAIM = "ungrounded_claim"
    MISSING_DISCLOSURE = "missing_disclosure"
    CONTACT_TIME = "contact_time"
    CONTACT_FREQUENCY = "contact_frequency"
    NO_CONSENT = "no_consent"
    OUTSIDE_AUTHORITY = "outside_authority"
    TONE = "tone"


class Outcome(StrEnum):
    """A verdict's answer; only ALLOW lets a message leave."""

    ALLOW = "allow"
    HOLD = "hold"
    BLOCK = "block"


class Tone(StrEnum):
    """How a statement is worded; chosen from the borrower's emotion."""

    NEUTRAL = "neutral"
    WARM = "warm"
