"""The keys of the table. Key prefixes are written in this package only; callers use the names below.

| item                      | pk                      | sk                        |
|---------------------------|-------------------------|---------------------------|
| ticket row                | M#<number >> 6>         | number, ten digits        |
| history entry             | T#<number>              | U#<version, five digits>  |
| vote on a message         | T#<number>              | U#<version>#V             |
| star                      | T#<number>              | S#<person>                |
| text to index later       | T#<number>              | I#<version, five digits>  |
| purge in progress         | T#<number>              | PURGE                     |
| counter                   | COUNTER                 | ticket, person, …         |
| index directory           | IX                      | <quarter>                 |
| index segment             | IX#<bucket>             | <segment, two digits>     |
| slots: segment            | SX#<bucket>             | <part><quarter><segment>  |
| slots: counts             | SXB                     | <block of 64 quarters>    |
| slots: uncounted changes  | SXD                     | <quarter % 64>, n<stripe> |
| state, name, registry     | STATES                  | S#<id>, N#<name>, R       |
| review of open tickets    | REVIEW                  | R                         |
| check of facts            | REVIEW                  | F                         |
| person                    | PERSON#<id>             | P                         |
| e-mail address or login   | LOGIN#<key>             | L                         |
| people by kind            | ROSTER                  | <block, six digits>       |
| posting of a person       | PW#<first two letters>  | <term>#<block>            |
| group, category, priority | CATALOG                 | G#<id>, C#<id>, P#<id>    |
| registry of categories    | CATEGORIES              | R                         |
| label                     | LABELS                  | L#<id>                    |
| members of a group        | MEMBERS                 | G#<id>                    |
| tag that tickets have had | TAGS                    | <tag, case folded>        |
| token                     | TOKEN#<SHA-256>         | A                         |
| name of a token           | TOKENS                  | N#<name>                  |
| idempotency record        | IDEM#<hash>             | I                         |
| rate limit window         | RATE#<action>#<token>   | minute                    |
| file                      | FILE#<uuid>             | F                         |
| attachment, by number     | ATTACHMENT#<number>     | A                         |
| posting                   | W#<first two letters>   | <term>#<thousand>         |
| posting of subjects       | SW#<first two letters>  | <term>#<thousand>         |
| a customer's own tickets  | OWN#<person>            | <thousand, seven digits>  |
| progress of a migration   | MIGRATION               | S#<step>                  |
| tickets with a fact       | F#<kind>#<value>        | <number / 250>            |
| times of one day          | D#<moment>              | <yyyymmdd>#<number / 100> |
| first number of a day     | DAY                     | <yyyymmdd>                |

| secondary index | keys               | items                                                                         |
|-----------------|--------------------|-------------------------------------------------------------------------------|
| due             | due_shard, due_at  | tickets with a timer, spam, unfinished purges, uploads to be removed, texts   |
| own             | own, sk            | tickets by customer                                                           |

Both indexes are sparse: an item without their attributes is not in them.
"""

