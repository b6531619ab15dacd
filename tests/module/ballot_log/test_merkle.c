#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/ballot_log/merkle.h"
#include "tests/support/support.h"

#include <sodium.h>
#include <string.h>

#define MOST 130

/* A log with its table of complete nodes, and the root of every size. */
struct fixture {
	struct merkle_frontier frontier;
	uint8_t nodes[9][MOST][MERKLE_SIZE];
	bool known[9][MOST];
	uint8_t leaves[MOST][MERKLE_SIZE];
	uint8_t roots[MOST + 1][MERKLE_SIZE];
};

static bool node_read(void *host, unsigned level, uint64_t position, uint8_t out[MERKLE_SIZE])
{
	struct fixture *f = host;
	if (level >= 9 || position >= MOST || !f->known[level][position])
		return false;
	memcpy(out, f->nodes[level][position], MERKLE_SIZE);
	return true;
}

static void leaf_add(struct fixture *f, const uint8_t leaf[MERKLE_SIZE])
{
	struct merkle_node nodes[MERKLE_LEVELS];
	memcpy(f->leaves[f->frontier.size], leaf, MERKLE_SIZE);
	size_t count = merkle_append(&f->frontier, leaf, nodes);
	for (size_t i = 0; i < count; i++) {
		assert_false(f->known[nodes[i].level][nodes[i].position]);
		f->known[nodes[i].level][nodes[i].position] = true;
		memcpy(f->nodes[nodes[i].level][nodes[i].position], nodes[i].hash, MERKLE_SIZE);
	}
	merkle_frontier_root(&f->frontier, f->roots[f->frontier.size]);
}

static int set_up(void **state)
{
	static struct fixture fixture;
	memset(&fixture, 0, sizeof(fixture));
	merkle_frontier_root(&fixture.frontier, fixture.roots[0]);
	for (uint8_t i = 0; i < MOST; i++) {
		uint8_t leaf[MERKLE_SIZE];
		merkle_leaf(leaf, &i, 1);
		leaf_add(&fixture, leaf);
	}
	*state = &fixture;
	return 0;
}

static struct merkle_source source_of(struct fixture *f)
{
	return (struct merkle_source){node_read, f};
}

