"""All settings, in one typed place: environment variables `FORBEAR_*`, or a `.env` file beside the program."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
KEY_COMMAND = "command:"
_KEY_SERVICE = re.compile(r"command:\s*\S.*|[a-z0-9][a-z0-9_.-]{0,30}")
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class BadSettings(Exception):
    """A setting that cannot be used. Values stay out of the message: some are secret."""


class Settings(BaseSettings):
    """What an operator can set. With nothing set, everything runs embedded in one process.

    Args:
        data_dir: everything that the program writes (FORBEAR_DATA_DIR).
        database_url: SQLAlchemy URL; SQLite under `data_dir` when empty.
        chroma_url: a Chroma server such as "http://chroma:8000"; on disk under `data_dir` when empty.
        llm_base_url, llm_model, llm_api_key: any OpenAI-compatible endpoint; the scripted writer when empty.
        llm_timeout_seconds: for one call; llm_turn_seconds: for all calls of one turn.
        llm_max_tokens: longest answer of one call.
        writing_mode: "assembled" (statements and rapport) or "free" (whole sentences, matched to statements).
        master_key: 32 bytes, base64; wraps the borrowers' data keys and signs links. Made under `data_dir` when empty.
        old_master_keys: further master keys that open and never wrap, parted by commas; links that they signed hold.
        new_master_key: what `forbear privacy rotate-key` goes to, when it is given no file.
        key_service: wraps the data keys instead of the master key: "command:/path/to/program", or the name of a key
            service that an installed package brings. key_service_seconds: for one of its answers.
        public_url: where borrowers reach the service, for links; made from host and port when empty.
        unverified_rules: also apply rules whose citation nobody has read at its source.
        guard_seconds: deadline of one whole check; past it the draft is not sent.
        judge_base_url, judge_model, judge_api_key: an OpenAI-compatible endpoint that has the guard's last look at
            words that nobody vetted; off when empty. A judge that fails holds the message.
        judge_seconds: for one judgement, inside `guard_seconds`.
        trace_url, trace_api_key, trace_project: a place that takes traces of model calls in LangSmith's protocol; off
            when empty, whatever LangSmith's own variables say. Traces are anonymised once more before they leave.
        workers: how many conversations are answered at the same time in this process.
        retention_daily: delete every day what the retention rules say is over; off, only a command deletes.
        queue_poll_seconds: how often the queues are looked at; low is quick, high is frugal.
    """

    model_config = SettingsConfigDict(
        env_prefix="FORBEAR_", env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Path("var")
    database_url: str = ""
    chroma_url: str = ""

    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout_seconds: float = Field(default=20.0, gt=0, le=300)
    llm_turn_seconds: float = Field(default=45.0, gt=0, le=600)
    llm_max_tokens: int = Field(default=500, ge=50, le=4000)
    llm_retries: int = Field(default=2, ge=0, le=5)
    writing_mode: Literal["assembled", "free"] = "assembled"

    master_key: SecretStr = SecretStr("")
    old_master_keys: SecretStr = SecretStr("")
    new_master_key: SecretStr = SecretStr("")
    key_service: str = ""
    key_service_seconds: float = Field(default=5.0, gt=0, le=60)
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    unverified_rules: bool = False
    guard_seconds: float = Field(default=2.0, gt=0, le=60)
    judge_base_url: str = ""
    judge_model: str = ""
    judge_api_key: SecretStr = SecretStr("")
    judge_seconds: float = Field(default=1.5, gt=0, le=60)
    trace_url: str = ""
    trace_api_key: SecretStr = SecretStr("")
    trace_project: str = Field(default="forbear", min_length=1, max_length=100)
    workers: int = Field(default=4, ge=1, le=64)
    queue_poll_seconds: float = Field(default=0.02, ge=0.005, le=5)
    retention_daily: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    policies_dir: Path = PROJECT_FOLDER / "policies"
    prompts_dir: Path = PROJECT_FOLDER / "prompts"
    knowledge_dir: Path = PROJECT_FOLDER / "knowledge"

    @field_validator("public_url", "llm_base_url", "judge_base_url", "trace_url", "chroma_url")
    @classmethod
    def _without_trailing_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _of_a_database_that_is_known(cls, url: str) -> str:
        if url and not url.startswith(_DATABASES):
            raise ValueError("it must begin with sqlite:/// or postgresql://")
        return url

    @field_validator("key_service")
    @classmethod
    def _of_a_key_service(cls, service: str) -> str:
        if service and _KEY_SERVICE.fullmatch(service) is None:
            raise ValueError('it must be "command:/path/to/program" or the name of an installed key service')
        return service

    @field_validator("judge_model")
    @classmethod
    def _judge_is_whole(cls, model: str, info: ValidationInfo) -> str:
        if bool(model) != bool(info.data.get("judge_base_url")):
            # Half a judge would be none, and whoever set it would believe that there is one.
            raise ValueError("it goes together with FORBEAR_JUDGE_BASE_URL: set both or neither")
        return model

    @field_validator("judge_seconds")
    @classmethod
    def _judged_in_time(cls, seconds: float, info: ValidationInfo) -> float:
        if info.data.get("judge_model") and seconds >= info.data.get("guard_seconds", 0):
            raise ValueError("it must be below FORBEAR_GUARD_SECONDS, which bounds the whole check: raise that as well")
        return seconds

    @model_validator(mode="after")
    def _reached_where_it_listens(self) -> Self:
        if "public_url" not in self.model_fields_set:
            # Straight into the values, so that it still counts as not given.
            self.__dict__["public_url"] = own_address(self.host, self.port)
        return self

    def listening_at(self, host: str, port: int) -> Settings:
        """These settings for another address; links follow it unless `public_url` was given."""
        changes: dict[str, str | int] = {"host": host, "port": port}
        if "public_url" not in self.model_fields_set:
            changes["public_url"] = own_address(host, port)
        copy = self.model_copy()
        copy.__dict__.update(changes)
        return copy

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'forbear.sqlite'}"

    @property
    def uses_model(self) -> bool:
        return bool(self.llm_base_url and self.llm_model)

    @property
    def uses_judge(self) -> bool:
        return bool(self.judge_base_url and self.judge_model)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        BadSettings: an environment variable or a line of `.env` does not fit; names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"FORBEAR_{'_'.join(map(str, one['loc'])).upper()}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        fix = "Correct it in the environment or in `.env`; `.env.example` lists every setting."
        raise BadSettings(f"{problems}. {fix}") from None


def own_address(host: str, port: int) -> str:
    """The URL by which this machine reaches a service that listens there."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  (compared, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
