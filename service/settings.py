"""All settings, in one typed place: environment variables `FORBEAR_*`, or a `.env` file beside the program."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


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
        master_key: 32 bytes, base64; wraps the borrowers' data keys. Made under `data_dir` when empty.
        public_url: where borrowers reach the service, for links.
        guard_seconds: deadline of one whole check; past it the draft is not sent.
        workers: how many conversations are answered at the same time in this process.
        queue_poll_seconds: how often the queues are looked at; low is quick, high is frugal.
    """

    model_config = SettingsConfigDict(env_prefix="FORBEAR_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

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
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    guard_seconds: float = Field(default=2.0, gt=0, le=60)
    workers: int = Field(default=4, ge=1, le=64)
    queue_poll_seconds: float = Field(default=0.02, ge=0.005, le=5)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    policies_dir: Path = PROJECT_FOLDER / "policies"
    prompts_dir: Path = PROJECT_FOLDER / "prompts"
    knowledge_dir: Path = PROJECT_FOLDER / "knowledge"

    @field_validator("public_url", "llm_base_url", "chroma_url")
    @classmethod
    def _without_trailing_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'forbear.sqlite'}"

    @property
    def uses_model(self) -> bool:
        return bool(self.llm_base_url and self.llm_model)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
