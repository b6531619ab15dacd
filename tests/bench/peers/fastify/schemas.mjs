// What comes and what goes, as Kleos has it.
const text = maxLength => ({ type: 'string', maxLength })
const visibility = { enum: ['PRIVATE', 'MANAGER', 'TEAM', 'ORGANIZATION', 'EXTERNAL'], default: 'ORGANIZATION' }

export const requestSchema = {
	type: 'object',
	required: ['receivers', 'message'],
	additionalProperties: false,
	properties: {
		receivers: {
			type: 'array',
			minItems: 1,
			maxItems: 50,
			items: {
				type: 'object',
				required: ['member'],
				additionalProperties: false,
				properties: { member: { type: 'string', minLength: 1, maxLength: 64 }, credit: text(200) },
			},
		},
		message: { type: 'string', minLength: 1, maxLength: 4000, pattern: '\\S' },
		value: { type: 'string', pattern: '^([a-z0-9-]{1,63})?$', default: '' },
		win: { enum: ['SMALL', 'BIG'], default: 'SMALL' },
		prompt: { type: 'integer', minimum: 0, maximum: 5, default: 0 },
		setting: { enum: ['UNSPECIFIED', 'ONE_ON_ONE', 'CHAT', 'TEAM_MEETING', 'COMPANY_MEETING', 'OTHER'], default: 'UNSPECIFIED' },
		visibility,
	},
}

const string = { type: 'string' }
const member = { type: 'object', properties: { id: string, handle: string, displayName: string } }

export const answerSchema = {
	type: 'object',
	properties: {
		recognition: {
			type: 'object',
			properties: {
				id: string,
				giver: member,
				receivers: { type: 'array', items: { type: 'object', properties: { member, credit: string } } },
				message: string, value: string, win: string, prompt: { type: 'integer' }, setting: string,
				requestedVisibility: string, visibility: string, links: { type: 'array', items: {} },
				giveTime: string, createTime: string,
			},
		},
	},
}
