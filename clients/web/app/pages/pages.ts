/* pages: every page by its address. Its rows are those of services/gateway/page/app.c. */
import type { PageMaker } from "../router";
import { AWARDS_ROLES, PEOPLE_ROLES } from "../session";
import { auditPage } from "./admin/audit";
import { adminAwardPage } from "./admin/award";
import { adminAwardsPage } from "./admin/awards";
import { adminCyclePage } from "./admin/cycle";
import { cycleEditPage, newCyclePage } from "./admin/cycle_edit";
import { forRoles } from "./admin/guard";
import { importPage } from "./admin/import";
import { keysPage } from "./admin/keys";
import { memberPage } from "./admin/member";
import { membersPage } from "./admin/members";
import { newMemberPage } from "./admin/new_member";
import { reportPage } from "./admin/report";
import { reportsPage } from "./admin/reports";
import { routinesPage } from "./admin/routines";
import { teamsPage } from "./admin/teams";
import { valuesPage } from "./admin/values";
import { homePage } from "./home";
import { highlightsPage } from "./highlights";
import { inboxPage } from "./inbox";
import { mePage } from "./me";
import { peoplePage } from "./people";
import { profilePage } from "./profile";
import { recognitionPage } from "./recognition";
import { firstPage } from "./report/page";
import { searchPage } from "./search";
import { awardPage } from "./awards/award";
import { awardsPage } from "./awards/awards";
import { cyclePage } from "./awards/cycle";
import { resultPage } from "./awards/result";

export const pages: Record<string, PageMaker> = {
	"/": firstPage,
	"/home": homePage,
	"/admin/members": forRoles(PEOPLE_ROLES, membersPage),
	"/admin/members/{member}": forRoles(PEOPLE_ROLES, memberPage),
	"/admin/new-member": forRoles(PEOPLE_ROLES, newMemberPage),
	"/admin/import": forRoles(PEOPLE_ROLES, importPage),
	"/admin/teams": forRoles(PEOPLE_ROLES, teamsPage),
	"/admin/values": forRoles(PEOPLE_ROLES, valuesPage),
	"/admin/routines": forRoles(["LEADER", ...PEOPLE_ROLES], routinesPage),
	"/admin/reports": forRoles(PEOPLE_ROLES, reportsPage),
	"/admin/reports/{report}": forRoles(PEOPLE_ROLES, reportPage),
	"/admin/awards": forRoles(AWARDS_ROLES, adminAwardsPage),
	"/admin/awards/{award}": forRoles(AWARDS_ROLES, adminAwardPage),
	"/admin/awards/{award}/new-cycle": forRoles(AWARDS_ROLES, newCyclePage),
	"/admin/cycles/{cycle}": forRoles(AWARDS_ROLES, adminCyclePage),
	"/admin/cycles/{cycle}/edit": forRoles(AWARDS_ROLES, cycleEditPage),
	"/admin/audit": forRoles(["AUDITOR", ...PEOPLE_ROLES], auditPage),
	"/admin/keys": forRoles(["ADMIN"], keysPage),
	"/inbox": inboxPage,
	"/recognitions/{recognition}": recognitionPage,
	"/me": mePage,
	"/people": peoplePage,
	"/people/{member}": profilePage,
	"/search": searchPage,
	"/highlights": highlightsPage,
	"/awards": awardsPage,
	"/awards/{award}": awardPage,
	"/cycles/{cycle}": cyclePage,
	"/cycles/{cycle}/result": resultPage,
};
