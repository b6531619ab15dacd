#include "services/gateway/csv.h"
#include "services/gateway/import/ordinals.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#define S(text) text, sizeof(text) - 1

/* What a file should read as: rows as line[cell|cell], refusals as line!problem. */
struct example {
	const char *file;
	size_t length;
	const char *rows;
};

static const struct example examples[] = {
	{S(""), ""},
	{S("\n\r\n\n"), ""},
	{S("a,b\n1,2\n"), "1[a|b] 2[1|2] "},
	{S("a,b\r\n1,2\r\n"), "1[a|b] 2[1|2] "},
	{S("a,b\n1,2"), "1[a|b] 2[1|2] "},
	{S("a,b\n1,2\r"), "1[a|b] 2[1|2] "},
	{S("\xEF\xBB\xBF"
	   "a,b\n"),
	 "1[a|b] "},
	{S("\xEF\xBC\xA1,b\n"), "1[\xEF\xBC\xA1|b] "},
	{S("\xEF\xBB\xBF"), ""},
	{S("a,b\n,\n"), "1[a|b] 2[|] "},
	{S("a\n\n\nx\n"), "1[a] 4[x] "},
	{S("a,b\n\"1\",\"2\"\n"), "1[a|b] 2[1|2] "},
	{S("a,b\n\"x \"\"y\"\"\",\"\"\n"), "1[a|b] 2[x \"y\"|] "},
	{S("a,b\n\"x\ny\r\nz\",2\n3,4\n"), "1[a|b] 2[x\ny\r\nz|2] 5[3|4] "},
	{S("a,b\n\"x,y\",2\n"), "1[a|b] 2[x,y|2] "},
	{S("a\nΜαρία\n"), "1[a] 2[Μαρία] "},
	{S("a,b\n1,2,3\n4\n5,6\n"),
	 "1[a|b] 2!the row has 3 fields, the header has 2 3!the row has 1 fields, the header has 2 4[5|6] "},
	{S("a,b\nx\"y,2\n5,6\n"), "1[a|b] 2!a quote stands inside a field that does not begin with one 3[5|6] "},
	{S("a,b\n\"x\"y,2\n5,6\n"),
	 "1[a|b] 2!a closing quote is followed by something else than a comma or the end of the line 3[5|6] "},
	{S("a,b\nx\ry,2\n5,6\n"), "1[a|b] 2!a carriage return stands alone; lines end with LF or CRLF 3[5|6] "},
	{S("a\n\xC3\x28\nx\n"), "1[a] 2!the row is not UTF-8 text 3[x] "},
	{S("a\n\xED\xA0\x80\nx\n"), "1[a] 2!the row is not UTF-8 text 3[x] "},
	{S("a,b\n\xC3,\xA9\n"), "1[a|b] 2!the row is not UTF-8 text "},
	{S("a\nx\0y\nz\n"), "1[a] 2!the row holds a NUL character 3[z] "},
	{S("a\n\"x\ny\n"), "1[a] 2!!the file ends inside quotes "},
	{S("a\n\"x\"\""), "1[a] 2!!the file ends inside quotes "},
};

static void note(struct buffer *out, const struct csv_reader *csv, enum csv_step step)
{
	if (step == CSV_MORE)
		return;
	buffer_printf(out, "%d", csv->line);
	if (step == CSV_ROW) {
		buffer_add_char(out, '[');
		for (size_t i = 0; i < csv->n_cells; i++) {
			buffer_add_text(out, i ? "|" : "");
			buffer_add_text(out, csv->cells[i]);
		}
		buffer_add_char(out, ']');
	} else {
		buffer_printf(out, "%s%s", step == CSV_BROKEN ? "!!" : "!", csv->problem);
	}
	buffer_add_char(out, ' ');
}

/* Reads the file in pieces of so many bytes. */
static char *read_all(const char *file, size_t length, size_t piece)
{
	struct csv_reader *csv = malloc(sizeof *csv);
	struct buffer out;
	buffer_init(&out, NULL, 1 << 20);
	csv_reader_init(csv);
	enum csv_step step = CSV_MORE;
	for (size_t at = 0, used; at < length && step != CSV_BROKEN; at += used) {
		step = csv_read(csv, file + at, length - at < piece ? length - at : piece, &used);
		note(&out, csv, step);
	}
	if (step != CSV_BROKEN)
		note(&out, csv, csv_end(csv));
	char *text = strdup(buffer_text(&out));
	buffer_fini(&out);
	free(csv);
	return text;
}

