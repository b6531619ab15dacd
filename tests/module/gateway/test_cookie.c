#include "services/gateway/caller/cookie.h"
#include "services/gateway/caller/site.h"
#include "tests/support/support.h"

#include <string.h>

static enum cookie_found find(const char *header, char out[8])
{
	memset(out, '?', 8);
	return cookie_find(header, "__Host-k", out, 8);
}

static void the_cookie_is_found_among_others(void **state)
{
	static const char *const headers[] = {
		"__Host-k=abc",       "a=b; __Host-k=abc", "__Host-k=abc; a=b",  "a=b;__Host-k=abc;c=d",
		" __Host-k=abc\t; a", ";;__Host-k=abc;;",  "a; __Host-k=abc; =", "__Host-k2=x; __Host-k=abc; x__Host-k=y",
	};
	char out[8];
	(void)state;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		assert_int_equal(find(headers[i], out), COOKIE_ONE);
		assert_string_equal(out, "abc");
	}
	assert_int_equal(find("__Host-k=", out), COOKIE_ONE);
	assert_string_equal(out, "");
	assert_int_equal(find("__Host-k==\"a\"", out), COOKIE_ONE);
	assert_string_equal(out, "=\"a\"");
}

static void what_only_looks_like_it_is_none(void **state)
{
	static const char *const headers[] = {
		"",
		";",
		"__Host-k",
		"__host-k=abc",
		"__Host-k =abc",
		"x=__Host-k",
		"Host-k=abc",
		"__Host-kk=abc",
		"=",
		"a=b, __Host-k=abc",
		"x__Host-k=a",
		"__Host-l=abc",
	};
	char out[8];
	(void)state;
	assert_int_equal(find(NULL, out), COOKIE_NONE);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		assert_int_equal(find(headers[i], out), COOKIE_NONE);
}

static void two_of_them_or_one_too_long_are_bad(void **state)
{
	static const char *const headers[] = {
		"__Host-k=abc; __Host-k=abc", "__Host-k=a; b=c; __Host-k=", "__Host-k=; __Host-k=",
		"__Host-k=12345678",          "__Host-k=\"a;__Host-k=b\"",
	};
	char out[8];
	(void)state;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		assert_int_equal(find(headers[i], out), COOKIE_BAD);
	assert_int_equal(find("__Host-k=1234567", out), COOKIE_ONE);
	assert_string_equal(out, "1234567");
}

static void only_a_page_of_the_same_origin_is_ones_own(void **state)
{
	static const struct {
		const char *fetch_site, *origin, *host;
		enum site site;
	} cases[] = {
		{NULL, NULL, "kleos", SITE_UNTOLD},
		{"same-origin", NULL, "kleos", SITE_OWN},
		{"none", NULL, "kleos", SITE_OWN},
		{"same-site", NULL, "kleos", SITE_OTHER},
		{"cross-site", NULL, "kleos", SITE_OTHER},
		{"", NULL, "kleos", SITE_OTHER},
		{"Same-Origin", NULL, "kleos", SITE_OTHER},
		{"same-origin, cross-site", NULL, "kleos", SITE_OTHER},
		{"cross-site", "http://kleos", "kleos", SITE_OTHER}, /* the one that cannot be forged wins */
		{NULL, "http://kleos", "kleos", SITE_OWN},
		{NULL, "https://kleos", "kleos", SITE_OWN},
		{NULL, "http://KLEOS:8080", "kleos:8080", SITE_OWN},
		{NULL, "http://[::1]:8080", "[::1]:8080", SITE_OWN},
		{NULL, "http://127.0.0.1:3000", "127.0.0.1:8080", SITE_OTHER},
		{NULL, "http://kleos:8080", "kleos", SITE_OTHER},
		{NULL, "http://kleos.example.org", "kleos", SITE_OTHER},
		{NULL, "http://kleos/", "kleos", SITE_OTHER},
		{NULL, "http://user@kleos", "kleos", SITE_OTHER},
		{NULL, "null", "kleos", SITE_OTHER},
		{NULL, "kleos", "kleos", SITE_OTHER},
		{NULL, "file://kleos", "kleos", SITE_OTHER},
		{NULL, "", "kleos", SITE_OTHER},
		{NULL, "http://", "", SITE_OTHER},
		{NULL, "http://kleos", NULL, SITE_OTHER},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(site_of(cases[i].fetch_site, cases[i].origin, cases[i].host), cases[i].site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cookie_is_found_among_others),
		cmocka_unit_test(what_only_looks_like_it_is_none),
		cmocka_unit_test(two_of_them_or_one_too_long_are_bad),
		cmocka_unit_test(only_a_page_of_the_same_origin_is_ones_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
