// page: which view is shown (the part of the address behind #), the index with its search, and the two languages.
import { readDocument } from './document.js';
import { element } from './element.js';
import { operationLink, showOperation, showOverview, showSchema } from './show.js';
import { say, setLanguage } from './words.js';

const at = (id) => document.getElementById(id);
let api = null; // once it was read

const place = () => decodeURIComponent(location.hash.slice(1));

function view() {
	const [kind, name] = place().split('/');
	if (kind === 'schema' && Object.hasOwn(api.schemas, name)) return showSchema(api, name);
	const operation = api.operations.get(kind);
	return operation ? showOperation(api, operation, location.origin) : showOverview(api);
}

const isOverview = () => !place().startsWith('schema/') && !api.operations.has(place());

function showIndex() {
	const groups = api.groups(at('search').value);
	const count = groups.reduce((sum, [, list]) => sum + list.length, 0);
	document.body.classList.toggle('searching', Boolean(at('search').value.trim()));
	at('found').textContent = count ? say(count === 1 ? 'foundOne' : 'found', { count }) : say('none');
	at('list').replaceChildren(...groups.flatMap(([tag, list]) => [
		element('h2', {}, tag.name),
		element('ul', { class: 'plain' }, list.map((one) => element('li', {}, operationLink(one, one.operationId === place())))),
	]));
}

function show() {
	const nodes = view();
	const back = !isOverview() && element('p', { class: 'back' }, element('a', { href: '#' }, say('back')));
	document.body.classList.toggle('one', Boolean(back)); // on a phone the index gives way to what was chosen
	at('content').replaceChildren(...(back ? [back] : []), ...nodes);
	const heading = at('content').querySelector('h1').textContent;
	document.title = back ? `${heading} · ${say('title')}` : say('title');
	showIndex();
}

function speak(language) {
	setLanguage(language);
	document.documentElement.lang = language;
	at('languages').setAttribute('aria-label', say('languages'));
	at('index').setAttribute('aria-label', say('index'));
	for (const one of document.querySelectorAll('[data-say]')) one.textContent = say(one.dataset.say);
	for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language));
	if (api) show();
}

function go() {
	if (place() === 'content') return; // the skip link: the browser goes there by itself
	show();
	window.scrollTo(0, 0);
	at('content').focus({ preventScroll: true });
}

// "/" goes to the search, as in other documents of this kind; not where somebody is writing.
function takeKey(event) {
	if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input')) return;
	event.preventDefault();
	at('search').focus();
}

async function start() {
	at('languages').hidden = false;
	at('languages').addEventListener('click', ({ target }) => target.dataset.language && speak(target.dataset.language));
	speak(navigator.languages.some((one) => one.startsWith('el')) ? 'el' : 'en');
	at('content').replaceChildren(element('p', { role: 'status' }, say('loading')));
	try {
		api = await readDocument();
	} catch {
		at('content').replaceChildren(element('p', { role: 'alert' }, say('failed')));
		return;
	}
	at('index').hidden = false;
	at('search').addEventListener('input', showIndex);
	addEventListener('hashchange', go);
	addEventListener('keydown', takeKey);
	show();
}

start();
