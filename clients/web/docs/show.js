// show: the three views: everything, one operation, one schema. Each gives the nodes of the content, its heading first.
import { connectCommand, contentOf, restCommands, sampleOf, schemaName } from './document.js';
import { element, prose, words } from './element.js';
import { say } from './words.js';

const english = (name, ...children) => element(name, { lang: 'en' }, ...children);

// ---- types ----

const schemaLink = (name) => element('a', { href: `#schema/${name}` }, name);

function typeOf(schema) {
	const name = schemaName(schema);
	if (name) return [schemaLink(name)];
	if (schema.type === 'array') return say('listOf', { type: '\0' }).split('\0').flatMap((part, i) => (i ? [...typeOf(schema.items), part] : [part]));
	const types = [schema.type ?? 'JSON'].flat().join(` ${say('or')} `);
	return [schema.format && schema.format !== 'int32' ? `${types} (${schema.format})` : types];
}

// One name, what it may be, and its words.
function entry(name, marks, schema, description) {
	return element('div', { class: 'entry' },
		element('dt', {}, element('code', {}, name), ' ', element('span', { class: 'soft' }, typeOf(schema), ...marks.flatMap((mark) => [', ', mark]))),
		description && element('dd', { lang: 'en' }, words(description)));
}

function fieldsOf(api, schema) {
	const { properties = {}, required = [], additionalProperties } = api.resolve(schema);
	const asked = additionalProperties === false; // of a reply everything that is required is simply there
	return Object.entries(properties).map(([name, property]) =>
		entry(name, asked && required.includes(name) ? [say('required')] : [], property, property.description));
}

const fieldList = (entries) => (entries.length ? element('dl', {}, entries) : element('p', { class: 'soft' }, say('empty')));

const section = (title, ...children) => element('section', {}, element('h2', {}, title), children.flat());

// ---- one operation ----

function showKeys(operation) {
	const security = operation.security;
	const free = security && !security.length;
	const maybe = security?.some((way) => !Object.keys(way).length);
	const roles = operation['x-kleos-roles'];
	return section(say('keys'), element('p', {}, say(free ? 'noKey' : maybe ? 'maybeKey' : 'key'),
		roles && ` ${say('roles', { roles: roles.join(', ') })}`));
}

function showParameters(operation) {
	return operation.parameters.length > 0 && section(say('parameters'), fieldList(operation.parameters.map((parameter) =>
		entry(parameter.name, [say(`in_${parameter.in}`), ...(parameter.required ? [say('required')] : [])], parameter.schema, parameter.description))));
}

function showBody(api, operation) {
	const contents = Object.entries(operation.requestBody?.content ?? {});
	return contents.length > 0 && section(say('body'), contents.map(([type, { schema }]) => [
		element('p', {}, element('code', {}, type), schemaName(schema) ? [' ', schemaLink(schemaName(schema))] : null),
		type === 'application/json' && fieldList(fieldsOf(api, schema)),
	]).flat());
}

const showSample = (api, schema) => element('details', {}, element('summary', {}, say('shape')),
	element('pre', { class: 'sample', lang: 'en' }, element('code', {}, JSON.stringify(sampleOf(api, schema), null, 2))));

function showAnswer(api, operation) {
	const [, answer] = operation.success;
	if (!answer.content) return section(say('answer'), english('p', words(answer.description)));
	const { type, schema } = contentOf(answer);
	const name = schemaName(schema);
	return section(say('answer'), english('p', words(answer.description)),
		element('p', {}, element('code', {}, type), name ? [' ', schemaLink(name)] : null),
		schema.properties || name ? [fieldList(fieldsOf(api, schema)), showSample(api, schema)] : null);
}

function showErrors(api, operation) {
	const errors = Object.entries(operation.responses).filter(([status]) => status !== operation.success[0]);
	return section(say('errors'), element('dl', {}, errors.map(([status, answer]) => element('div', { class: 'entry' },
		element('dt', {}, status === 'default' ? say('other') : element('code', {}, status)),
		element('dd', { lang: 'en' }, words(api.resolve(answer).description))))));
}

function showCommand(title, command) {
	const button = element('button', { type: 'button', class: 'button quiet copy', 'aria-label': `${say('copy')}: ${title}` }, say('copy'));
	button.addEventListener('click', async () => {
		await navigator.clipboard.writeText(command);
		button.textContent = say('copied');
	});
	return element('div', { class: 'command' }, element('div', { class: 'bar' }, element('h3', {}, title), button),
		element('pre', { lang: 'en' }, element('code', {}, command)));
}

function showExample(operation, origin) {
	const who = operation['x-example-caller'];
	const connect = connectCommand(operation, origin);
	return section(say('example'), who && who !== 'cookie' && element('p', {}, say('exampleOf', { who })),
		restCommands(operation, origin).map(([type, command], i) => showCommand(i ? `${say('rest')}, ${type}` : say('rest'), command)),
		connect && showCommand(say('connect'), connect));
}

export function showOperation(api, operation, origin) {
	const more = operation.description.slice(operation.summary.length).replace(/^\.\s*/, '');
	return [
		english('h1', words(operation.summary)),
		element('p', { class: 'line' }, element('span', { class: `method ${operation.method.toLowerCase()}` }, operation.method), ' ',
			element('code', {}, operation.path)),
		element('div', { lang: 'en' }, prose(more)),
		showExample(operation, origin), showKeys(operation), showParameters(operation), showBody(api, operation),
		showAnswer(api, operation), showErrors(api, operation),
	].filter(Boolean);
}

// ---- one schema ----

export function showSchema(api, name) {
	const schema = api.schemas[name];
	const users = api.usersOf(name);
	return [
		english('h1', name), element('div', { lang: 'en' }, prose(schema.description)),
		schema.properties ? section(say('fields'), fieldList(fieldsOf(api, schema))) : null,
		users.length ? section(say('usedBy'), element('ul', { lang: 'en' }, users.map((one) => element('li', {}, operationLink(one))))) : null,
	].filter(Boolean);
}

// ---- everything ----

export const operationLink = (operation, current = false) => element('a', { href: `#${operation.operationId}`, 'aria-current': current && 'page' },
	element('span', { class: `method ${operation.method.toLowerCase()}` }, operation.method), ' ', element('span', {}, operation.operationId.replace(/^[^_]*_/, '')));

export function showOverview(api) {
	const { info, tags } = api.json;
	return [
		english('h1', `${info.title} API`),
		element('p', { class: 'soft' }, say('version', { version: info.version }), ' · ', say('raw'), element('a', { href: 'openapi.json' }, 'openapi.json')),
		element('div', { lang: 'en' }, prose(info.description)),
		section(say('keys'), element('dl', { lang: 'en' }, Object.entries(api.json.components.securitySchemes).map(([name, scheme]) =>
			element('div', { class: 'entry' }, element('dt', {}, element('code', {}, name)), element('dd', {}, words(scheme.description)))))),
		...tags.map((tag) => element('section', { lang: 'en' }, element('h2', {}, tag.name), prose(tag.description),
			element('ul', { class: 'plain' }, [...api.operations.values()].filter((one) => one.tags[0] === tag.name)
				.map((one) => element('li', {}, operationLink(one), element('span', { class: 'soft' }, ` ${one.summary}`)))))),
	];
}
