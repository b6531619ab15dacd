/* channel: what makes the bytes between two processes trusted and secret. No I/O and no thread: bytes in, bytes out.
 *
 *     each end says     hello    8 bytes of magic, 32 random ones
 *                       proof    the header of its secretstream, and a sealed record of no bytes
 *                       records  length of what is sealed (4 bytes, big-endian), and that
 *
 * The key of each direction is keyed BLAKE2b under the cluster key over the direction and both hellos, so it is of this
 * one connection: nothing recorded opens on another one, and nothing comes back to who said it. Records are libsodium's
 * secretstream (XChaCha20-Poly1305), which opens them in order, each once, none left out. So whoever does not hold the
 * cluster key can neither make a call nor answer one nor read one. Limit: there is no forward secrecy; who recorded a
 * connection and learns the cluster key afterwards can read it. */
#ifndef KLEOS_RPC_CHANNEL_H
#define KLEOS_RPC_CHANNEL_H

#include "common/base/environment.h"
#include "common/base/seal.h"

#include <sodium.h>
#include <stdbool.h>

#define CHANNEL_HELLO_SIZE   40
#define CHANNEL_LENGTH_SIZE  4
#define CHANNEL_SEAL_SIZE    crypto_secretstream_xchacha20poly1305_ABYTES
#define CHANNEL_PROOF_SIZE   (crypto_secretstream_xchacha20poly1305_HEADERBYTES + CHANNEL_LENGTH_SIZE + CHANNEL_SEAL_SIZE)
#define CHANNEL_RECORD_BOUND (64u * 1024) /* bytes that one record may hold */
#define CHANNEL_SEALED_BOUND (CHANNEL_LENGTH_SIZE + CHANNEL_RECORD_BOUND + CHANNEL_SEAL_SIZE)

enum channel_end { CHANNEL_CLIENT, CHANNEL_SERVER };

/* Of one connection, in the caller's memory. Sealing and opening may happen on two threads at once. */
struct channel {
	enum channel_end end;
	const struct cluster_key *key; /* borrowed until the peer is trusted */
	uint8_t hello[CHANNEL_HELLO_SIZE];
	uint8_t opening_key[crypto_secretstream_xchacha20poly1305_KEYBYTES]; /* between agree and trust */
	crypto_secretstream_xchacha20poly1305_state sealing, opening;
};

/* Begins; hello is what to say first. */
void channel_init(struct channel *channel, enum channel_end end, const struct cluster_key *key,
				  const struct environment *environment);
/* The peer's hello; *proof is what to say next. False: the peer speaks something else. */
bool channel_agree(struct channel *channel, const uint8_t hello[CHANNEL_HELLO_SIZE], uint8_t proof[CHANNEL_PROOF_SIZE]);
/* The peer's proof. False: it does not hold the cluster key. */
bool channel_trust(struct channel *channel, const uint8_t proof[CHANNEL_PROOF_SIZE]);

/* A record of at most CHANNEL_RECORD_BOUND bytes; returns its length in `out`, CHANNEL_SEALED_BOUND at most. */
size_t channel_seal(struct channel *channel, uint8_t *out, const uint8_t *bytes, size_t length);
/* Length of the sealed part of a record that begins so; 0: no record does. */
size_t channel_sealed_length(const uint8_t beginning[CHANNEL_LENGTH_SIZE]);
/* Opens the sealed part; CHANNEL_SEAL_SIZE bytes less come out. False: not the record that the peer sealed next. */
bool channel_open(struct channel *channel, uint8_t *out, const uint8_t *sealed, size_t length);

#endif
