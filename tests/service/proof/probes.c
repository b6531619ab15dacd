#include "tests/service/proof/probes.h"

#include "common/base/buffer.h"
#include "common/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define PAGES_BOUND        200
#define MEMBERS(name)      "kleos.members.v1.MembersService/" name
#define RECOGNITIONS(name) "kleos.recognitions.v1.RecognitionsService/" name
#define AWARDS(name)       "kleos.awards.v1.AwardsService/" name
#define SESSIONS(name)     "kleos.members.v1.SessionsService/" name
#define REPORTS(name)      "kleos.reports.v1.ReportsService/" name
#define GET(of, where)                                                                                                 \
	{                                                                                                                  \
		.rpc = of, .method = "GET", .target = where                                                                    \
	}
#define GET_BUT(of, where, kind)                                                                                       \
	{                                                                                                                  \
		.rpc = of, .method = "GET", .target = where, .exception = kind                                                 \
	}
#define LIST(of, where)                                                                                                \
	{                                                                                                                  \
		.rpc = of, .method = "GET", .target = where, .paged = true                                                     \
	}
#define LIST_BUT(of, where, kind)                                                                                      \
	{                                                                                                                  \
		.rpc = of, .method = "GET", .target = where, .paged = true, .exception = kind                                  \
	}
#define TRY(of, verb, where, text)                                                                                     \
	{                                                                                                                  \
		.rpc = of, .method = verb, .target = where, .body = text                                                       \
	}
#define NOT_COMPARED(of, reason)                                                                                       \
	{                                                                                                                  \
		.rpc = of, .exception = PROBE_NEVER, .why = reason                                                             \
	}

