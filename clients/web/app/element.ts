/* element: DOM nodes in one expression. Texts become text nodes, so nothing that people wrote is ever markup; `style`
 * attributes do not exist here, since the pages' CSP refuses them. */

export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | ((event: Event) => void);
export type Attributes = Record<string, Value>;

const SVG = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: Child[]): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function") element.addEventListener(name, value);
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
	}
	append(element, children);
}

export function append(parent: Node, child: Child): void {
	if (Array.isArray(child)) for (const one of child) append(parent, one);
	else if (child instanceof Node) parent.appendChild(child);
	else if (child !== null && child !== undefined && child !== false) parent.appendChild(document.createTextNode(String(child)));
}

/* h("a.button.quiet", {href}, "…"): a tag with classes, attributes (functions are listeners by event name), children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(name: Tag | `${Tag}.${string}`, attributes?: Attributes, ...children: Child[]): HTMLElementTagNameMap[Tag];
export function h(name: string, attributes?: Attributes, ...children: Child[]): HTMLElement;
export function h(name: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
	const [tag, ...classes] = name.split(".");
	const element = document.createElement(tag!);
	if (classes.length) element.className = classes.join(" ");
	fill(element, attributes, children);
	return element;
}

/* The same for SVG. */
export function s(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
	const [tag, ...classes] = name.split(".");
	const element = document.createElementNS(SVG, tag!);
	if (classes.length) element.setAttribute("class", classes.join(" "));
	fill(element, attributes, children);
	return element;
}

export function replace(parent: Element, ...children: Child[]): void {
	parent.replaceChildren();
	append(parent, children);
}

let count = 0;
/* An id that nothing else on the page has. */
export function freshId(stem: string): string {
	return `${stem}-${++count}`;
}
