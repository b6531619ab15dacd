/* private_text: words that people wrote, by their type. Nothing that logs, measures or traces takes one, so what would
 * put them there does not compile; whoever opens one (`.words`) shows, stores or searches them. The words are borrowed.
 */
#ifndef KLEOS_BASE_PRIVATE_TEXT_H
#define KLEOS_BASE_PRIVATE_TEXT_H

struct private_text {
	const char *words; /* "" none */
};

#endif
