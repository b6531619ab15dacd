/* once: the request id of what somebody means to do once. It stays over retries for as long as the message is the same. */
import { newRequestId } from "../api";

export class Once {
	private said = "";
	private id = "";

	idOf(message: object): string {
		const text = JSON.stringify(message);
		if (text !== this.said) this.id = newRequestId();
		this.said = text;
		return this.id;
	}

	/* It was done: the same again would be another. */
	done(): void {
		this.said = "";
	}
}
