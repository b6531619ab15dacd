#include "clients/cli/ballot_paper.h"

#include "clients/cli/arguments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define INDENT   6
#define NO_AWARD "NO_AWARD"

bool ballot_paper_ranks(const json_t *paper)
{
	return strcmp(json_at(paper, "kind"), "APPROVALS") != 0;
}

static void print_candidate(struct cli *cli, size_t number, const json_t *candidate)
{
	const char *profile = json_at(candidate, "profileUrl"), *reason = json_at(candidate, "reason");
	char *head;
	if (asprintf(&head, "%4zu  %s", number, json_at(candidate, "displayName")) < 0)
		abort();
	print_head(cli, head);
	if (*profile)
		print_line(stdout, "%*s%s", INDENT, "", profile);
	if (*reason) {
		printf("%*s", INDENT, "");
		print_words(reason, INDENT);
	}
	print_links(json_object_get(candidate, "links"), INDENT);
}

void print_ballot_paper(struct cli *cli, const json_t *paper)
{
	const char *until = json_at(paper, "closesVotingTime");
	char *head;
	size_t i;
	json_t *candidate;
	if (asprintf(&head, "%s, %s", json_at(paper, "awardTitle"), json_at(paper, "cycleTitle")) < 0)
		abort();
	print_head(cli, head);
	if (*json_at(paper, "awardCriteria"))
		print_words(json_at(paper, "awardCriteria"), 0);
	if (*until)
		print_line(stdout, "Voting ends %s (UTC).", minute_of(until));
	putchar('\n');
	json_array_foreach(json_object_get(paper, "candidates"), i, candidate) print_candidate(cli, i + 1, candidate);
	if (json_is_true(json_object_get(paper, "noAward")))
		printf("      %s: nobody\n", NO_AWARD);
}

/* Whether `word` is the number, the name or the nomination of a candidate, or its member's id. */
static bool is_meant(const json_t *candidate, size_t number, const char *word, const char *member)
{
	char digits[32];
	snprintf(digits, sizeof(digits), "%zu", number);
	return strcmp(word, digits) == 0 || strcmp(word, json_at(candidate, "displayName")) == 0 ||
		   strcasecmp(word, json_at(candidate, "nomination")) == 0 ||
		   (member && strcmp(member, json_at(candidate, "member")) == 0);
}

/* The one candidate whom a word means; NULL after saying that it means nobody, or several. */
static json_t *candidate_find(const json_t *paper, const char *word, const char *member)
{
	size_t i, count = 0;
	json_t *candidate, *found = NULL;
	json_array_foreach(json_object_get(paper, "candidates"), i, candidate) if (is_meant(candidate, i + 1, word, member))
	{
		found = json_object_get(candidate, "nomination");
		count++;
	}
	if (count == 0)
		complain("'%s' is nobody on this ballot paper: say @WHO, a number or the whole name; kleos vote %s shows them",
				 word, json_at(paper, "cycle"));
	else if (count > 1)
		complain("'%s' may mean %zu people on this ballot paper: say @WHO, or the id of the nomination", word, count);
	return count == 1 ? found : NULL;
}

/* What a ballot names for a word; NULL after saying why it names nobody. */
static json_t *candidate_of(struct cli *cli, const json_t *paper, const char *word)
{
	json_t *reply = NULL, *found;
	char *upper = argument_upper(word), *path = path_make("/v1/members/%s", argument_who(word));
	const char *member = *word == '@' && http_try(cli, path, &reply) ? json_at(reply, "member.id") : NULL;
	if (strcmp(upper, NO_AWARD) == 0 && json_is_true(json_object_get(paper, "noAward")))
		found = json_string(NO_AWARD);
	else
		found = json_incref(candidate_find(paper, word, member));
	json_decref(reply);
	free(path);
	free(upper);
	return found;
}

/* Those whom one word names, with commas between them, added to `list`. */
static bool place_read(struct cli *cli, const json_t *paper, const char *word, json_t *list)
{
	for (const char *rest = word;; rest++) {
		size_t length = strcspn(rest, ",");
		char *one = strndup(rest, length);
		json_t *candidate = length ? candidate_of(cli, paper, one) : NULL;
		if (!length)
			complain("'%s' has a comma without somebody on both sides", word);
		free(one);
		if (!candidate)
			return false;
		json_array_append_new(list, candidate);
		rest += length;
		if (!*rest)
			return true;
	}
}

json_t *ballot_make(struct cli *cli, const json_t *paper, int count, char *const *words)
{
	bool ranks = ballot_paper_ranks(paper), good = true;
	json_t *list = json_array();
	for (int i = 0; i < count && good; i++) {
		json_t *place = ranks ? json_array() : json_incref(list);
		good = place_read(cli, paper, words[i], place);
		if (ranks)
			json_array_append(list, place);
		json_decref(place);
	}
	json_t *ballot = good ? json_pack("{s:O}", ranks ? "ranking" : "approvals", list) : NULL;
	json_decref(list);
	return ballot;
}

/* The name on the paper. */
static const char *name_of(const json_t *paper, const char *id)
{
	size_t i;
	json_t *candidate;
	json_array_foreach(json_object_get(paper, "candidates"), i,
					   candidate) if (strcmp(json_at(candidate, "nomination"), id) == 0) return json_at(candidate,
																										"displayName");
	return id;
}

static const char *name_of_item(const void *paper, const json_t *id)
{
	return name_of(paper, json_string_value(id));
}

/* The names of ids, with commas; the caller frees. */
static char *names_of(const json_t *paper, const json_t *ids)
{
	return list_join(ids, name_of_item, paper);
}

void print_ballot(const json_t *paper, const json_t *ballot)
{
	const json_t *ranking = json_object_get(ballot, "ranking");
	size_t i, place = 1;
	json_t *ids;
	print_line(stderr, "Your ballot for %s, %s:", json_at(paper, "awardTitle"), json_at(paper, "cycleTitle"));
	json_array_foreach(ranking, i, ids)
	{
		char *names = names_of(paper, ids);
		print_line(stderr, "%4zu  %s", place, names);
		place += json_array_size(ids);
		free(names);
	}
	if (!ranking) {
		char *names = names_of(paper, json_object_get(ballot, "approvals"));
		print_line(stderr, "  You approve of %s.", names);
		free(names);
	} else if (place <= json_array_size(json_object_get(paper, "candidates"))) {
		fputs("      Whoever is not named comes last.\n", stderr);
	}
}
