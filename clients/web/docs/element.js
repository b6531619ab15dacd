// element: pieces of the page. Whatever comes from the document goes in as text, never as markup.

// element('a', {href: '#x'}, 'text', other): attributes that are false, null or undefined are left out, and so are such
// children.
export function element(name, attributes = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value === true ? '' : value);
	}
	made.append(...children.flat().filter((child) => child !== false && child !== null && child !== undefined));
	return made;
}

// `code`, **bold** and https addresses of one line.
function inline(text) {
	return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
		if (part.startsWith('`')) return element('code', {}, part.slice(1, -1));
		return part.startsWith('**') ? element('strong', {}, part.slice(2, -2)) : part;
	});
}

// The words of the document: paragraphs and lists.
export function prose(text) {
	return (text ?? '').split(/\n\n+/).filter(Boolean).map((block) => {
		const lines = block.split('\n');
		return lines.every((line) => line.startsWith('- '))
			? element('ul', {}, lines.map((line) => element('li', {}, inline(line.slice(2)))))
			: element('p', {}, inline(lines.join(' ')));
	});
}

export const words = (text) => inline(text ?? '');
