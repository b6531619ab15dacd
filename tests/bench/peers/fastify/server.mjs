// The peer of tests/bench/http: what a careful team would write with Fastify and better-sqlite3. It takes the same
// POST /v1/recognitions as Kleos, checks the same things, writes the same rows (recognition, arcs, outbox, idempotency,
// audit), each request in a transaction of its own that is on the disk before the answer, and answers the same JSON.
//   node server.mjs FOLDER PORT MEMBERS    prints the API key of member m0 and listens on 127.0.0.1
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import Database from 'better-sqlite3'
import { requestSchema, answerSchema } from './schemas.mjs'

const [folder, port, members] = process.argv.slice(2)
const DAY_MS = 24 * 60 * 60 * 1000
const DAYS_KEPT = 7
const TEAMS = 10
const visibilities = ['UNSPECIFIED', 'PRIVATE', 'MANAGER', 'TEAM', 'ORGANIZATION', 'EXTERNAL']
const wins = ['UNSPECIFIED', 'SMALL', 'BIG']
const settings = ['UNSPECIFIED', 'ONE_ON_ONE', 'CHAT', 'TEAM_MEETING', 'COMPANY_MEETING', 'OTHER']

const digest = (...parts) => {
	const hash = createHash('blake2b512')
	for (const part of parts) hash.update(part)
	return hash.digest().subarray(0, 16)
}

// Random bytes come from a pool: a system call an id would be dear.
let pool = Buffer.alloc(0)
const randomTaken = n => {
	if (pool.length < n) pool = randomBytes(4096)
	const taken = pool.subarray(0, n)
	pool = pool.subarray(n)
	return taken
}

const idNew = ms => {
	const id = Buffer.allocUnsafe(16)
	id.writeUIntBE(ms, 0, 6)
	randomTaken(10).copy(id, 6)
	id[6] = (id[6] & 0x0f) | 0x70
	id[8] = (id[8] & 0x3f) | 0x80
	return id
}

