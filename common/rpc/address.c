#include "common/rpc/address.h"

#include "common/base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define IPC_SCHEME "ipc://"
#define PATH_SIZE  256

static void socket_remove(const char *path)
{
	struct stat found;

	if (lstat(path, &found) == 0 && S_ISSOCK(found.st_mode))
		unlink(path);
}

enum status address_lock(const char *url, int *fd)
{
	const char *path = url + sizeof(IPC_SCHEME) - 1;
	char lock_path[PATH_SIZE];
	int lock, n;

	*fd = -1;
	if (!text_starts_with(url, IPC_SCHEME))
		return STATUS_OK;
	n = snprintf(lock_path, sizeof(lock_path), "%s.lock", path);
	if (n < 0 || (size_t)n >= sizeof(lock_path))
		return STATUS_INVALID_ARGUMENT;
	lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (lock < 0)
		return STATUS_INVALID_ARGUMENT;
	if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		close(lock);
		return STATUS_ALREADY_EXISTS;
	}
	socket_remove(path);
	*fd = lock;
	return STATUS_OK;
}

void address_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

static bool is_tcp(const char *url)
{
	return text_starts_with(url, "tcp://") || text_starts_with(url, "tcp4://") || text_starts_with(url, "tcp6://");
}

int address_tune_listener(const char *url, nng_stream_listener *listener)
{
	int error;

	if (!is_tcp(url))
		return 0;
	error = nng_stream_listener_set_bool(listener, NNG_OPT_TCP_NODELAY, true);
	return error ? error : nng_stream_listener_set_bool(listener, NNG_OPT_TCP_KEEPALIVE, true);
}

int address_tune_dialer(const char *url, nng_stream_dialer *dialer)
{
	int error;

	if (!is_tcp(url))
		return 0;
	error = nng_stream_dialer_set_bool(dialer, NNG_OPT_TCP_NODELAY, true);
	return error ? error : nng_stream_dialer_set_bool(dialer, NNG_OPT_TCP_KEEPALIVE, true);
}

bool address_is_local(const char *url)
{
	return text_starts_with(url, "inproc://");
}

enum status address_status(int nng_error)
{
	switch (nng_error) {
	case 0:
		return STATUS_OK;
	case NNG_EADDRINUSE:
		return STATUS_ALREADY_EXISTS;
	case NNG_EINVAL:
	case NNG_EADDRINVAL:
	case NNG_ENOTSUP:
	case NNG_EPERM:
	case NNG_ENOENT:
		return STATUS_INVALID_ARGUMENT;
	default:
		return STATUS_INTERNAL;
	}
}
