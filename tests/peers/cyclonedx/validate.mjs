// Reads a CycloneDX 1.6 document from standard input; says what is wrong with it, and nothing when it is well.
import {readFileSync} from "node:fs";
import {Spec, Validation} from "@cyclonedx/cyclonedx-library";

const problem = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(readFileSync(0, "utf8"));
if (problem) {
	console.error(JSON.stringify(problem));
	process.exit(1);
}
