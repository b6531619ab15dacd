/* doctor: looks at a running Kleos from outside and says in words what is wrong and what to do. */
#include "clients/cli/arguments.h"
#include "clients/cli/exposition.h"
#include "clients/cli/findings.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLOCK_WARN_S 3 /* the server tells whole seconds */
#define CLOCK_FAIL_S 60
#define SLOW_S       1.0

/* http://127.x, localhost or [::1]: what travels there is seen by nobody else. */
static bool url_is_loopback(const char *url)
{
	static const char *const hosts[] = {"127.", "localhost", "[::1]"};
	const char *host = strstr(url, "://");
	for (size_t i = 0; host && i < sizeof(hosts) / sizeof(*hosts); i++)
		if (strncmp(host + 3, hosts[i], strlen(hosts[i])) == 0)
			return true;
	return false;
}

static void look_at_way(struct findings *findings, const struct cli *cli)
{
	if (strncmp(cli->url, "https://", 8) == 0)
		find(findings, VERDICT_OK, "way", "TLS, with a certificate that this machine trusts.");
	else if (url_is_loopback(cli->url))
		find(findings, VERDICT_OK, "way", "Plain HTTP within this machine.");
	else
		find(findings, VERDICT_WARN, "way",
			 "Keys and words travel readable to %s. Put a proxy with TLS in front of the gateway, and use https://.",
			 cli->url);
}

static void look_at_clock(struct findings *findings, const struct http_answer *answer)
{
	double apart = answer->date ? difftime(answer->date, time(NULL)) : 0;
	enum verdict verdict = fabs(apart) >= CLOCK_FAIL_S   ? VERDICT_FAIL
						   : fabs(apart) >= CLOCK_WARN_S ? VERDICT_WARN
														 : VERDICT_OK;
	if (verdict == VERDICT_OK)
		find(findings, verdict, "clock", "The server's clock and this machine's agree.");
	else
		find(findings, verdict, "clock",
			 "The server's clock is %.0f s %s this machine's. Let both take their time from one source (NTP).",
			 fabs(apart), apart > 0 ? "ahead of" : "behind");
}

/* False: there is nothing more to look at. */
static bool look_at_gateway(struct findings *findings, struct cli *cli)
{
	struct http_answer answer;
	bool live = http_get(cli, "/healthz", &answer) && answer.status == 200 && strstr(answer.body, "\"live\"");
	if (live && answer.seconds > SLOW_S)
		find(findings, VERDICT_WARN, "reach", "%s answers after %.1f s. The machine or the network is too busy.",
			 cli->url, answer.seconds);
	else if (live)
		find(findings, VERDICT_OK, "reach", "%s answers in %.0f ms.", cli->url, ceil(answer.seconds * 1000));
	else if (!answer.status)
		find(findings, VERDICT_FAIL, "reach",
			 "Nobody answers on %s: %s. See whether kleosd (or kleos-gateway) runs and where it listens "
			 "(KLEOS_HTTP_LISTEN); --url names another address.",
			 cli->url, answer.problem);
	else
		find(findings, VERDICT_FAIL, "reach",
			 "Something else answers on %s (status %ld). --url must name the gateway, or a proxy that leads to it.",
			 cli->url, answer.status);
	if (live) {
		look_at_way(findings, cli);
		look_at_clock(findings, &answer);
	}
	http_answer_fini(&answer);
	return live;
}

static void look_at_service(struct findings *findings, const json_t *service)
{
	const char *name = json_at(service, "service"), *message = json_at(service, "message");
	if (json_is_true(json_object_get(service, "ok")))
		find(findings, VERDICT_OK, "ready", "%s is ready.", name);
	else
		find(findings, VERDICT_FAIL, "ready",
			 "%s is not ready: %s. See whether kleos-%s runs and reads the same KLEOS_…_URL and cluster key as the "
			 "gateway; its last lines of log say more.",
			 name, *message ? message : "it does not say why", name);
}

static void look_at_services(struct findings *findings, struct cli *cli)
{
	struct http_answer answer;
	http_get(cli, "/readyz", &answer);
	json_t *reply = json_loads(answer.body, 0, NULL), *service;
	size_t i;
	json_array_foreach(json_object_get(reply, "services"), i, service) look_at_service(findings, service);
	if (!json_is_array(json_object_get(reply, "services")))
		find(findings, VERDICT_FAIL, "ready", "/readyz answered %ld without saying who is ready.", answer.status);
	json_decref(reply);
	http_answer_fini(&answer);
}

static bool list_has(const json_t *list, const char *word)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item) if (strcmp(json_string_value(item), word) == 0) return true;
	return false;
}

/* Whether the key may read the figures. */
static bool look_at_rights(struct findings *findings, const json_t *me)
{
	const json_t *roles = json_object_get(me, "roles");
	bool may = list_has(roles, "ADMIN") || list_has(roles, "SERVICE");
	char *words = texts_of(roles);
	if (may)
		find(findings, VERDICT_OK, "key", "The key works (%s).", words);
	else
		find(findings, VERDICT_WARN, "key",
			 "The key works (%s), but may not read the figures. Use one with the role ADMIN or SERVICE: kleos "
			 "--key-file FILE doctor.",
			 words);
	free(words);
	return may;
}

static bool look_at_key(struct findings *findings, struct cli *cli)
{
	struct http_answer answer;
	bool may = false;
	if (!cli->key) {
		find(findings, VERDICT_WARN, "key",
			 "There is no key, so the services' figures were not looked at. kleos --key-file data/admin.key doctor "
			 "does.");
		return false;
	}
	http_get(cli, "/v1/me", &answer);
	json_t *me = json_loads(answer.body, 0, NULL);
	if (answer.status == 200)
		may = look_at_rights(findings, me);
	else if (answer.status == 401)
		find(findings, VERDICT_FAIL, "key",
			 "The key is not known here or was revoked. Name another with --key-file; admin.key in the data folder is "
			 "the first one.");
	else
		find(findings, VERDICT_FAIL, "key", "Whose key it is cannot be asked (status %ld): %s", answer.status,
			 json_at(me, "error.message"));
	json_decref(me);
	http_answer_fini(&answer);
	return may;
}

static void look_at_metrics(struct findings *findings, struct cli *cli)
{
	struct http_answer answer;
	if (http_get(cli, "/metrics", &answer) && answer.status == 200) {
		json_t *metrics = exposition_parse(answer.body);
		doctor_look_at_figures(findings, metrics);
		json_decref(metrics);
	} else {
		find(findings, VERDICT_FAIL, "figures", "/metrics answered %ld. Ask again; the gateway's log says why.",
			 answer.status);
	}
	http_answer_fini(&answer);
}

int command_doctor(struct cli *cli, int argc, char **argv)
{
	const char *folder = NULL;
	const struct argument table[] = {{"data-dir", .text = &folder}, {0}};
	struct findings findings;
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (first != argc)
		return complain_usage("doctor takes no words; --url says whom to look at, --data-dir a folder of this machine");
	findings_init(&findings);
	if (look_at_gateway(&findings, cli)) {
		look_at_services(&findings, cli);
		if (look_at_key(&findings, cli))
			look_at_metrics(&findings, cli);
	}
	if (folder)
		doctor_look_at_folder(&findings, folder);
	code = findings_print(&findings, cli);
	findings_fini(&findings);
	return code;
}
