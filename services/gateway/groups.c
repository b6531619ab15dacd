#include "services/gateway/groups.h"

#include "common/base/buffer.h"
#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BOUND ((size_t)64 * 1024)
#define NO_TEAM    "(no team)" /* beside other names; alone it is "" */

/* A team, or a parent that only its children name. Sorted by path, so that an index says which name comes first. */
struct node {
	const char *team;
	int32_t depth;  /* segments of the path; 0: no team */
	bool named;     /* was added, so it shows in names */
	bool closed;    /* belongs to a group that is no item of its own level any more */
	size_t parent;  /* index */
	size_t head;    /* a node of the same group that comes before, in the end its first; that one points to itself */
	int64_t people; /* of the group, when this is its first node */
	bool shows;     /* some node of the group is named, when this is its first */
	struct buffer name; /* of the group, when this is its first node */
	size_t members;     /* nodes that `name` names */
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

static int32_t depth_of(const char *team)
{
	int32_t depth = *team != '\0';
	for (; *team; team++)
		depth += *team == '/';
	return depth;
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
	groups->nodes[groups->count++] =
		(struct node){.team = team, .depth = depth_of(team), .people = people, .named = named};
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
		node->shows = node->named;
		node->parent = (size_t)(find_node(groups, parent_of(groups, node->team)) - groups->nodes);
	}
}

static size_t head_of(const struct groups *groups, size_t i)
{
	struct node *nodes = groups->nodes;
	while (nodes[i].head != i)
		i = nodes[i].head = nodes[nodes[i].head].head;
	return i;
}

/* Two groups, given by their heads, become one, known by the first name. */
static size_t join(struct groups *groups, size_t a, size_t b)
{
	size_t head = a < b ? a : b, other = a < b ? b : a;
	groups->nodes[other].head = head;
	groups->nodes[head].people += groups->nodes[other].people;
	groups->nodes[head].shows = groups->nodes[head].shows || groups->nodes[other].shows;
	return head;
}

static bool comes_before(const struct groups *groups, size_t a, size_t b)
{
	const struct node *x = &groups->nodes[a], *y = &groups->nodes[b];
	return x->people != y->people ? x->people < y->people : a < b;
}

/* Moves the first item behind those that come before it. */
static void settle_first(const struct groups *groups, size_t *items, size_t count)
{
	size_t item = items[0], i = 0;
	for (; i + 1 < count && comes_before(groups, items[i + 1], item); i++)
		items[i] = items[i + 1];
	items[i] = item;
}

/* Merges the smallest two while the smallest is too small. Gives how many items are left, smallest first. */
static size_t merge_siblings(struct groups *groups, size_t **items, size_t count)
{
	for (size_t i = count; i-- > 0;)
		settle_first(groups, *items + i, count - i);
	while (count > 1 && groups->nodes[(*items)[0]].people < groups->min_group) {
		(*items)[1] = join(groups, (*items)[0], (*items)[1]);
		(*items)++;
		count--;
		settle_first(groups, *items, count);
	}
	return count;
}

/* What is left alone and too small joins its parent; a parent with too few people of its own joins the smallest child
 * group, because the rest of the parent team would be exactly these few. */
static void settle_parent(struct groups *groups, size_t parent, const size_t *items, size_t count)
{
	struct node *node = &groups->nodes[parent];
	if (count == 1 && groups->nodes[items[0]].people < groups->min_group) {
		join(groups, parent, items[0]);
	} else if (count && node->people < groups->min_group && node->shows) {
		join(groups, parent, items[0]);
		node->closed = true;
	}
}

static bool is_item(const struct groups *groups, size_t i, int32_t depth)
{
	const struct node *node = &groups->nodes[i];
	return node->depth == depth && !node->closed && groups->nodes[head_of(groups, i)].shows;
}

static void merge_level(struct groups *groups, int32_t depth)
{
	size_t *items = arena_array(groups->arena, groups->count, sizeof *items);
	for (size_t i = 0; i < groups->count;) {
		if (groups->nodes[i].depth != depth) {
			i++;
			continue;
		}
		size_t parent = groups->nodes[i].parent, count = 0;
		const char *above = groups->nodes[parent].team;
		for (; i < groups->count && (!*above || text_team_within(groups->nodes[i].team, above)); i++)
			if (is_item(groups, i, depth))
				items[count++] = head_of(groups, i);
		size_t *smallest = items;
		count = merge_siblings(groups, &smallest, count);
		settle_parent(groups, parent, smallest, count);
	}
}

/* People at the top who are still too few, and for whom no sibling was left, join the smallest group of all. */
static void settle_top(struct groups *groups)
{
	size_t top = (size_t)(find_node(groups, "") - groups->nodes), smallest = top;
	if (!groups->nodes[top].shows || groups->nodes[top].people >= groups->min_group)
		return;
	for (size_t i = 0; i < groups->count; i++) {
		bool group = i != top && head_of(groups, i) == i && groups->nodes[i].people >= groups->min_group;
		if (group && (smallest == top || comes_before(groups, i, smallest)))
			smallest = i;
	}
	if (smallest != top)
		join(groups, top, smallest);
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
	int32_t depth = 0;
	link_parents(groups);
	for (size_t i = 0; i < groups->count; i++)
		depth = groups->nodes[i].depth > depth ? groups->nodes[i].depth : depth;
	for (; depth > 0; depth--)
		merge_level(groups, depth);
	settle_top(groups);
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
