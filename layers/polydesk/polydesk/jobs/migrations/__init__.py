"""Migrations: changes of stored items that a release needs, as numbered steps that an operator runs after the upgrade.

A step goes through the table in parts. It has to be

- **idempotent**: a part that is run again changes nothing;
- **conditional**: it writes only what is still as it was read, because the desk is in use meanwhile;
- **resumable**: after each part its cursor is saved, and the next run continues from there.

Until a step is complete, functions read old items and new ones (`Resources.is_migrated`). Two releases run at once
during an upgrade, so a new item must not stand where the release before would misread it.

`registry.STEPS` lists the steps, `runner.Migrator` runs them, and the daily check reports those that are not complete.
The set-up of an empty table marks all of them as complete.
"""
