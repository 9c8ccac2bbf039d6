// Work through a desk with zammad-ts-api. It checks each answer with zod: times, numbers, and keys of expanded tickets.
//
// It calls the lists, one of each, and the writes of tickets, articles, users and states; `search` of tickets (with
// `full`, because without it the client expects the shape of version 5) and users. CLIENT is the address of its module.

import assert from "node:assert/strict";

const { default: Client } = await import(process.env.CLIENT);
// Its header for a token, `Token: XYZ`, is none that Zammad knows.
const api = new Client(process.env.ZAMMAD_URL, { username: "admin@example.com", password: process.env.ZAMMAD_TOKEN });
console.log = () => {}; // its update prints what it got

// Lists of users follow the table within seconds.
async function until(holds) {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(holds.toString());
}

const me = await api.user.getMe();
assert.ok(me.active);
const states = await api.state.getAll();
assert.deepEqual(states.slice(0, 2).map((one) => one.name), ["new", "open"]);
assert.equal((await api.state.getById(2)).name, "open");

const email = "zammad-ts-api@example.com";
const user = await api.user.create({ firstname: "Zoe", lastname: "Zed", email });
assert.equal((await api.user.update(user.id, { lastname: "Zim" })).lastname, "Zim");
assert.deepEqual((await api.user.search({ query: email })).map((one) => one.id), [user.id]);
assert.equal((await api.user.search({ query: email, expand: true }))[0].id, user.id);
assert.equal((await api.user.getById(user.id)).email, email);
await until(async () => (await api.user.getAll({ per_page: 1000 })).some((one) => one.id === user.id));

const article = { subject: "s", body: "It smokes", type: "note", internal: true };
const ticket = await api.ticket.create({ title: "__ts__", group_id: 1, customer_id: user.id, owner_id: me.id, article });
assert.deepEqual([ticket.title, ticket.customer_id, ticket.owner_id], ["__ts__", user.id, me.id]);
assert.equal((await api.ticket.update(ticket.id, { title: "changed", owner_id: 1 })).owner_id, 1);
const expanded = await api.ticket.getById(ticket.id, { expand: true });
assert.deepEqual([expanded.owner, expanded.customer, expanded.article_ids.length], ["-", email, 1]);
assert.ok((await api.ticket.getAll({ expand: true })).length > 0);
const found = await api.ticket.search({ query: `number:${ticket.id}`, full: true });
assert.equal(found.assets.Ticket[ticket.id].title, "changed");

const added = await api.article.create({ ticket_id: ticket.id, body: "Unplug it", content_type: "text/html" });
assert.equal((await api.article.getById(added.id)).body, "Unplug it");
assert.deepEqual((await api.article.getByTicketId(ticket.id)).map((one) => one.body), ["It smokes", "Unplug it"]);

await api.ticket.delete(ticket.id);
await assert.rejects(api.doGetCall(`/tickets/${ticket.id}`), /404/);
await api.user.delete(user.id);
process.stdout.write("who it is, states, users, a ticket with articles, a search, deletions\n");
