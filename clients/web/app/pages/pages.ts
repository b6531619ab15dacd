/* pages: every page by its address. Its rows are those of services/gateway/app.c. */
import type { PageMaker } from "../router";
import { PEOPLE_ROLES } from "../session";
import { forRoles } from "./admin/guard";
import { keysPage } from "./admin/keys";
import { teamsPage } from "./admin/teams";
import { valuesPage } from "./admin/values";
import { homePage } from "./home";
import { inboxPage } from "./inbox";
import { recognitionPage } from "./recognition";
import { firstPage } from "./report/page";

export const pages: Record<string, PageMaker> = {
	"/": firstPage,
	"/home": homePage,
	"/admin/teams": forRoles(PEOPLE_ROLES, teamsPage),
	"/admin/values": forRoles(PEOPLE_ROLES, valuesPage),
	"/admin/keys": forRoles(["ADMIN"], keysPage),
	"/inbox": inboxPage,
	"/recognitions/{recognition}": recognitionPage,
};