const struct probe probes[] = {
	GET(MEMBERS("GetMember"), "/v1/members/%person"),
	LIST(MEMBERS("ListMembers"), "/v1/members?query=%part"),
	LIST(MEMBERS("ListMembers"), "/v1/members?team=studio"),
	GET(MEMBERS("ListTeams"), "/v1/teams?"),
	GET(MEMBERS("WhoAmI"), "/v1/me"),
	GET(SESSIONS("GetSession"), "/v1/session"),
	LIST_BUT(MEMBERS("ListApiKeys"), "/v1/apikeys?", PROBE_USES),
	LIST_BUT(MEMBERS("ListAuditEntries"), "/v1/audit?", PROBE_AUDIT),
	LIST_BUT(MEMBERS("ListAuditEntries"), "/v1/audit?subject=%person", PROBE_AUDIT),
	LIST_BUT(MEMBERS("ListAuditEntries"), "/v1/audit?actor=%person", PROBE_AUDIT),
	LIST_BUT(MEMBERS("ListAuditEntries"), "/v1/audit?subject=%quiet", PROBE_AUDIT),
	GET_BUT(MEMBERS("ExportMemberData"), "/v1/members/%insider:export", PROBE_PERSONAL),
	GET(MEMBERS("ExportMemberData"), "/v1/members/tina:export"),
	GET_BUT("GET /v1/members/{member}:export", "/v1/members/%insider:export", PROBE_PERSONAL),

	GET("GET /scim/v2/{resource}",
		"/scim/v2/Users?attributes=userName,title,groups&filter=userName%20co%20%22%part%22"),
	GET("GET /scim/v2/{resource}", "/scim/v2/Groups?attributes=displayName"),
	GET("GET /scim/v2/{resource}/{id}", "/scim/v2/Users/%quiet?attributes=userName"),

	GET(RECOGNITIONS("GetPreferences"), "/v1/members/%person/preferences"),
	GET(RECOGNITIONS("GetRecognition"), "/v1/recognitions/%open"),
	GET(RECOGNITIONS("GetRecognition"), "/v1/recognitions/%quiet"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?giver=%person"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?receiver=%person"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?giver=%insider&receiver=%insider"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?team=studio"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?team=studio/photo"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?value=%value"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?win=BIG"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?since=2026-03-01T09:00:20Z"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?until=2026-03-01T09:00:40Z"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?query=%word"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?query=%part"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?query=secret"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?query=%word&team=studio"),
	LIST(RECOGNITIONS("ListRecognitions"), "/v1/recognitions?query=%word&giver=%insider"),
	LIST(RECOGNITIONS("ListComments"), "/v1/recognitions/%open/comments?"),
	LIST(RECOGNITIONS("ListComments"), "/v1/recognitions/%quiet/comments?"),
	LIST_BUT(RECOGNITIONS("ListContentReports"), "/v1/content-reports?", PROBE_MODERATION),
	LIST_BUT(RECOGNITIONS("ListContentReports"), "/v1/content-reports?resolved=true", PROBE_MODERATION),
	GET(RECOGNITIONS("GetContentReport"), "/v1/content-reports/%quiet"),
	GET(RECOGNITIONS("ListPrompts"), "/v1/prompts?locale=el"),
	GET(RECOGNITIONS("ListValues"), "/v1/values?showRetired=true"),
	LIST(RECOGNITIONS("ListRoutines"), "/v1/routines?"),
	GET(RECOGNITIONS("GetRoutineDue"), "/v1/routines/dues/%due"),
	GET(RECOGNITIONS("GetReportPeriod"), "/v1/reports/periods/2001-W01"),
	GET(RECOGNITIONS("GetAgenda"), "/v1/members/%person/agenda?days=1"),
	LIST(RECOGNITIONS("ListOverlooked"), "/v1/overlooked?days=1"),
	LIST(RECOGNITIONS("ListOverlooked"), "/v1/overlooked?days=7"),
	LIST(RECOGNITIONS("Inbox"), "/v1/inbox?"),
	GET(RECOGNITIONS("GetHighlight"), "/v1/highlights/%quiet"),
	LIST(RECOGNITIONS("ListHighlights"), "/v1/highlights?"),
	LIST(RECOGNITIONS("ListHighlights"), "/v1/highlights?member=%insider"),
	LIST(RECOGNITIONS("ListHighlights"), "/v1/highlights?team=studio"),

	GET(AWARDS("GetAward"), "/v1/awards/best"),
	LIST(AWARDS("ListAwards"), "/v1/awards?"),
	LIST(AWARDS("ListCycles"), "/v1/awards/best/cycles?"),
	GET(AWARDS("GetCycle"), "/v1/cycles/%quiet"),
	GET(AWARDS("GetCycle"), "/v1/cycles/%cycle"),
	LIST(AWARDS("ListNominations"), "/v1/cycles/%cycle/nominations?"),
	LIST(AWARDS("ListNominations"), "/v1/cycles/%cycle/nominations?nominee=%insider"),
	LIST(AWARDS("ListNominations"), "/v1/cycles/%cycle/nominations?status=ACCEPTED"),
	GET(AWARDS("GetNomination"), "/v1/nominations/%quiet"),
	GET(AWARDS("GetNominationScore"), "/v1/nominations/%quiet/score"),
	GET(AWARDS("GetBallotPaper"), "/v1/cycles/%quiet/ballot-paper"),
	GET(AWARDS("GetTreeHead"), "/v1/cycles/%quiet/tree-head"),
	GET(AWARDS("GetLog"), "/v1/cycles/%quiet/log"),
	GET(AWARDS("GetProof"), "/v1/cycles/%quiet/proofs/0"),
	GET(AWARDS("GetResult"), "/v1/cycles/%quiet/result"),
	GET("GET /v1/cycles/{cycle}/log", "/v1/cycles/%quiet/log"),
	GET("GET /vote/{token}", "/vote/%quiet"),

	GET_BUT(REPORTS("GetImpactReport"), "/v1/reports/impact?interval=DAY", PROBE_FIGURES),
	GET_BUT(REPORTS("GetImpactReport"), "/v1/reports/impact?interval=WEEK&team=studio", PROBE_FIGURES),
	GET_BUT(REPORTS("GetDigest"), "/v1/reports/digest?period=2026-03&team=studio", PROBE_FIGURES),
	GET_BUT(REPORTS("VerifyImpactReport"), "/v1/reports/impact:verify?from=2026-03-01", PROBE_FIGURES),
	GET_BUT("GET /v1/reports/impact.csv", "/v1/reports/impact.csv?interval=DAY", PROBE_FIGURES),

	/* what changes nothing tells nothing either */
	TRY(RECOGNITIONS("JoinRecognition"), "POST", "/v1/recognitions/%quiet:join", "{}"),
	TRY(RECOGNITIONS("LeaveRecognition"), "POST", "/v1/recognitions/%quiet:leave", "{}"),
	TRY(RECOGNITIONS("React"), "PUT", "/v1/recognitions/%quiet/reactions/%F0%9F%91%8F", "{}"),
	TRY(RECOGNITIONS("Unreact"), "DELETE", "/v1/recognitions/%quiet/reactions/%F0%9F%91%8F", NULL),
	TRY(RECOGNITIONS("CreateComment"), "POST", "/v1/recognitions/%quiet/comments", "{\"message\":\"x\"}"),
	TRY(RECOGNITIONS("DeleteComment"), "DELETE", "/v1/recognitions/%quiet/comments/%open", NULL),
	TRY(RECOGNITIONS("ReportContent"), "POST", "/v1/recognitions/%quiet:report", "{\"reason\":\"x\"}"),
	TRY(RECOGNITIONS("LowerVisibility"), "POST", "/v1/recognitions/%quiet:lower", "{\"visibility\":\"PRIVATE\"}"),
	TRY(RECOGNITIONS("ShareRecognition"), "POST", "/v1/recognitions/%quiet:share", "{}"),
	TRY(RECOGNITIONS("EditRecognition"), "PATCH", "/v1/recognitions/%quiet", "{\"message\":\"x\"}"),
	TRY(RECOGNITIONS("MarkRead"), "POST", "/v1/inbox:read", "{\"recognitions\":[\"%quiet\"]}"),
	TRY(RECOGNITIONS("UpdateHighlight"), "PATCH", "/v1/highlights/%quiet", "{\"title\":\"x\"}"),
	TRY(AWARDS("AcceptNomination"), "POST", "/v1/nominations/%quiet:accept", "{}"),
	TRY(AWARDS("DeclineNomination"), "POST", "/v1/nominations/%quiet:decline", "{}"),
	TRY(AWARDS("ScoreNomination"), "PUT", "/v1/nominations/%quiet/score", "{\"scores\":[]}"),
	TRY(RECOGNITIONS("WithdrawRecognition"), "POST", "/v1/recognitions/%quiet:withdraw", "{}"),

	GET("GET /healthz", "/healthz"),
	GET("GET /readyz", "/readyz"),
	GET("GET /openapi.json", "/openapi.json"),
	NOT_COMPARED("GET /v1/events", "by probe_stream"),
	GET("GET /.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource"),
	NOT_COMPARED("GET /v1/session:oidc", "a way to the identity provider, new each time; nothing of Kleos is in it"),
	NOT_COMPARED("GET /v1/session:callback", "the way back, which answers only whom the provider sent"),
	NOT_COMPARED("GET /v1/backup", "all there is, private words too; ADMIN only, who run the place"),
	NOT_COMPARED("GET /metrics",
				 "counts every request and the time it took; SERVICE and ADMIN only, who run the place"),
};
const size_t n_probes = sizeof probes / sizeof *probes;

bool probe_applies(const struct pair *pair, const struct probe *probe, size_t observer)
{
	const uint32_t roles = observers[observer].roles;
	const bool in_words = pair->difference == DIFFERS_IN_WORDS;
	switch (probe->exception) {
	case PROBE_FIGURES:
		return in_words;
	case PROBE_AUDIT:
		return in_words || !(roles & ROLE_BIT(AUDITOR));
	case PROBE_MODERATION:
		return !pair->reported || !(roles & ROLES_PEOPLE);
	case PROBE_PERSONAL:
		return !(roles & ROLES_PEOPLE);
	case PROBE_NEVER:
		return false;
	default:
		return true;
	}
}

/* ---- targets ---- */

static const char *word_of(struct pair *pair, const char *word)
{
	static const char *const insiders[] = {"gina", "rita", "theo"}, *const values[] = {"craft", "hush", "none"},
							 *const parts[] = {"ph", "s", "ti", "secret"},
							 *const words[] = {"%CE%B5%CF%85%CF%87%CE%B1%CF%81%CE%B9%CF%83%CF%84%CF%89", "photo",
											   "thanks", "naive", "campaign"};
	if (text_equal(word, "person"))
		return pair_person(pair);
	if (text_equal(word, "insider"))
		return insiders[pair_draw(pair, 3)];
	if (text_equal(word, "open"))
		return pair_open_id(pair);
	if (text_equal(word, "quiet"))
		return pair_quiet_id(pair);
	if (text_equal(word, "cycle"))
		return pair->cycle;
	if (text_equal(word, "due"))
		return pair->due ? pair->due : "none";
	if (text_equal(word, "value"))
		return values[pair_draw(pair, 3)];
	if (text_equal(word, "part"))
		return parts[pair_draw(pair, 4)];
	if (text_equal(word, "word"))
		return words[pair_draw(pair, 5)];
	fail_msg("no word '%%%s'", word);
	return "";
}

static const char *target_of(struct pair *pair, const char *target)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *out = "";
	while (*target) {
		size_t plain = strcspn(target, "%"), length = 0;
		out = arena_printf(arena, "%s%.*s", out, (int)plain, target);
		target += plain;
		if (!*target)
			break;
		length = strspn(target + 1, "abcdefghijklmnopqrstuvwxyz");
		out = arena_printf(arena, "%s%s", out, length ? word_of(pair, arena_text_n(arena, target + 1, length)) : "%");
		target += 1 + length;
	}
	return out;
}

