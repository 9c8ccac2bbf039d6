"""AWS services beside the table: bucket, queues, event bus, records of the table's stream."""