const idText = id => {
	const hex = id.toString('hex')
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// ---- the database ----

const db = new Database(join(folder, 'peer.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('foreign_keys = ON')
db.pragma('wal_autocheckpoint = 8192') // as Kleos: 32 MiB; SQLite's own 1000 pages are copied and synced after every 70 requests
db.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'))

const statement = Object.fromEntries(Object.entries({
	teamPut: 'INSERT INTO team (id, path) VALUES (?, ?)',
	memberPut: 'INSERT INTO member (id, handle, display_name, status, team, manager, leader) VALUES (?, ?, ?, 1, ?, NULL, 0)',
	keyPut: 'INSERT INTO api_key (hash, id, member) VALUES (?, ?, ?)',
	memberById: `SELECT m.*, coalesce(p.ceiling, 0) AS ceiling FROM member m LEFT JOIN preference p ON p.member = m.id
		WHERE m.id = ?`,
	memberByHandle: `SELECT m.*, coalesce(p.ceiling, 0) AS ceiling FROM member m LEFT JOIN preference p ON p.member = m.id
		WHERE m.handle = ?`,
	idempotencyFind: 'SELECT payload, resource FROM idempotency WHERE key = ? AND day >= ?',
	idempotencyPut: 'INSERT INTO idempotency (day, key, payload, resource) VALUES (?, ?, ?, ?)',
	recognitionPut: `INSERT INTO recognition (id, giver, giver_team, giver_leader, message, value, win, prompt, setting,
		requested_visibility, visibility, links, imported, give_ms, create_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)`,
	recognitionRead: 'SELECT * FROM recognition WHERE id = ?',
	arcPut: `INSERT INTO arc (recognition, position, receiver, credit, team, managed, visibility, give_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
	arcsRead: 'SELECT * FROM arc WHERE recognition = ? ORDER BY position',
	outboxPut: 'INSERT INTO outbox (type, subject, time_ms, imported) VALUES (?, ?, ?, 0)',
	auditPut: 'INSERT INTO audit (time_ms, actor, action, subject, call_id) VALUES (?, ?, ?, ?, ?)',
}).map(([name, sql]) => [name, db.prepare(sql)]))

// Keys by hash, in memory: the table is read once.
const keys = new Map()

db.transaction(() => {
	for (let i = 0; i < TEAMS; i++) statement.teamPut.run(i + 1, `Company/Team${i}`)
	for (let i = 0; i < Number(members); i++)
		statement.memberPut.run(idNew(Date.now()), `m${i}`, `Member ${i}`, 1 + i % TEAMS)
})()
const key = `kls_${randomBytes(32).toString('base64url')}`
statement.keyPut.run(digest(key), idNew(Date.now()), statement.memberByHandle.get('m0').id)
for (const row of db.prepare('SELECT hash, id, member FROM api_key').iterate())
	keys.set(row.hash.toString('base64'), { id: row.id, member: row.member })

// ---- giving ----

class Refused extends Error {
	constructor(statusCode, reason, message) {
		super(message)
		Object.assign(this, { statusCode, reason })
	}
}

const named = member => ({ id: idText(member.id), handle: member.handle, displayName: member.display_name })

const answer = (row, giver, receivers) => ({
	recognition: {
		id: idText(row.id), giver: named(giver),
		receivers: receivers.map(({ member, credit }) => ({ member: named(member), credit })),
		message: row.message, value: row.value, win: wins[row.win], prompt: row.prompt, setting: settings[row.setting],
		requestedVisibility: visibilities[row.requested_visibility], visibility: visibilities[row.visibility], links: [],
		giveTime: new Date(row.give_ms).toISOString(), createTime: new Date(row.create_ms).toISOString(),
	},
})

const replay = id => {
	const row = statement.recognitionRead.get(id)
	const receivers = statement.arcsRead.all(id).map(arc => ({ member: statement.memberById.get(arc.receiver), credit: arc.credit }))
	return answer(row, statement.memberById.get(row.giver), receivers)
}

const find = handle => {
	const member = statement.memberByHandle.get(handle.toLowerCase())
	if (!member) throw new Refused(404, 'MEMBER_NOT_FOUND', `no member '${handle}'`)
	if (member.status !== 1) throw new Refused(400, 'MEMBER_INACTIVE', `'${member.handle}' is not active`)
	return member
}

const receiversOf = (body, giver) => {
	const seen = new Set()
	return body.receivers.map(({ member: handle, credit = '' }) => {
		const member = find(handle)
		if (member.id.equals(giver.id)) throw new Refused(400, 'INVALID_FIELD', 'members recognise each other, not themselves')
		if (seen.has(member.handle)) throw new Refused(400, 'INVALID_FIELD', `'${member.handle}' is named twice`)
		seen.add(member.handle)
		return { member, credit }
	})
}

const give = db.transaction((caller, body, idempotencyKey, payload, callId) => {
	const now = Date.now()
	const today = Math.floor(now / DAY_MS)
	const earlier = statement.idempotencyFind.get(idempotencyKey, today - DAYS_KEPT)
	if (earlier && !earlier.payload.equals(payload))
		throw new Refused(409, 'REQUEST_ID_REUSED', 'this request id was used before with other contents')
	if (earlier) return replay(earlier.resource)

	const giver = statement.memberById.get(caller.member)
	const receivers = receiversOf(body, giver)
	const requested = visibilities.indexOf(body.visibility)
	const row = {
		id: idNew(now), message: body.message, value: body.value, win: wins.indexOf(body.win), prompt: body.prompt,
		setting: settings.indexOf(body.setting), requested_visibility: requested,
		visibility: Math.min(requested, ...receivers.map(({ member }) => member.ceiling || 3)), give_ms: now, create_ms: now,
	}
	statement.recognitionPut.run(row.id, giver.id, giver.team, giver.leader, row.message, row.value, row.win, row.prompt,
		row.setting, row.requested_visibility, row.visibility, now, now)
	receivers.forEach(({ member, credit }, i) => statement.arcPut.run(row.id, i, member.id, credit, member.team,
		member.manager?.equals(giver.id) ? 1 : 0, row.visibility, now))
	statement.outboxPut.run('recognition.given', row.id, now)
	statement.idempotencyPut.run(today, idempotencyKey, payload, row.id)
	statement.auditPut.run(now, giver.id, 'recognition.give', row.id, callId)
	return answer(row, giver, receivers)
})

// ---- HTTP ----

const app = Fastify({ logger: false, genReqId: () => idText(idNew(Date.now())) })
app.decorateRequest('caller', null)

app.addHook('onRequest', async request => {
	const [scheme, text] = (request.headers.authorization ?? '').split(' ')
	request.caller = scheme === 'Bearer' && text ? keys.get(digest(text).toString('base64')) : undefined
	if (!request.caller) throw new Refused(401, 'INVALID_KEY', 'this API key is not valid, or was revoked')
})

// A UUIDv7 keeps its time in front, so that new rows fall on the same pages.
const idempotencyKeyOf = request => {
	const text = request.headers['idempotency-key'] ?? request.id
	const hash = digest(request.caller.member, 'GiveRecognition\0', text)
	if (/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(text)) hash.write(text.slice(0, 8) + text.slice(9, 13), 0, 'hex')
	return hash
}

app.setErrorHandler((error, request, reply) => {
	const code = error.statusCode ?? 500
	reply.code(code).send({ error: { code, message: error.message, reason: error.reason ?? 'INVALID_FIELD' } })
})

app.post('/v1/recognitions', { schema: { body: requestSchema, response: { 200: answerSchema } } }, (request, reply) => {
	reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-call-id': request.id })
	const payload = digest(JSON.stringify(request.body))
	reply.send(give.immediate(request.caller, request.body, idempotencyKeyOf(request), payload, request.id))
})

await app.listen({ host: '127.0.0.1', port: Number(port) })
console.log(key)
process.on('SIGTERM', () => app.close().then(() => db.close()))
