/* packet: the bytes of one Call or Reply on the heap, handed from thread to thread; whoever has it last frees it. */
#ifndef KLEOS_RPC_PACKET_H
#define KLEOS_RPC_PACKET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct packet {
	size_t length;
	uint8_t bytes[];
};

/* NULL: no memory. */
static inline struct packet *packet_new(size_t length)
{
	struct packet *packet = malloc(sizeof(*packet) + length);

	if (packet)
		packet->length = length;
	return packet;
}

static inline struct packet *packet_copy(const uint8_t *bytes, size_t length)
{
	struct packet *packet = packet_new(length);

	if (packet && length > 0)
		memcpy(packet->bytes, bytes, length);
	return packet;
}

#endif
