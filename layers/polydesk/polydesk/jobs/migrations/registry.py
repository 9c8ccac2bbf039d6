"""The steps of the migrations, in the order of their numbers. A number is never used again."""

from polydesk.jobs.migrations.hidden_tickets import collect_hidden
from polydesk.jobs.migrations.people_index import index_people
from polydesk.jobs.migrations.person_keys import settle_people
from polydesk.jobs.migrations.step import Step
from polydesk.jobs.migrations.ticket_facts import index_facts
from polydesk.jobs.migrations.ticket_sets import move_tickets
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.people import KEYS_STEP
from polydesk.storage.people_index import PEOPLE_INDEX_STEP
from polydesk.storage.ticket_places import HIDDEN_STEP, SETS_STEP

STEPS: tuple[Step, ...] = (
    Step(KEYS_STEP, "keys of people", settle_people),
    Step(SETS_STEP, "sets of tickets", move_tickets),
    Step(PEOPLE_INDEX_STEP, "people index", index_people),
    Step(FACTS_STEP, "facts of tickets", index_facts),
    Step(HIDDEN_STEP, "hidden tickets", collect_hidden),
)
