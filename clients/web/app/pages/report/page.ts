/* page: what opens at /: the report for whoever may read it, home for everybody else. */
import type { Page, Visit } from "../../router";
import { hasRole, REPORT_ROLES } from "../../session";
import { homePage } from "../home";
import { dashboardPage } from "./dashboard";

export function firstPage(visit: Visit): Page | Promise<Page> {
	return hasRole(...REPORT_ROLES) ? dashboardPage(visit) : homePage(visit);
}
