/* address: what a URL asks for beyond nng's own reading of it: the lock beside an ipc:// socket, the options of tcp://,
 * and what nng's error numbers mean. */
#ifndef KLEOS_RPC_ADDRESS_H
#define KLEOS_RPC_ADDRESS_H

#include "common/base/status.h"

#include <nng/nng.h>
#include <stdbool.h>

/* For ipc:// takes PATH.lock, so that a socket left by a dead process is replaced and a living one is not; the lock is
 * held while *fd is open (the file stays: removing it would race). Other schemes: OK and *fd is -1.
 * ALREADY_EXISTS: somebody lives there. INVALID_ARGUMENT: no such folder, or no right to it. */
enum status address_lock(const char *url, int *fd);
void address_unlock(int fd); /* -1 is fine */

/* TCP_NODELAY and keepalive for tcp://; nothing for others. An nng error number. */
int address_tune_listener(const char *url, nng_stream_listener *listener);
int address_tune_dialer(const char *url, nng_stream_dialer *dialer);

/* inproc://, which needs no transport: see local.h. */
bool address_is_local(const char *url);

/* What an error of listening or dialling means for whoever gave the URL. */
enum status address_status(int nng_error);

#endif
