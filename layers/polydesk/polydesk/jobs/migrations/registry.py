"""The steps of the migrations, in the order of their numbers. A number is never used again."""

from polydesk.jobs.migrations.step import Step

STEPS: tuple[Step, ...] = ()
