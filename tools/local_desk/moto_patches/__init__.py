"""Everything that depends on moto's internals. moto is pinned to one exact version because of it.

| module | what it changes | without it |
|---|---|---|
| isolation | one AWS call at a time | threads lose each other's writes; a call is not atomic |
| transactions | a transaction copies the items it names, not the table | writes take as long as the table is large |
| queries | a query sorts the items of its partition, not the table | reads take as long as the table is large |
| answers | attribute values are written without probing for other types | each request takes twice as long |
| direct | clients of DynamoDB and SQS call moto without HTTP between them | a call takes four times as long |
| expressions | an update expression is parsed once, and validated in fewer steps | writes take longer |
| paths | the paths into an event are read once | delivering an event takes four times as long |
| queues | a received message is not counted against the whole queue | reading a long queue takes quadratic time |
| event_sources | Lambda knows the template's event source mappings | no function can see that its source is disabled |
| memory | moto keeps no list of all objects that it ever made, nor of used iterators and receipts | memory grows |
| mock | moto does not listen to `requests`; botocore writes no user agent | each test takes longer |

Two modules read and change moto's state and patch nothing: `snapshots` copies a table from one mock into the next, and
`retention` drops stream records that have been delivered and items that have expired.
"""
