/* link: the one connection of a client. Dials in the background, knows at once when the connection is gone, and dials
 * again for ever.
 *
 * nng would redial by itself, but from its reaper thread, and nng 1.5.2 (Debian 12) can block that thread for good:
 * when a connection is closed between the two reads of a message, the second one never ends, and the reaper waits for
 * it. Measured: about one death in twelve of a busy server. So the link needs nothing of the reaper: it keeps one
 * request open that the server never answers (a message of no bytes). nng ends that one in the moment the connection
 * closes, and the link dials with a new dialer. */
#ifndef KLEOS_RPC_LINK_H
#define KLEOS_RPC_LINK_H

#include <nng/nng.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum link_state { LINK_DIALLING, LINK_ASKING, LINK_WATCHING, LINK_RESTING };

struct link {
	nng_socket socket; /* borrowed; a REQ socket */
	const char *url;   /* borrowed */
	void (*lost)(void *host);
	void *host;
	nng_ctx context;
	nng_aio *aio;
	atomic_bool up;
	pthread_mutex_t mutex; /* guards what follows, and the start of every operation of `aio` */
	enum link_state state;
	nng_dialer dialer;
	bool closing;
};

/* `lost` is called once a lost connection, on an nng thread; it must not block. An nng error number, and then nothing
 * is left to stop. */
int link_start(struct link *link, nng_socket socket, const char *url, void (*lost)(void *host), void *host);
void link_stop(struct link *link); /* no `lost` comes after it; the socket is still open */
void link_fini(struct link *link); /* after the socket was closed */
bool link_is_up(const struct link *link);

#endif