/* ---- comparing ---- */

static const char *without_header(struct arena *arena, const char *head, const char *name)
{
	const char *at = strcasestr(head, arena_printf(arena, "\r\n%s:", name));
	return at ? arena_printf(arena, "%.*s%s", (int)(at - head), head, at + 2 + strcspn(at + 2, "\r")) : head;
}

static void same(struct pair *pair, size_t observer, const char *what, const char *a, const char *b)
{
	size_t at = 0;
	if (text_equal(a, b))
		return;
	while (a[at] == b[at])
		at++;
	size_t from = at < 60 ? 0 : at - 60;
	fail_msg("%s sees a difference at byte %zu of %s (difference %d, step %u):\n...%.160s\n...%.160s",
			 observers[observer].name, at, what, pair->difference, pair->step, a + from, b + from);
}

/* The day a key was last used is told by a round of the feed, a little sooner or later. */
static const char *without_uses(struct arena *arena, const char *body)
{
	static const char mark[] = ",\"lastUseTime\":";
	struct buffer out;
	buffer_init(&out, arena, SIZE_MAX);
	for (const char *at; (at = strstr(body, mark)); body = at + 1 + strcspn(at + 1, ","))
		buffer_add(&out, body, (size_t)(at - body));
	buffer_add(&out, body, strlen(body));
	return buffer_text(&out);
}

