// words: what the page itself says, in English and in Greek; what it shows is the document's, in English. {name} is
// filled in.
const en = {
	title: 'API · Kleos', languages: 'Language', skip: 'Skip to the content', index: 'Operations', search: 'Search',
	found: '{count} operations', foundOne: '1 operation', none: 'Nothing is called so.', back: 'All operations', version: 'Version {version}',
	raw: 'The document itself: ', keys: 'Who calls', noKey: 'No key is needed.', maybeKey: 'With a key or without one.',
	key: 'With a key.', roles: 'The key has one of: {roles}.', parameters: 'Parameters', body: 'Body', answer: 'Answer',
	shape: 'What it looks like',
	errors: 'Errors', example: 'Example', exampleOf: 'With the key of {who} in KLEOS_KEY.', rest: 'REST', connect: 'Connect',
	copy: 'Copy', copied: 'Copied', required: 'required', optional: 'optional', in_path: 'in the path',
	in_query: 'in the query', in_header: 'header', in_body: 'in the body', listOf: 'list of {type}', or: 'or', fields: 'Fields',
	usedBy: 'Used by', empty: 'Nothing.', other: 'other', failed: 'The document could not be read. Try again in a moment.',
	loading: 'Reading the document …',
};
const el = {
	title: 'API · Kleos', languages: 'Γλώσσα', skip: 'Μετάβαση στο περιεχόμενο', index: 'Λειτουργίες', search: 'Αναζήτηση',
	found: '{count} λειτουργίες', foundOne: '1 λειτουργία', none: 'Τίποτα δεν λέγεται έτσι.', back: 'Όλες οι λειτουργίες', version: 'Έκδοση {version}',
	raw: 'Το ίδιο το έγγραφο: ', keys: 'Ποιος καλεί', noKey: 'Δεν χρειάζεται κλειδί.', maybeKey: 'Με κλειδί ή χωρίς.',
	key: 'Με κλειδί.', roles: 'Το κλειδί έχει έναν από τους ρόλους: {roles}.', parameters: 'Παράμετροι', body: 'Σώμα',
	answer: 'Απάντηση', shape: 'Πώς μοιάζει', errors: 'Σφάλματα', example: 'Παράδειγμα', exampleOf: 'Με το κλειδί του μέλους {who} στο KLEOS_KEY.',
	rest: 'REST', connect: 'Connect', copy: 'Αντιγραφή', copied: 'Αντιγράφηκε', required: 'απαιτείται', optional: 'προαιρετικό',
	in_path: 'στη διαδρομή', in_query: 'στο query', in_header: 'κεφαλίδα', in_body: 'στο σώμα', listOf: 'λίστα από {type}',
	or: 'ή', fields: 'Πεδία', usedBy: 'Το χρησιμοποιούν', empty: 'Τίποτα.', other: 'άλλο',
	failed: 'Το έγγραφο δεν διαβάστηκε. Δοκιμάστε ξανά σε λίγο.', loading: 'Ανάγνωση του εγγράφου …',
};
const languages = { en, el };
let spoken = en;

export function setLanguage(language) {
	spoken = languages[language];
}

export function say(name, values = {}) {
	return spoken[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
