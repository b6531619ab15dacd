#include "common/base/array.h"
#include "services/gateway/vote/vote.h"

#include <stdlib.h>

#define TOKENS_BODY_BOUND 4096

static const struct special_route routes[] = {
	{.method = "GET", .path = "/vote/{token}", .visitors = true, .finish = vote_show, .refuse = vote_refuse},
	{.method = "POST",
	 .path = "/vote/{token}",
	 .visitors = true,
	 .body_bound = VOTE_FORM_BOUND,
	 .finish = vote_take,
	 .refuse = vote_refuse},
	{.method = "GET",
	 .path = "/v1/cycles/{cycle}/log",
	 .roles = ROLES_ANY,
	 .visitors = true,
	 .start = log_start,
	 .end = log_end},
	{.method = "POST",
	 .path = "/v1/cycles/{cycle}/tokens.csv",
	 .roles = ROLES_AWARDS,
	 .body_bound = TOKENS_BODY_BOUND,
	 .finish = tokens_issue},
};

const struct gateway_part vote_part = {
	.open = logs_open, .close = free, .routes = routes, .n_routes = ARRAY_LENGTH(routes)};
