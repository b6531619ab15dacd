#include "services/gateway/report/groups.h"

#include "common/base/buffer.h"
#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BOUND ((size_t)64 * 1024)
#define NO_TEAM    "(no team)" /* beside other names; alone it is "" */

#define NONE SIZE_MAX

/* A team, or a parent that only its children name. Sorted by path, so that an index says which name comes first, and
 * children come after their parent. */
struct node {
	const char *team; /* "": people without a team, and the root of all */
	bool named;       /* was added, so it shows in names */
	size_t first_child, next_sibling;
	int64_t within;  /* people of the team and of those inside it, once settled */
	size_t smallest; /* the head of the smallest group inside, NONE: none; once settled */
	size_t head;     /* a node of the same group that comes before, in the end its first; that one points to itself */
	int64_t people;  /* of the group, when this is its first node */
	struct buffer name; /* of the group, when this is its first node */
	size_t members;     /* nodes that `name` names */
};

/* What merges under one parent: a team with those inside it, or several that became one. */
struct item {
	int64_t people;
	size_t node;  /* the first, for the order */
	size_t group; /* the head of the smallest group inside; of the only one while they are too few */
};

struct groups {
	struct arena *arena;
	int32_t min_group;
	struct node *nodes;
	size_t count, capacity;
};

struct groups *groups_new(struct arena *arena, int32_t min_group)
{
	struct groups *groups = arena_alloc(arena, sizeof *groups);
	*groups = (struct groups){.arena = arena, .min_group = min_group};
	return groups;
}

static void add_node(struct groups *groups, const char *team, int32_t people, bool named)
{
	if (groups->count == groups->capacity) {
		size_t capacity = groups->capacity ? groups->capacity * 2 : 64;
		struct node *nodes = arena_array(groups->arena, capacity, sizeof *nodes);
		if (groups->count)
			memcpy(nodes, groups->nodes, groups->count * sizeof *nodes);
		groups->nodes = nodes;
		groups->capacity = capacity;
	}
	groups->nodes[groups->count++] = (struct node){.team = team, .people = people, .named = named};
}

static const char *parent_of(struct groups *groups, const char *team)
{
	const char *slash = strrchr(team, '/');
	return slash ? arena_text_n(groups->arena, team, (size_t)(slash - team)) : "";
}

void groups_add(struct groups *groups, const char *team, int32_t people)
{
	add_node(groups, team, people, true);
}

static int compare_nodes(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->team, ((const struct node *)b)->team);
}

/* Sorted, each team once. */
static void unite_nodes(struct groups *groups)
{
	qsort(groups->nodes, groups->count, sizeof *groups->nodes, compare_nodes);
	size_t kept = 0;
	for (size_t i = 1; i < groups->count; i++) {
		struct node *last = &groups->nodes[kept], *node = &groups->nodes[i];
		if (strcmp(last->team, node->team) == 0) {
			last->people += node->people;
			last->named = last->named || node->named;
		} else {
			groups->nodes[++kept] = *node;
		}
	}
	groups->count = kept + 1;
}

static struct node *find_node(const struct groups *groups, const char *team)
{
	struct node wanted = {.team = team};
	return bsearch(&wanted, groups->nodes, groups->count, sizeof wanted, compare_nodes);
}

/* Every team's parents up to "", which is where people without a team are. */
static void link_parents(struct groups *groups)
{
	size_t added = groups->count;
	for (size_t i = 0; i < added; i++) {
		const char *team = groups->nodes[i].team;
		while (*team) {
			team = parent_of(groups, team);
			add_node(groups, team, 0, false);
		}
	}
	add_node(groups, "", 0, false);
	unite_nodes(groups);
	for (size_t i = 0; i < groups->count; i++) {
		struct node *node = &groups->nodes[i];
		node->head = i;
		node->first_child = node->next_sibling = node->smallest = NONE;
	}
	for (size_t i = groups->count; i-- > 1;) { /* the first is "" */
		struct node *node = &groups->nodes[i], *parent = find_node(groups, parent_of(groups, node->team));
		node->next_sibling = parent->first_child;
		parent->first_child = i;
	}
}

static size_t head_of(const struct groups *groups, size_t i)
{
	struct node *nodes = groups->nodes;
	while (nodes[i].head != i)
		i = nodes[i].head = nodes[nodes[i].head].head;
	return i;
}

/* The groups of two nodes become one, known by the first name. Gives its head. */
static size_t join(struct groups *groups, size_t a, size_t b)
{
	a = head_of(groups, a);
	b = head_of(groups, b);
	size_t head = a < b ? a : b, other = a < b ? b : a;
	groups->nodes[other].head = head;
	if (head != other)
		groups->nodes[head].people += groups->nodes[other].people;
	return head;
}

static int compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->people != y->people)
		return x->people < y->people ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

