/* entry: one line of the log: 32 bytes that fix a text without telling it. A ballot's text and nonce are published when
 * voting is over, a commitment's at once. Until then the nonce, 32 random bytes, hides the text, however few texts are
 * possible. Any thread. */
#ifndef KLEOS_BALLOT_LOG_ENTRY_H
#define KLEOS_BALLOT_LOG_ENTRY_H

#include <stddef.h>
#include <stdint.h>

#define ENTRY_SIZE 32
#define NONCE_SIZE 32
#define CYCLE_SIZE 16

/* d = SHA-256(cycle, 16 bytes ‖ SHA-256(text) ‖ nonce, 32 bytes). */
void entry_make(uint8_t out[ENTRY_SIZE], const uint8_t cycle[CYCLE_SIZE], const char *text, size_t length,
				const uint8_t nonce[NONCE_SIZE]);

#endif
