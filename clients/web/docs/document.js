// document: /openapi.json, read once, and what follows from it: operations in order, schemas by name, examples as
// commands. Knows nothing of the page.
const SCHEMAS = '#/components/schemas/';

export async function readDocument() {
	const answer = await fetch('openapi.json');
	if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
	return new ApiDocument(await answer.json());
}

class ApiDocument {
	constructor(json) {
		this.json = json;
		this.schemas = json.components.schemas;
		this.operations = new Map();
		for (const [path, item] of Object.entries(json.paths)) {
			for (const [method, operation] of Object.entries(item)) {
				const one = { method: method.toUpperCase(), path, ...operation };
				one.parameters = one.parameters.map((parameter) => this.resolve(parameter));
				one.success = Object.entries(one.responses).find(([status]) => status.startsWith('2')); // [status, answer]
				one.haystack = [one.operationId, path, one.summary, one.description, ...one.parameters.map((p) => p.name)]
					.join(' ').toLowerCase();
				this.operations.set(one.operationId, one);
			}
		}
	}

	// What a reference names; anything else is itself.
	resolve(value) {
		return value.$ref ? value.$ref.slice(2).split('/').reduce((at, key) => at[key], this.json) : value;
	}

	// Those that have every word, by tag: [tag, operations].
	groups(search = '') {
		const sought = search.toLowerCase().split(/\s+/).filter(Boolean);
		const all = [...this.operations.values()].filter((one) => sought.every((word) => one.haystack.includes(word)));
		return this.json.tags.map((tag) => [tag, all.filter((one) => one.tags[0] === tag.name)]).filter(([, list]) => list.length);
	}

	// Operations that name the schema.
	usersOf(name) {
		const wanted = `"${SCHEMAS}${name}"`;
		return [...this.operations.values()].filter((one) => JSON.stringify([one.requestBody, one.success[1], one.parameters]).includes(wanted));
	}
}

// The name of a referred schema; undefined: it is written in place.
export const schemaName = (schema) => schema?.$ref?.startsWith(SCHEMAS) ? schema.$ref.slice(SCHEMAS.length) : undefined;

// The name of what a request or an answer has, such as {type, content}; undefined: nothing.
export function contentOf(holder) {
	const [entry] = Object.entries(holder?.content ?? {});
	return entry && { type: entry[0], ...entry[1] };
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const lines = (parts) => parts.join(' \\\n  ');

function target(operation) {
	let path = operation.path;
	const query = [];
	for (const { name, in: place, example } of operation.parameters) {
		if (example === undefined) continue;
		if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(example));
		for (const one of place === 'query' ? [example].flat() : []) query.push(`${name}=${encodeURIComponent(one)}`);
	}
	return path + (query.length ? `?${query.join('&')}` : '');
}

const KEY = '-H "Authorization: Bearer $KLEOS_KEY"';
const needsKey = (operation) => !operation.security || operation.security.some((way) => way.bearer);

function bodyText(type, example) {
	if (type === 'application/json') return JSON.stringify(example, null, 2);
	return typeof example === 'string' ? example : new URLSearchParams(example).toString();
}

// The example as commands, by REST: [type of the body or undefined, command], one for each form that the body may have.
export function restCommands(operation, origin) {
	const method = operation.method === 'GET' ? [] : [`-X ${operation.method}`];
	const head = [['curl', ...method, quoted(origin + target(operation))].join(' '), ...(needsKey(operation) ? [KEY] : [])];
	const bodies = Object.entries(operation.requestBody?.content ?? {}).filter(([, content]) => content.example !== undefined);
	if (!bodies.length) return [[undefined, lines(head)]];
	return bodies.map(([type, { example }]) =>
		[type, lines([...head, `-H 'Content-Type: ${type}'`, `--data-binary ${quoted(bodyText(type, example))}`])]);
}

// What a value of the schema looks like, for who reads; undefined: it has no fixed form.
export function sampleOf(api, schema, above = []) {
	const name = schemaName(schema);
	if (above.includes(name)) return {};
	const { type, format, enum: names, items, properties } = api.resolve(schema);
	const below = name ? [...above, name] : above;
	if (names) return names.find((one) => one !== 'UNSPECIFIED');
	if (properties) return Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, sampleOf(api, property, below)]));
	if (items) return [sampleOf(api, items, below)];
	if (format === 'date-time') return '2026-06-01T09:00:00Z';
	return { string: '…', integer: 1, number: 0.5, boolean: true }[[type].flat()[0]];
}

// The same over Connect; undefined: it is no rpc.
export function connectCommand(operation, origin) {
	const connect = operation['x-connect'];
	return connect && lines([`curl ${quoted(origin + connect.path)}`, ...(needsKey(operation) ? [KEY] : []),
		"-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(connect.example ?? {}, null, 2))}`]);
}