static void files_read_the_same_in_pieces_of_any_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		for (size_t piece = 1; piece < 8; piece++) {
			char *rows = read_all(examples[i].file, examples[i].length, piece == 7 ? SIZE_MAX : piece);
			assert_string_equal(rows, examples[i].rows);
			free(rows);
		}
}

static char *repeat(const char *head, char c, size_t n, const char *tail)
{
	char *text = malloc(strlen(head) + n + strlen(tail) + 1);
	size_t length = strlen(head);
	memcpy(text, head, length);
	memset(text + length, c, n);
	memcpy(text + length + n, tail, strlen(tail) + 1);
	return text;
}

static void a_row_of_64_kib_is_read_and_a_longer_one_breaks_the_file(void **state)
{
	(void)state;
	struct csv_reader *csv = malloc(sizeof *csv);
	for (int extra = 0; extra < 2; extra++) {
		char *file = repeat("a\n", 'x', CSV_ROW_BOUND + (size_t)extra, "\n");
		size_t used, length = strlen(file);
		csv_reader_init(csv);
		assert_int_equal(csv_read(csv, file, length, &used), CSV_ROW);
		size_t at = used;
		assert_int_equal(csv_read(csv, file + at, length - at, &used), extra ? CSV_BROKEN : CSV_ROW);
		assert_int_equal(csv->line, 2);
		free(file);
	}
	free(csv);
}

static void sixty_four_columns_are_read_and_one_more_is_refused(void **state)
{
	(void)state;
	struct csv_reader *csv = malloc(sizeof *csv);
	for (size_t commas = CSV_COLUMNS_BOUND - 1; commas <= CSV_COLUMNS_BOUND + 10; commas++) {
		char *file = repeat("", ',', commas, "\n");
		size_t used;
		csv_reader_init(csv);
		bool fits = commas < CSV_COLUMNS_BOUND;
		assert_int_equal(csv_read(csv, file, strlen(file), &used), fits ? CSV_ROW : CSV_BAD_ROW);
		free(file);
	}
	free(csv);
}

static void cells_that_look_like_formulas_are_disarmed(void **state)
{
	(void)state;
	static const char *const cells[][2] = {
		{"plain", "plain"},
		{"=1+1", "'=1+1"},
		{"+49 30", "'+49 30"},
		{"-5", "'-5"},
		{"@sum(a)", "'@sum(a)"},
		{"\tx", "'\tx"},
		{"\rx", "\"'\rx\""},
		{"a,b", "\"a,b\""},
		{"say \"hi\"", "\"say \"\"hi\"\"\""},
		{"=\"x\"", "\"'=\"\"x\"\"\""},
		{"a\nb", "\"a\nb\""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct buffer out;
		buffer_init(&out, NULL, 1000);
		csv_add_text(&out, cells[i][0], true);
		assert_string_equal(buffer_text(&out), cells[i][1]);
		buffer_fini(&out);
	}
}

static void what_is_written_reads_back(void **state)
{
	(void)state;
	struct buffer out;
	buffer_init(&out, NULL, 1000);
	csv_add_text(&out, "Μαρία, \"η\" καλή", true);
	csv_add_plain(&out, "-0.25", false);
	csv_add_text(&out, "two\r\nlines", false);
	csv_end_row(&out);
	char *rows = read_all(buffer_text(&out), out.length, SIZE_MAX);
	assert_string_equal(rows, "1[Μαρία, \"η\" καλή|-0.25|two\r\nlines] ");
	free(rows);
	buffer_fini(&out);
}

static void equal_rows_are_counted_and_others_are_not(void **state)
{
	(void)state;
	struct test_world world;
	test_world_init(&world);
	struct ordinals *ordinals = ordinals_open(&world.environment);
	int32_t before;
	for (int32_t round = 0; round < 3; round++)
		for (int32_t i = 0; i < 20000; i++) {
			assert_true(ordinals_count(ordinals, &i, sizeof i, &before));
			assert_int_equal(before, round);
		}
	assert_true(ordinals_count(ordinals, "", 0, &before));
	assert_int_equal(before, 0);
	ordinals_close(ordinals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_read_the_same_in_pieces_of_any_size),
		cmocka_unit_test(a_row_of_64_kib_is_read_and_a_longer_one_breaks_the_file),
		cmocka_unit_test(sixty_four_columns_are_read_and_one_more_is_refused),
		cmocka_unit_test(cells_that_look_like_formulas_are_disarmed),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(equal_rows_are_counted_and_others_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