/* The answer to be compared, whole; the token of the page behind it, if there is one. That of the audit log holds
 * places in the logs of the services, sealed: it is compared by its length, every other by its bytes. */
static const char *whole(struct house *house, const char *key, const struct probe *probe, const char *target,
						 const char **token)
{
	struct arena *arena = &house->base.arena;
	struct answer answer = house_ask(house, key, probe->method, target, "", probe->body);
	const char *mark = "\"nextPageToken\":\"", *at = strstr(answer.body, mark), *body = answer.body;
	size_t length = at ? strcspn(at + strlen(mark), "\"") : 0;
	*token = at ? arena_text_n(arena, at + strlen(mark), length) : "";
	if (at && probe->exception == PROBE_AUDIT)
		body = arena_printf(arena, "%.*s(%zu)%s", (int)(at - body), body, length, at + strlen(mark) + length);
	const char *head = without_header(arena, answer.head, "date"); /* the library's clock is not the house's */
	if (probe->exception == PROBE_USES) {
		head = without_header(arena, head, "content-length");
		body = without_uses(arena, body);
	}
	return arena_printf(arena, "%s\r\n%s", head, body);
}

/* `token` NULL: not paged. */
static const char *page_of(struct arena *arena, const char *target, unsigned size, const char *token)
{
	if (!token)
		return target;
	return arena_printf(arena, "%s&pageSize=%u%s%s", target, size, *token ? "&pageToken=" : "", token);
}