/* Items of an array in order, those before `next` being taken. */
struct run {
	size_t next, end;
};

/* The one that begins with the smallest item; not both are empty. */
static struct run *smaller(const struct item *items, struct run *a, struct run *b)
{
	if (a->next == a->end)
		return b;
	return b->next == b->end || compare_items(&items[a->next], &items[b->next]) < 0 ? a : b;
}

static struct item take_smallest(const struct item *items, struct run *a, struct run *b)
{
	return items[smaller(items, a, b)->next++];
}

/* What is left of both, to the front, in order. */
static void bring_together(struct item *items, const struct run *a, const struct run *b)
{
	const size_t n = a->end - a->next, rest = b->end - b->next;
	memmove(items, items + a->next, n * sizeof *items);
	memmove(items + n, items + b->next, rest * sizeof *items);
	qsort(items, n + rest, sizeof *items, compare_items);
}

/* The settled teams right inside `parent` in which something is named, smallest first. */
static size_t list_children(const struct groups *groups, const struct node *parent, struct item *items)
{
	size_t count = 0;
	for (size_t i = parent->first_child; i != NONE; i = groups->nodes[i].next_sibling)
		if (groups->nodes[i].smallest != NONE)
			items[count++] = (struct item){groups->nodes[i].within, i, groups->nodes[i].smallest};
	qsort(items, count, sizeof *items, compare_items);
	return count;
}

/* Merges the smallest two while the smallest is too small; of a team that has several groups inside, the smallest takes
 * the others in. Gives how many items are left, smallest first. What was merged is in order by itself, because the
 * smallest two make no less than the two before them (Van Leeuwen 1976); it stands where two were taken for each. */
static size_t merge_siblings(struct groups *groups, struct item *items, size_t count)
{
	struct run merged = {0, 0}, single = {0, count};
	for (; count > 1 && items[smaller(items, &merged, &single)->next].people < groups->min_group; count--) {
		const struct item smallest = take_smallest(items, &merged, &single);
		const struct item next = take_smallest(items, &merged, &single);
		items[merged.end++] = (struct item){.people = smallest.people + next.people,
											.node = smallest.node < next.node ? smallest.node : next.node,
											.group = join(groups, smallest.group, next.group)};
	}
	if (merged.end)
		bring_together(items, &merged, &single);
	return count;
}

static size_t smallest_group(const struct groups *groups, size_t best, const struct item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t group = head_of(groups, items[i].group);
		int64_t more = best == NONE ? -1 : groups->nodes[group].people - groups->nodes[best].people;
		if (more < 0 || (more == 0 && group < best))
			best = group;
	}
	return best;
}

/* Everything inside the team is settled. What is left alone and too small joins the team's own people, and own people
 * who are too few join the smallest child, because the rest of the team would be exactly these few. So a team with
 * enough people has only groups with enough people in it, and one with fewer is a single group. */
static void settle(struct groups *groups, size_t i, struct item *items)
{
	struct node *node = &groups->nodes[i];
	size_t count = list_children(groups, node, items), group = node->named ? i : NONE;
	node->within = node->people;
	for (size_t k = 0; k < count; k++)
		node->within += items[k].people;
	count = merge_siblings(groups, items, count);
	if (node->named && count && (items->people < groups->min_group || node->people < groups->min_group))
		group = join(groups, i, items->group);
	node->smallest = smallest_group(groups, group, items, count);
}

static void name_groups(struct groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		struct node *node = &groups->nodes[i], *head = &groups->nodes[head_of(groups, i)];
		if (node == head)
			buffer_init(&head->name, groups->arena, NAME_BOUND);
		if (!node->named)
			continue;
		buffer_add_text(&head->name, head->members++ ? " + " : "");
		buffer_add_text(&head->name, *node->team ? node->team : NO_TEAM);
	}
}

void groups_merge(struct groups *groups)
{
	link_parents(groups);
	struct item *items = arena_array(groups->arena, groups->count, sizeof *items);
	for (size_t i = groups->count; i-- > 0;)
		settle(groups, i, items);
	name_groups(groups);
}

static const struct node *group_of(const struct groups *groups, const char *team)
{
	const struct node *node = find_node(groups, team);
	return &groups->nodes[head_of(groups, (size_t)(node - groups->nodes))];
}

const char *groups_name(const struct groups *groups, const char *team)
{
	return groups_is_merged(groups, team) ? buffer_text(&group_of(groups, team)->name) : team;
}

bool groups_is_merged(const struct groups *groups, const char *team)
{
	return group_of(groups, team)->members > 1;
}

bool groups_is_split(const struct groups *groups, const char *team)
{
	for (size_t i = 0; *team && i < groups->count; i++) {
		const char *head = groups->nodes[head_of(groups, i)].team;
		if (text_team_within(groups->nodes[i].team, team) != text_team_within(head, team))
			return true;
	}
	return false;
}
