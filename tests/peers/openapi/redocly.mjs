// Redocly's linter over one document; its words, and exit status 1 when it finds anything.
//   node redocly.mjs FILE
import { createRequire } from "node:module";

const { createConfig, formatProblems, getTotals, lint } = createRequire(import.meta.url)("@redocly/openapi-core");

const config = await createConfig({ extends: ["recommended"] });
const problems = await lint({ ref: process.argv[2], config });
if (problems.length) formatProblems(problems, { format: "codeframe", totals: getTotals(problems), version: "1" });
process.exit(problems.length ? 1 : 0);
