/* schema: the messages of the API by name, from the types that `./dev test` makes of /openapi.json. */
import type { components } from "kleos-api";

export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
