"""From the table's stream: note the words of what is written on tickets, and forget those of what is purged.

A record that cannot be taken is named as failed; the stream comes back to it, and gives it up in the end.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from polydesk.background import background
from polydesk.desk.backing import Backing
from polydesk.desk.search import WordKeeper
from polydesk.telemetry import logger


@background
def handler(event: dict[str, Any], backing: Backing) -> Any:
    """Answer which records failed."""
    keeper = WordKeeper(backing.words)

    def take(record: DynamoDBRecord) -> None:
        try:
            keeper.take(record.raw_event)
        except Exception:
            logger.exception("words could not be noted", extra={"record": record["dynamodb"].get("Keys")})
            raise

    return process_partial_response(event, take, BatchProcessor(EventType.DynamoDBStreams))
