"""Many messages at once, judged as `POST /v1/check` judges one: read, checked and written one by one."""

from service.batch_check.checking import Checked, check_messages
from service.batch_check.lines import MessageLine, UnreadableMessages, read_messages
from service.batch_check.tally import Tally
from service.batch_lines import BadLine

__all__ = ["BadLine", "Checked", "MessageLine", "Tally", "UnreadableMessages", "check_messages", "read_messages"]
