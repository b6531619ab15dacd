#include "common/base/array.h"
#include "common/base/limits.h"
#include "kleos/awards/v1/ballot.pb-c.h"
#include "kleos/awards/v1/proof.pb-c.h"
#include "services/gateway/vote/vote.h"

#include <stdlib.h>

static const struct guide_parameter shown[] = {
	{"token", "One of those that IssueVoteTokens made.", false},
	{"lang", "el or en; the browser's when it is left out.", false},
	{NULL, NULL, false},
};

static const struct guide_parameter taken[] = {
	{"token", "One of those that IssueVoteTokens made.", false},
	{NULL, NULL, false},
};

static const struct route_guide show_guide = {
	.operation = "Vote_Show",
	.tag = "Voting page",
	.words = "The ballot paper of whoever holds the token, as a page. No key is needed; it works without scripts.",
	.parameters = shown,
	.gives = "text/html",
};

static const struct route_guide take_guide = {
	.operation = "Vote_Take",
	.tag = "Voting page",
	.words = "What the page's own form sends: a step on the ballot paper, or the ballot. Programs use CastBallot.",
	.parameters = taken,
	.takes = "application/x-www-form-urlencoded",
	.gives = "text/html",
};

static const struct route_guide log_guide = {
	.words = "Without a page size the whole log comes as one document.",
	.gives = "application/json",
	.reply = &kleos__get_log_response__descriptor,
	.partial = true,
};

static const struct route_guide tokens_guide = {
	.operation = "AwardsService_IssueVoteTokensCsv",
	.tag = "Awards",
	.words = "One-use tokens as a file for mailing. Otherwise as IssueVoteTokens. Columns: token,url.",
	.request = &kleos__issue_vote_tokens_request__descriptor,
	.gives = "text/csv",
};

static const struct special_route routes[] = {
	{.method = "GET",
	 .path = "/vote/{token}",
	 .visitors = true,
	 .guide = &show_guide,
	 .finish = vote_show,
	 .refuse = vote_refuse},
	{.method = "POST",
	 .path = "/vote/{token}",
	 .visitors = true,
	 .guide = &take_guide,
	 .body_bound = VOTE_FORM_BOUND,
	 .finish = vote_take,
	 .refuse = vote_refuse},
	{.method = "GET",
	 .path = "/v1/cycles/{cycle}/log",
	 .roles = ROLES_ANY,
	 .visitors = true,
	 .guide = &log_guide,
	 .start = log_start,
	 .end = log_end},
	{.method = "POST",
	 .path = "/v1/cycles/{cycle}/tokens.csv",
	 .roles = ROLES_AWARDS,
	 .guide = &tokens_guide,
	 .body_bound = TOKENS_BODY_BOUND,
	 .finish = tokens_issue},
};

const struct gateway_part vote_part = {
	.open = logs_open, .close = free, .routes = routes, .n_routes = ARRAY_LENGTH(routes)};
