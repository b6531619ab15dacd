#include "common/service/link.h"

#include "common/base/text.h"

#include <string.h>

/* http or https, a host, and none of the characters that RFC 3986 has no place for. */
static bool url_is_web(const char *url)
{
	const char *rest = strncmp(url, "https://", 8) == 0 ? url + 8 : strncmp(url, "http://", 7) == 0 ? url + 7 : "";
	if (!*rest || strchr("/?#:@", *rest))
		return false;
	for (; *rest; rest++)
		if ((unsigned char)*rest <= ' ' || *rest == 0x7f || strchr("\"<>\\^`{|}", *rest))
			return false;
	return true;
}

const char *link_take(struct arena *arena, const Kleos__Link *message, struct link *out)
{
	const char *title = text_normal_line(arena, message->title);
	if (text_length(message->url) > LINK_URL_BOUND || !url_is_web(message->url))
		return "a link is an http or https address of at most 2000 characters";
	if (text_length(title) > LINK_TITLE_BOUND)
		return "the title of a link has at most 200 characters";
	*out = (struct link){.url = message->url, .title = title};
	return NULL;
}

Kleos__Link **links_message(struct arena *arena, const struct link *links, size_t n)
{
	Kleos__Link **messages = arena_array(arena, n, sizeof(Kleos__Link *));
	for (size_t i = 0; i < n; i++) {
		messages[i] = arena_alloc(arena, sizeof(**messages));
		kleos__link__init(messages[i]);
		messages[i]->url = links[i].url;
		messages[i]->title = links[i].title;
	}
	return messages;
}
