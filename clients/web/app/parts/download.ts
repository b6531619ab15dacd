/* download: a file that the page itself has, saved by the browser. */
import { h } from "../element";

export function saveFile(name: string, type: string, text: string): void {
	const href = URL.createObjectURL(new Blob([text], { type }));
	const link = h("a", { href, download: name, hidden: true });
	document.body.appendChild(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser reads it in its own time
}
