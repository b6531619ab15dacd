/* pages: every page by its address. Its rows are those of services/gateway/app.c. */
import type { PageMaker } from "../router";
import { homePage } from "./home";

export const pages: Record<string, PageMaker> = {
	"/": homePage,
	"/home": homePage,
};
