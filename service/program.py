"""The whole program in one object: built from the settings, started, stopped. The server and the commands share it."""

from __future__ import annotations

import hashlib
import hmac
import importlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service import privacy, understanding
from service.calendars import next_working_day
from service.clock import Clock, utc_now
from service.contacting import ContactDesk
from service.delivery import Delivery
from service.key_services import keyring_of, local_keys
from service.knowledge import KnowledgeBase, SyncReport, load_documents
from service.live import LiveHub
from service.privacy import Cipher
from service.reception import Reception
from service.recording import Recorder
from service.records import Database
from service.retention import Retention, load_retention
from service.settings import Settings
from service.stages import Stages, build_stages, open_knowledge
from service.tokens import BorrowerTokens
from service.vault import Vault
from service.writing import load_creditors
from service.zones import load_zones


@dataclass(frozen=True)
class Foundation:
    """What every command needs, quick to open: the database and the vault."""

    settings: Settings
    database: Database
    vault: Vault
    tokens: BorrowerTokens
    session_secret: bytes
    clock: Clock


@dataclass(frozen=True)
class Program:
    """Everything that a serving process holds."""

    foundation: Foundation
    knowledge: KnowledgeBase
    stages: Stages
    reception: Reception
    delivery: Delivery
    hub: LiveHub
    retention: Retention


def lay_foundation(settings: Settings, clock: Clock = utc_now) -> Foundation:
    """Open the database, bring its schema up to date, and load the master key (made at the first start).

    Links and console sessions are signed with the local master key, also where a key service wraps the data keys.

    Raises:
        BadMasterKey: a master key is not 32 bytes in base64.
        BadSettings: the key service is not there.
    """
    data = settings.data_dir
    data.mkdir(parents=True, exist_ok=True)
    master_key, *older = local_keys(settings)
    cipher = Cipher(keyring_of(settings))
    database = Database(settings.database)
    database.migrate()
    return Foundation(
        settings=settings,
        database=database,
        vault=Vault(cipher),
        tokens=BorrowerTokens(master_key, older),
        session_secret=hmac.new(master_key, b"console sessions", hashlib.sha256).digest(),
        clock=clock,
    )


def build_program(foundation: Foundation) -> Program:
    """Build the stages on a foundation and bring the knowledge up to date.

    Raises:
        DataFileError: a policy, prompt or knowledge file is broken.
        KeyServiceUnavailable: the key service does not answer, so that nothing could be read.
    """
    foundation.vault.check_keys()
    settings, clock = foundation.settings, foundation.clock
    recorder = Recorder(foundation.database, foundation.vault, clock)
    knowledge = open_knowledge(settings)
    # Side by side: reading and unpacking models leaves the other core free.
    with ThreadPoolExecutor(max_workers=2) as pool:
        indexed = pool.submit(_index_knowledge, knowledge, settings.knowledge_dir)
        warmed = pool.submit(warm_up_models, with_client=settings.uses_model or settings.uses_judge)
        stages = build_stages(settings, recorder, knowledge)
        indexed.result()
        warmed.result()
    contacts = ContactDesk(foundation.vault, stages.guard.contact, load_zones(settings.policies_dir))
    return Program(
        foundation=foundation,
        knowledge=knowledge,
        stages=stages,
        reception=Reception(foundation.database, foundation.vault, clock),
        delivery=Delivery(foundation.database, foundation.vault, clock, contacts),
        hub=LiveHub(),
        retention=build_retention(foundation),
    )


def build_retention(foundation: Foundation) -> Retention:
    """What deletes data whose time is over.

    Raises:
        DataFileError: a retention or creditor file is broken.
    """
    settings = foundation.settings
    book = load_retention(settings.policies_dir, load_creditors(settings.policies_dir), settings.unverified_rules)
    return Retention(foundation.database, book, foundation.clock)


def _index_knowledge(knowledge: KnowledgeBase, folder: Path) -> None:
    sync_knowledge(knowledge, folder)
    knowledge.search("How do I pay?", "en", "us", on=date(2026, 1, 1))  # opens the index


def warm_up_models(with_client: bool = False) -> None:
    """Load the bundled models now, so that the first borrower does not wait for them.

    Args:
        with_client: also the client of a model endpoint.
    """
    if with_client:
        importlib.import_module("langchain_openai")
    privacy.warm_up()
    understanding.warm_up()
    for jurisdiction in ("us", "uk", "cn"):
        next_working_day(date(2026, 1, 1), jurisdiction)  # loads the holidays


def sync_knowledge(knowledge: KnowledgeBase, folder: Path) -> SyncReport:
    """Add, update and delete what changed in the knowledge folder since the last time."""
    return knowledge.sync(load_documents(folder))


def workflow_url(settings: Settings) -> str:
    """Where the workflow engine keeps its own tables: beside ours."""
    if settings.database_url.startswith("postgresql"):
        return settings.database_url
    return f"sqlite:///{(settings.data_dir / 'workflows.sqlite').resolve()}"