static void roots_are_those_of_the_rfc(void **state)
{
	static const struct {
		const char *leaf; /* hexadecimal */
		const char *root; /* of the leaves up to this one */
	} known[] = {
		{"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
		{"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
		{"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
		{"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
		{"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
		{"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
		{"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
		{"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
	};
	struct merkle_frontier frontier = {0};
	uint8_t root[MERKLE_SIZE], expected[MERKLE_SIZE];
	(void)state;
	merkle_frontier_root(&frontier, root);
	hexadecimal_read(expected, sizeof(expected), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_memory_equal(root, expected, sizeof(root));
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct merkle_node nodes[MERKLE_LEVELS];
		uint8_t bytes[16] = {0}, leaf[MERKLE_SIZE];
		size_t length = strlen(known[i].leaf) / 2;
		assert_true(hexadecimal_read(bytes, length, known[i].leaf));
		merkle_leaf(leaf, bytes, length);
		merkle_append(&frontier, leaf, nodes);
		merkle_frontier_root(&frontier, root);
		assert_true(hexadecimal_read(expected, sizeof(expected), known[i].root));
		assert_memory_equal(root, expected, sizeof(root));
	}
}

/* The definition of §2.1.1, word by word. */
static void slow_root(uint8_t out[MERKLE_SIZE], const uint8_t *leaves, size_t n)
{
	size_t k = 1;
	uint8_t left[MERKLE_SIZE], right[MERKLE_SIZE];
	if (n == 1) {
		memcpy(out, leaves, MERKLE_SIZE);
		return;
	}
	while (2 * k < n)
		k *= 2;
	slow_root(left, leaves, k);
	slow_root(right, leaves + k * MERKLE_SIZE, n - k);
	merkle_parent(out, left, right);
}

static void the_frontier_has_the_root_of_the_definition(void **state)
{
	struct fixture *f = *state;
	uint8_t root[MERKLE_SIZE];
	for (size_t n = 1; n <= MOST; n++) {
		slow_root(root, f->leaves[0], n);
		assert_memory_equal(root, f->roots[n], sizeof(root));
		merkle_root(root, f->leaves[0], n);
		assert_memory_equal(root, f->roots[n], sizeof(root));
	}
}

static void a_frontier_is_found_again_from_its_nodes(void **state)
{
	struct fixture *f = *state;
	struct merkle_source source = source_of(f);
	for (size_t n = 0; n <= MOST; n++) {
		struct merkle_frontier frontier;
		uint8_t root[MERKLE_SIZE];
		assert_true(merkle_frontier_load(&frontier, &source, n));
		assert_int_equal(frontier.size, n);
		merkle_frontier_root(&frontier, root);
		assert_memory_equal(root, f->roots[n], sizeof(root));
	}
	assert_false(merkle_frontier_load(&f->frontier, &source, MOST + 1));
}

/* One bit of one hash, one hash less, one more: none of them proves. */
static void inclusion_refuses(struct merkle_proof proof, uint64_t index, uint64_t size, const struct fixture *f)
{
	const uint8_t *leaf = f->leaves[index], *root = f->roots[size];
	for (size_t i = 0; i < proof.count; i++) {
		proof.hashes[i][i % MERKLE_SIZE] ^= 0x10;
		assert_false(merkle_verify_inclusion(&proof, index, size, leaf, root));
		proof.hashes[i][i % MERKLE_SIZE] ^= 0x10;
	}
	assert_false(merkle_verify_inclusion(&proof, size, size, leaf, root));
	assert_false(merkle_verify_inclusion(&proof, index, size, f->leaves[(index + 1) % MOST], root));
	if (size > 1)
		assert_false(merkle_verify_inclusion(&proof, index ? index - 1 : index + 1, size, leaf, root));
	assert_false(merkle_verify_inclusion(&proof, index, size, leaf, f->roots[size - 1]));
	proof.count++;
	assert_false(merkle_verify_inclusion(&proof, index, size, leaf, root));
	proof.count -= 2;
	if (size > 1)
		assert_false(merkle_verify_inclusion(&proof, index, size, leaf, root));
}

static void every_entry_of_every_tree_is_proved(void **state)
{
	struct fixture *f = *state;
	struct merkle_source source = source_of(f);
	struct merkle_proof proof = {0};
	for (uint64_t size = 1; size <= MOST; size++) {
		for (uint64_t index = 0; index < size; index++) {
			assert_true(merkle_prove_inclusion(&proof, &source, index, size));
			assert_true(merkle_verify_inclusion(&proof, index, size, f->leaves[index], f->roots[size]));
			inclusion_refuses(proof, index, size, f);
		}
		assert_false(merkle_prove_inclusion(&proof, &source, size, size));
	}
}

static void consistency_refuses(struct merkle_proof proof, uint64_t from, uint64_t size, const struct fixture *f)
{
	const uint8_t *old = f->roots[from], *root = f->roots[size];
	for (size_t i = 0; i < proof.count; i++) {
		proof.hashes[i][i % MERKLE_SIZE] ^= 0x01;
		assert_false(merkle_verify_consistency(&proof, from, size, old, root));
		proof.hashes[i][i % MERKLE_SIZE] ^= 0x01;
	}
	assert_false(merkle_verify_consistency(&proof, from, size, f->roots[from - 1], root));
	assert_false(merkle_verify_consistency(&proof, from, size, old, f->roots[size - 1]));
	assert_false(merkle_verify_consistency(&proof, size + 1, size, old, root));
	assert_false(merkle_verify_consistency(&proof, 0, size, old, root));
	proof.count++;
	assert_false(merkle_verify_consistency(&proof, from, size, old, root));
	proof.count -= 2;
	if (from < size)
		assert_false(merkle_verify_consistency(&proof, from, size, old, root));
}

static void every_tree_is_proved_to_begin_every_larger_one(void **state)
{
	struct fixture *f = *state;
	struct merkle_source source = source_of(f);
	struct merkle_proof proof = {0};
	for (uint64_t size = 1; size <= MOST; size++)
		for (uint64_t from = 1; from <= size; from++) {
			assert_true(merkle_prove_consistency(&proof, &source, from, size));
			assert_true(merkle_verify_consistency(&proof, from, size, f->roots[from], f->roots[size]));
			consistency_refuses(proof, from, size, f);
		}
	assert_false(merkle_prove_consistency(&proof, &source, 0, 5));
	assert_false(merkle_prove_consistency(&proof, &source, 6, 5));
	assert_false(merkle_prove_consistency(&proof, &source, 6, MOST + 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_those_of_the_rfc),
		cmocka_unit_test_setup(the_frontier_has_the_root_of_the_definition, set_up),
		cmocka_unit_test_setup(a_frontier_is_found_again_from_its_nodes, set_up),
		cmocka_unit_test_setup(every_entry_of_every_tree_is_proved, set_up),
		cmocka_unit_test_setup(every_tree_is_proved_to_begin_every_larger_one, set_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
