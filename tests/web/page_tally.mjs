// What the page that checks a log makes of elections, without a browser: its counting needs none.
//   node page_tally.mjs ELECTIONS      ELECTIONS: [{candidates, rows: [{places, count}], voters}]; on standard output, of each
//                                      election, {METHOD: {winners, ranking}}
import fs from "node:fs";
import vm from "node:vm";

globalThis.window = globalThis;
const folder = new URL("../../clients/web/verify-ballots/", import.meta.url);
for (const name of ["bytes", "form", "tally"]) vm.runInThisContext(fs.readFileSync(new URL(`${name}.js`, folder), "utf8"));
const { methods } = globalThis.kleos;
const elections = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const countAll = (election) => Object.fromEntries(Object.entries(methods).map(([name, count]) => [name, count(election)]));
console.log(JSON.stringify(elections.map(countAll)));