unsigned probe_run(struct pair *pair, const struct probe *probe, size_t observer)
{
	const char *first = probe->paged ? "" : NULL, *tokens[2] = {first, first};
	const char *target = target_of(pair, probe->target);
	const unsigned size = 1 + (unsigned)pair_draw(pair, 7);
	unsigned n = 0;
	for (bool more = true; more && n < PAGES_BOUND; n++) {
		const char *answers[2], *asked = NULL;
		pair_label(pair, "probe");
		for (size_t i = 0; i < 2; i++) {
			struct house *house = &pair->houses[i];
			asked = page_of(&house->base.arena, target, size, probe->paged ? tokens[i] : NULL);
			answers[i] = whole(house, pair->keys[observer], probe, asked, &tokens[i]);
		}
		same(pair, observer, asked, answers[0], answers[1]);
		more = probe->paged && *tokens[0];
	}
	return n;
}

/* ---- streams ---- */

#define STREAM "/v1/events?types=recognition.*,highlight.*"

/* What is sealed or keyed shows its length alone: ids of lines, which are cursors, and ids of events, which are digests
 * under the cluster's key; both say nothing to who has not that key. */
static const char *opaque(struct arena *arena, const char *text)
{
	static const char *const marks[] = {"\nid: ", "{\"specversion\":\"1.0\",\"id\":\""};
	struct buffer out;
	buffer_init(&out, arena, SIZE_MAX);
	while (*text) {
		size_t length = 0;
		for (size_t i = 0; i < 2 && !length; i++)
			if (strncmp(text, marks[i], strlen(marks[i])) == 0)
				length = strlen(marks[i]);
		buffer_add(&out, text, length ? length : 1);
		text += length ? length : 1;
		if (!length)
			continue;
		length = strcspn(text, "\n\"");
		buffer_printf(&out, "(%zu)", length);
		text += length;
	}
	return buffer_text(&out);
}

static const char *last_id(struct arena *arena, const char *text)
{
	const char *last = NULL;
	for (const char *at = text; (at = strstr(at, "\nid: ")); at++)
		last = at + 5;
	return last ? arena_text_n(arena, last, strcspn(last, "\n")) : NULL;
}

/* What begins "now" begins a little sooner or later: only what comes behind a cursor is compared. */
static void hear(struct pair *pair, size_t observer, const int streams[2])
{
	const bool resumed = pair->cursors[0][observer] != NULL;
	const char *heard[2];
	for (size_t i = 0; i < 2; i++) {
		struct house *house = &pair->houses[i];
		const char *text = house_stream_until(house, streams[i], pair->sentinel);
		close(streams[i]);
		if (!text)
			fail_msg("%s heard no %s: %.600s", observers[observer].name, pair->sentinel, house->bytes);
		pair->cursors[i][observer] = last_id(&house->base.arena, text);
		heard[i] = without_header(&house->base.arena, opaque(&house->base.arena, text), "date");
	}
	if (resumed)
		same(pair, observer, STREAM, heard[0], heard[1]);
}

unsigned probe_stream(struct pair *pair, size_t observer)
{
	int streams[2];
	pair_label(pair, "stream");
	for (size_t i = 0; i < 2; i++)
		streams[i] = house_stream_begin(&pair->houses[i], pair->keys[observer], STREAM, pair->cursors[i][observer]);
	hear(pair, observer, streams);
	return 1;
}

void probe_stream_first(struct pair *pair, void (*live)(struct pair *pair))
{
	int streams[OBSERVERS][2];
	pair_label(pair, "streams");
	for (size_t observer = 1; observer < OBSERVERS; observer++)
		for (size_t i = 0; i < 2; i++)
			streams[observer][i] = house_stream_begin(&pair->houses[i], pair->keys[observer], STREAM, NULL);
	live(pair);
	for (size_t observer = 1; observer < OBSERVERS; observer++)
		hear(pair, observer, streams[observer]);
}
