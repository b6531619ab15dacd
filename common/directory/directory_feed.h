/* directory_feed: keeps what a service knows about members up to date, by following members' events. The service owns
 * the tables (of teams: directory_teams.h); the feed brings records: reads the events, asks DirectoryService for the
 * members and teams they name, and hands each record over inside one transaction that also moves the cursor. Calls that
 * wait for an unknown member are tried again after each round (service_set_feed is done here). */
#ifndef KLEOS_DIRECTORY_DIRECTORY_FEED_H
#define KLEOS_DIRECTORY_DIRECTORY_FEED_H

#include "common/service/service.h"
#include "kleos/members/v1/directory_service.pb-c.h"

#define DIRECTORY_CURSOR "members" /* names the feed's cursor in the service's store */

struct directory_feed;

struct directory_feed_config {
	const char *members_url; /* borrowed while it opens */
	struct service *service; /* who follows and whose store is written; open, not yet listening */
	void *host;
	/* On the writer thread, inside the transaction. */
	void (*forget)(void *host, struct db *db); /* another history begins: throw every record away */
	void (*put)(void *host, struct db *db, const Kleos__MemberRecord *record);
};

/* Follows from the cursor in the service's store until closed. INVALID_ARGUMENT: bad URL. */
enum status directory_feed_open(struct directory_feed **out, const struct directory_feed_config *config);
void directory_feed_close(struct directory_feed *feed); /* before the service is closed; NULL is fine */
/* Whether the tables that `db` sees hold every member of one moment, or of a later one: false during the first filling
 * and while they are filled anew from another history, true for good afterwards, also while members is away. */
bool directory_is_whole(struct db *db);
/* For the service's health: UNAVAILABLE, and why, until the projection has been whole once. */
enum status directory_feed_health(struct directory_feed *feed, const char **message);
/* How far behind it is; for the service's measure. */
void directory_feed_measure(const struct directory_feed *feed, struct samples *samples);

#endif
