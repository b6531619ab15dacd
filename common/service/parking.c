#include "common/service/parking.h"

#include "common/events/follower.h"

/* The round in which a call was parked may have read the feed before the member was there: only the next one counts. */
#define ROUNDS_NEEDED 2

void parking_init(struct parking *parking)
{
	*parking = (struct parking){.feed = NULL};
	pthread_mutex_init(&parking->mutex, NULL);
}

void parking_fini(struct parking *parking)
{
	pthread_mutex_destroy(&parking->mutex);
}

static struct work *work_of(struct queue_link *link)
{
	return (struct work *)((char *)link - offsetof(struct work, parked));
}

static void parking_append(struct parking *parking, struct work *work)
{
	work->parked.next = NULL;
	if (parking->last)
		parking->last->next = &work->parked;
	else
		parking->first = &work->parked;
	parking->last = &work->parked;
}

void parking_set_feed(struct parking *parking, struct follower *feed)
{
	pthread_mutex_lock(&parking->mutex);
	parking->feed = feed;
	parking->follows = parking->follows || feed;
	pthread_mutex_unlock(&parking->mutex);
}

static enum status say_stopping(struct call *call)
{
	return fail(call, STATUS_UNAVAILABLE, "STOPPING", "the service is stopping; try again");
}

bool parking_add(struct parking *parking, struct work *work)
{
	pthread_mutex_lock(&parking->mutex);
	bool waits = parking->feed && !parking->closed, follows = parking->follows;
	if (waits) {
		work->rounds = 0;
		parking_append(parking, work);
		follower_wake(parking->feed); /* inside the lock: the feed may be taken away as soon as it is released */
	}
	pthread_mutex_unlock(&parking->mutex);
	if (!waits) /* else the work may be another thread's by now */
		work->call->status = follows ? say_stopping(work->call) : STATUS_NOT_FOUND;
	return waits;
}

bool parking_follows(struct parking *parking)
{
	pthread_mutex_lock(&parking->mutex);
	bool follows = parking->follows;
	pthread_mutex_unlock(&parking->mutex);
	return follows;
}

/* Takes out whoever waited long enough (everybody when `all`). *wake: the feed, when somebody goes on waiting. */
static struct queue_link *parking_take(struct parking *parking, bool all, struct follower **wake)
{
	struct queue_link *taken = NULL, **end = &taken;
	pthread_mutex_lock(&parking->mutex);
	struct queue_link *link = parking->first;
	parking->first = parking->last = NULL;
	while (link) {
		struct queue_link *next = link->next;
		struct work *work = work_of(link);
		if (++work->rounds >= ROUNDS_NEEDED || all) {
			link->next = NULL;
			*end = link;
			end = &link->next;
		} else {
			parking_append(parking, work);
		}
		link = next;
	}
	*wake = parking->first ? parking->feed : NULL;
	pthread_mutex_unlock(&parking->mutex);
	return taken;
}

static enum status say_away(struct call *call)
{
	return fail(call, STATUS_UNAVAILABLE, "MEMBERS_UNAVAILABLE",
				"a member named here is not known yet and members cannot be asked now; try again");
}

static void work_refuse(struct work *work, enum status (*say)(struct call *call))
{
	work->call->status = say(work->call);
	work_answer(work);
}

void parking_round(struct parking *parking, bool ok)
{
	struct follower *wake;
	struct queue_link *link = parking_take(parking, !ok, &wake);
	while (link) {
		struct queue_link *next = link->next;
		if (ok)
			work_retry(work_of(link));
		else
			work_refuse(work_of(link), say_away);
		link = next;
	}
	if (wake)
		follower_wake(wake);
}

void parking_close(struct parking *parking)
{
	struct follower *wake;
	pthread_mutex_lock(&parking->mutex);
	parking->closed = true;
	pthread_mutex_unlock(&parking->mutex);
	struct queue_link *link = parking_take(parking, true, &wake);
	while (link) {
		struct queue_link *next = link->next;
		work_refuse(work_of(link), say_stopping);
		link = next;
	}
}