from polydesk.storage.keys.indexes import DEFERRED_SHARDS as DEFERRED_SHARDS
from polydesk.storage.keys.indexes import DUE_INDEX as DUE_INDEX
from polydesk.storage.keys.indexes import DUE_SHARDS as DUE_SHARDS
from polydesk.storage.keys.indexes import FIRST_NUMBERS as FIRST_NUMBERS
from polydesk.storage.keys.indexes import HIDDEN_SETS as HIDDEN_SETS
from polydesk.storage.keys.indexes import INDEX_DIRECTORY as INDEX_DIRECTORY
from polydesk.storage.keys.indexes import OWN_INDEX as OWN_INDEX
from polydesk.storage.keys.indexes import PURGES as PURGES
from polydesk.storage.keys.indexes import ROSTER as ROSTER
from polydesk.storage.keys.indexes import SLOT_COUNTS as SLOT_COUNTS
from polydesk.storage.keys.indexes import SLOT_DELTAS as SLOT_DELTAS
from polydesk.storage.keys.indexes import UPLOAD_SHARDS as UPLOAD_SHARDS
from polydesk.storage.keys.indexes import bucket_of_index as bucket_of_index
from polydesk.storage.keys.indexes import bucket_of_slots as bucket_of_slots
from polydesk.storage.keys.indexes import deferred_shard as deferred_shard
from polydesk.storage.keys.indexes import due_at as due_at
from polydesk.storage.keys.indexes import due_minute as due_minute
from polydesk.storage.keys.indexes import due_number as due_number
from polydesk.storage.keys.indexes import due_range as due_range
from polydesk.storage.keys.indexes import due_shard as due_shard
from polydesk.storage.keys.indexes import fact as fact
from polydesk.storage.keys.indexes import fact_block as fact_block
from polydesk.storage.keys.indexes import first_number as first_number
from polydesk.storage.keys.indexes import first_numbers_since as first_numbers_since
from polydesk.storage.keys.indexes import hidden_set as hidden_set
from polydesk.storage.keys.indexes import index_bucket as index_bucket
from polydesk.storage.keys.indexes import index_counts as index_counts
from polydesk.storage.keys.indexes import index_segment as index_segment
from polydesk.storage.keys.indexes import index_segment_sort as index_segment_sort
from polydesk.storage.keys.indexes import moment as moment
from polydesk.storage.keys.indexes import moment_block as moment_block
from polydesk.storage.keys.indexes import moment_place as moment_place
from polydesk.storage.keys.indexes import moment_range as moment_range
from polydesk.storage.keys.indexes import own_set as own_set
from polydesk.storage.keys.indexes import own_sets as own_sets
from polydesk.storage.keys.indexes import own_thousand as own_thousand
from polydesk.storage.keys.indexes import owner as owner
from polydesk.storage.keys.indexes import person_posting as person_posting
from polydesk.storage.keys.indexes import person_posting_place as person_posting_place
from polydesk.storage.keys.indexes import person_posting_prefix as person_posting_prefix
from polydesk.storage.keys.indexes import person_postings as person_postings
from polydesk.storage.keys.indexes import posting as posting
from polydesk.storage.keys.indexes import posting_prefix as posting_prefix
from polydesk.storage.keys.indexes import posting_thousand as posting_thousand
from polydesk.storage.keys.indexes import postings as postings
from polydesk.storage.keys.indexes import roster_block as roster_block
from polydesk.storage.keys.indexes import roster_number as roster_number
from polydesk.storage.keys.indexes import slot_bucket as slot_bucket
from polydesk.storage.keys.indexes import slot_counts as slot_counts
from polydesk.storage.keys.indexes import slot_delta as slot_delta
from polydesk.storage.keys.indexes import slot_quarters as slot_quarters
from polydesk.storage.keys.indexes import slot_segment as slot_segment
from polydesk.storage.keys.indexes import spam_shard as spam_shard
from polydesk.storage.keys.indexes import subject_posting as subject_posting
from polydesk.storage.keys.indexes import subject_postings as subject_postings
from polydesk.storage.keys.indexes import upload_shard as upload_shard
from polydesk.storage.keys.records import CATALOG as CATALOG
from polydesk.storage.keys.records import LABELS as LABELS
from polydesk.storage.keys.records import MEMBERS as MEMBERS
from polydesk.storage.keys.records import MIGRATIONS as MIGRATIONS
from polydesk.storage.keys.records import ROWS_PER_COLLECTION_BITS as ROWS_PER_COLLECTION_BITS
from polydesk.storage.keys.records import STARS as STARS
from polydesk.storage.keys.records import STATES as STATES
from polydesk.storage.keys.records import TAGS as TAGS
from polydesk.storage.keys.records import Key as Key
from polydesk.storage.keys.records import attachment as attachment
from polydesk.storage.keys.records import category as category
from polydesk.storage.keys.records import category_registry as category_registry
from polydesk.storage.keys.records import counter as counter
from polydesk.storage.keys.records import deferred_place as deferred_place
from polydesk.storage.keys.records import deferred_text as deferred_text
from polydesk.storage.keys.records import entry_vote as entry_vote
from polydesk.storage.keys.records import fact_check as fact_check
from polydesk.storage.keys.records import file as file
from polydesk.storage.keys.records import file_id as file_id
from polydesk.storage.keys.records import group as group
from polydesk.storage.keys.records import history as history
from polydesk.storage.keys.records import history_entry as history_entry
from polydesk.storage.keys.records import idempotency as idempotency
from polydesk.storage.keys.records import is_person as is_person
from polydesk.storage.keys.records import known_tag as known_tag
from polydesk.storage.keys.records import label as label
from polydesk.storage.keys.records import login as login
from polydesk.storage.keys.records import members as members
from polydesk.storage.keys.records import migration as migration
from polydesk.storage.keys.records import person as person
from polydesk.storage.keys.records import priority as priority
from polydesk.storage.keys.records import purge as purge
from polydesk.storage.keys.records import rate_window as rate_window
from polydesk.storage.keys.records import review as review
from polydesk.storage.keys.records import star as star
from polydesk.storage.keys.records import star_place as star_place
from polydesk.storage.keys.records import state as state
from polydesk.storage.keys.records import state_name as state_name
from polydesk.storage.keys.records import state_registry as state_registry
from polydesk.storage.keys.records import ticket as ticket
from polydesk.storage.keys.records import ticket_collection as ticket_collection
from polydesk.storage.keys.records import ticket_number as ticket_number
from polydesk.storage.keys.records import ticket_sort as ticket_sort
from polydesk.storage.keys.records import token as token
from polydesk.storage.keys.records import token_name as token_name
