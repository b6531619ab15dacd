/* vote: what a vote is over HTTP beside its plain rpcs: the page of a token's holder (vote.c), tokens as a file for
 * mailing (tokens.c), and the whole log as one document (log.c). The rules are the awards service's; a ballot is known
 * here only while its page is made, and nothing of it or of a token is logged. */
#ifndef KLEOS_GATEWAY_VOTE_VOTE_H
#define KLEOS_GATEWAY_VOTE_VOTE_H

#include "common/base/limits.h"
#include "services/gateway/exchange.h"

/* GET and POST /vote/{token}, and how the frame's refusals look there. */
void vote_show(struct exchange *exchange);
void vote_take(struct exchange *exchange);
void vote_refuse(struct exchange *exchange, unsigned http_status, const char *reason, const char *message);

/* POST /v1/cycles/{cycle}/tokens.csv: IssueVoteTokens, answered as `token,url`. */
void tokens_issue(struct exchange *exchange);

/* How many logs are on their way; freed with free(). */
enum status logs_open(struct gateway *gateway, void **state);
/* GET /v1/cycles/{cycle}/log: the pages of GetLog as one document, or one page if pageSize or pageToken asks for it. */
void log_start(struct exchange *exchange);
void log_end(struct exchange *exchange);

#endif
