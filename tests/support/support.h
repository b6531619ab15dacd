/* support: what tests share: an environment whose clock and randomness they own, temporary folders, a key. */
#ifndef KLEOS_TESTS_SUPPORT_H
#define KLEOS_TESTS_SUPPORT_H

/* cmocka wants these before itself */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka's macro would take the name of common/rpc/call.h; fail_msg stays. */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/seal.h"

/* A clock that stands still until a test moves it, and randomness from a seed. Safe from several threads. */
struct test_world {
	_Atomic int64_t now_ms;       /* starts at 2026-03-01T09:00:00Z */
	_Atomic int64_t monotonic_ms; /* 0: the machine's monotonic clock is used; else this */
	_Atomic uint64_t seed;
	struct log log; /* silent unless KLEOS_TEST_LOG is set */
	struct environment environment;
	struct cluster_key key;
};

void test_world_init(struct test_world *world);

/* A new folder under TMPDIR; removed with everything in it by test_folder_remove. The caller frees the text. */
char *test_folder_make(void);
void test_folder_remove(char *folder);

/* A unique inproc:// URL. The caller frees it. */
char *test_inproc_url(const char *name);
/* A tcp://127.0.0.1:PORT URL on a port that was free a moment ago, and so was the one after it. The caller frees it. */
char *test_tcp_url(void);

#endif
